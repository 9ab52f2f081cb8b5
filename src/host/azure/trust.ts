import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { rootCertificates } from 'node:tls'
import type { IRequestOptions } from 'azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js'
import { messageOf } from '../../process/errors.ts'
import { singleLine } from '../../process/escape.ts'
import type { Agent } from './agent.ts'

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
  const place = path.join(folder, `shiftgate-trust-${process.pid}`)
  const file = path.join(place, 'authorities.pem')
  const end = () => rm(place, { recursive: true, force: true })
  const usual = { cert: own.certFile ? own : undefined, end }
  if (!caFile) return usual
  try {
    const others = [caFile, ...(extra ? [extra] : [])].map((name) => readFile(name, 'utf8'))
    const authorities = [...rootCertificates, ...(await Promise.all(others))]
    await mkdir(place, { recursive: true, mode: 0o700 })
    await writeFile(file, authorities.join('\n'))
  } catch (error) {
    agent.say(`authorities of the agent are left out: ${singleLine(messageOf(error))}`)
    return usual
  }
  return { cert: { ...own, caFile: file }, end }
}
