import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { messageOf } from '../../process/errors.ts'
import type { Agent } from './agent.ts'
import { failedConnection } from './connection-error.ts'
import type { EntraLogin } from './entra.ts'
import { ownFolder } from './own-folder.ts'
import { postForm } from './web.ts'
import type { Web } from './web.ts'

export interface RegistryLogin {
  /** For `DOCKER_CONFIG`. */
  readonly folder: string
  end(): Promise<void>
}

const SHOWN = 'containerRegistry'
const AZURE_SCOPE = 'https://management.azure.com/.default'
/** The user name that goes with a refresh token of Azure Container Registry. */
const TOKEN_USER = '00000000-0000-0000-0000-000000000000'

/** A Docker registry connection as a Docker configuration of this task alone, removed when it ends. */
export async function fromRegistryConnection(
  agent: Agent,
  connection: string,
  login: () => EntraLogin,
  { folder, web }: { readonly folder: string; readonly web: Web },
): Promise<RegistryLogin> {
  const { registry, username, password } = await credentials(agent, connection, login, web)
  const auth = Buffer.from(`${username}:${password}`).toString('base64')
  agent.secret(password)
  agent.secret(auth)
  const own = await ownFolder(folder, 'docker')
  // Docker Hub is known to clients by this name.
  const names = registry === 'index.docker.io' ? ['https://index.docker.io/v1/'] : [registry]
  const auths = Object.fromEntries(names.map((name) => [name, { auth }]))
  await writeFile(path.join(own.path, 'config.json'), JSON.stringify({ auths }), { mode: 0o600 })
  return { folder: own.path, end: () => own.remove() }
}

async function credentials(agent: Agent, connection: string, login: () => EntraLogin, web: Web) {
  const text = (key: string) => agent.authorization(connection, key, false)
  const scheme = (agent.scheme(connection) ?? '').toLowerCase()
  if (scheme === 'workloadidentityfederation') {
    const registry = hostOf(text('loginserver') ?? agent.url(connection) ?? '')
    const { value } = await login()(AZURE_SCOPE)
    const form = {
      grant_type: 'access_token',
      service: registry,
      tenant: text('tenantid') ?? '',
      access_token: value,
    }
    const answer = await postForm(web, `https://${registry}/oauth2/exchange`, form).catch(
      (error: unknown) => {
        throw failedConnection(SHOWN, `${messageOf(error)} (its identity needs the role "AcrPush")`)
      },
    )
    const { refresh_token: password } = answer as { refresh_token?: string }
    if (!password) throw failedConnection(SHOWN, `${registry} gave no token`)
    return { registry, username: TOKEN_USER, password }
  }
  const registry = hostOf(text('loginserver') ?? text('registry') ?? agent.url(connection) ?? '')
  const username = text('serviceprincipalid') ?? text('username')
  const password =
    agent.authorization(connection, 'serviceprincipalkey', true) ??
    agent.authorization(connection, 'password', true)
  if (!registry || !username || !password)
    throw failedConnection(SHOWN, 'it has no registry, user name or password')
  return { registry, username, password }
}

/** `https://index.docker.io/v1/` and `myregistry.azurecr.io` alike. */
function hostOf(text: string): string {
  return text
    .replace(/^https?:\/\//, '')
    .split('/')[0]!
    .toLowerCase()
}
