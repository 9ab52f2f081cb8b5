import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { rootCertificates } from 'node:tls'
import type { IRequestOptions } from 'azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js'
import { messageOf } from '../../process/errors.ts'
import { singleLine } from '../../process/escape.ts'
import type { Agent } from './agent.ts'
import { ownFolder } from './own-folder.ts'

/** Certificates for the calls to Azure DevOps, Microsoft Entra ID and Azure Resource Manager. */
export interface Trust {
  readonly cert: IRequestOptions['cert']
  end(): Promise<void>
}

/**
 * What the agent was configured with (`--sslcacert`, `--sslclientcert`). Its authorities come beside the public ones, as in the
 * agent itself: the clients would take a file of authorities instead of them, and Microsoft Entra ID is a public one.
 */
export async function trustOf(
  agent: Agent,
  { folder, extra }: { readonly folder: string; readonly extra: string | undefined },
): Promise<Trust> {
  const { caFile, ...own } = agent.certificates() ?? {}
  const usual = { cert: own.certFile ? own : undefined, end: () => Promise.resolve() }
  if (!caFile) return usual
  try {
    const others = [caFile, ...(extra ? [extra] : [])].map((name) => readFile(name, 'utf8'))
    const authorities = [...rootCertificates, ...(await Promise.all(others))]
    const place = await ownFolder(folder, 'trust')
    const all = path.join(place.path, 'authorities.pem')
    await writeFile(all, authorities.join('\n'))
    return { cert: { ...own, caFile: all }, end: () => place.remove() }
  } catch (error) {
    agent.say(`authorities of the agent are left out: ${singleLine(messageOf(error))}`)
    return usual
  }
}
