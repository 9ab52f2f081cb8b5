import { dirname, resolve } from 'node:path'
import type { JsonObject } from './object.ts'
import type { Fields } from './config-fields.ts'
import { contentOf, pathOf } from './config-content.ts'
import type { ClientCertificate, ExecPlugin, Login } from './login.ts'

const EXEC_VERSIONS = ['client.authentication.k8s.io/v1', 'client.authentication.k8s.io/v1beta1']

/** How one `users[]` entry logs in. `cluster` is what an exec plugin may be told about the cluster. */
export function userLogin(user: Fields, cluster: JsonObject): Login {
  const token = user.string('token')
  const tokenFile = pathOf(user, 'tokenFile')
  const username = user.string('username')
  if (username !== null && (token !== null || tokenFile !== null)) {
    throw user.problem('username', 'cannot be used together with a token; remove one of them')
  }
  if (tokenFile !== null) return { kind: 'token-file', path: tokenFile, fallback: token }
  if (token !== null) return { kind: 'token', token: headerSafe(token, user, 'token') }
  if (username !== null) return { kind: 'basic', username, password: user.string('password') ?? '' }
  const exec = user.fields('exec')
  if (exec) return { kind: 'exec', plugin: execPlugin(exec, cluster) }
  const provider = user.fields('auth-provider')
  if (provider) return legacyLogin(provider)
  return { kind: 'none' }
}

function headerSafe(token: string, user: Fields, name: string): string {
  const trimmed = token.trim()
  if (/[^\x21-\x7e]/.test(trimmed)) throw user.problem(name, 'contains characters that no token has')
  return trimmed
}

/** Client certificate and key; null when there is none. */
export async function userCertificate(user: Fields): Promise<ClientCertificate | null> {
  const cert = await contentOf(user, 'client-certificate')
  const key = await contentOf(user, 'client-key')
  if (cert !== null && key !== null) return { cert, key }
  if (cert !== null) throw user.problem('client-key', 'is missing; a client-certificate needs its key')
  if (key !== null) throw user.problem('client-certificate', 'is missing; a client-key needs its certificate')
  return null
}

/** Headers for `as`, `as-uid`, `as-groups`, `as-user-extra`: without them we would act with the wrong rights. */
export function impersonation(user: Fields): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  const name = user.string('as')
  if (name !== null) headers['impersonate-user'] = name
  const uid = user.string('as-uid')
  if (uid !== null) headers['impersonate-uid'] = uid
  const groups = user.strings('as-groups')
  if (groups.length > 0) headers['impersonate-group'] = groups
  const extra = user.fields('as-user-extra')
  for (const key of extra?.names() ?? []) {
    headers[`impersonate-extra-${encodeURIComponent(key).toLowerCase()}`] = extra!.strings(key)
  }
  return headers
}

function execPlugin(exec: Fields, cluster: JsonObject): ExecPlugin {
  const apiVersion = exec.string('apiVersion')
  if (apiVersion === null || !EXEC_VERSIONS.includes(apiVersion)) {
    throw exec.problem(
      'apiVersion',
      `expected ${EXEC_VERSIONS.join(' or ')}, got ${apiVersion ?? 'nothing'}; update the plugin`,
    )
  }
  const command = exec.string('command')
  if (command === null) throw exec.problem('command', 'is missing')
  if (exec.string('interactiveMode') === 'Always') {
    throw exec.problem(
      'interactiveMode',
      'Always needs a terminal, which a pipeline does not have; use a login that asks nobody (e.g. kubelogin convert-kubeconfig -l azurecli)',
    )
  }
  return {
    apiVersion,
    // As kubectl: with a separator it is relative to the file, without one it is looked up in PATH.
    command: /[\\/]/.test(command) ? resolve(dirname(exec.file), command) : command,
    args: exec.strings('args'),
    env: exec
      .list('env')
      .map((entry) => ({ name: entry.string('name') ?? '', value: entry.string('value') ?? '' })),
    installHint: exec.string('installHint'),
    cluster: exec.boolean('provideClusterInfo') ? cluster : null,
    where: `${exec.file}: ${exec.where}`,
  }
}

/** What `provideClusterInfo` promises a plugin: the `Cluster` type of client.authentication.k8s.io. */
export function execCluster(
  cluster: Fields,
  facts: {
    server: string
    ca: string | null
    insecure: boolean
    serverName: string | null
    proxyUrl: string | null
  },
): JsonObject {
  const own = cluster
    .list('extensions')
    .find((extension) => extension.string('name') === 'client.authentication.k8s.io/exec')
  return {
    server: facts.server,
    'tls-server-name': facts.serverName ?? undefined,
    'insecure-skip-tls-verify': facts.insecure || undefined,
    'certificate-authority-data': facts.ca === null ? undefined : Buffer.from(facts.ca).toString('base64'),
    'proxy-url': facts.proxyUrl ?? undefined,
    config: own?.raw('extension'),
  }
}

const EXEC_ADVICE: Record<string, string> = {
  azure: 'use the exec plugin kubelogin: run "kubelogin convert-kubeconfig -l azurecli"',
  gcp: 'install gke-gcloud-auth-plugin and run "gcloud container clusters get-credentials" again',
  oidc: 'log in again, or use the exec plugin kubelogin (kubectl oidc-login)',
}

/** `auth-provider` was removed from kubectl in 1.26 for clouds; only an OIDC token that is still valid can be used as it is. */
function legacyLogin(provider: Fields): Login {
  const name = provider.string('name') ?? ''
  const advice = EXEC_ADVICE[name] ?? 'use an exec plugin of your provider'
  if (name !== 'oidc')
    throw provider.problem('name', `the auth-provider "${name}" is no longer supported; ${advice}`)
  const config = provider.fields('config')
  const token = config?.string('id-token') ?? null
  if (!config || token === null) throw provider.problem('config.id-token', `is missing; ${advice}`)
  const expires = expiryOf(token)
  if (expires === null) throw config.problem('id-token', `is no JSON web token; ${advice}`)
  if (expires * 1000 <= Date.now()) {
    throw config.problem('id-token', `expired at ${new Date(expires * 1000).toISOString()}; ${advice}`)
  }
  return { kind: 'token', token: headerSafe(token, config, 'id-token') }
}

function expiryOf(token: string): number | null {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'))
    const { exp } = payload as { exp?: unknown }
    return typeof exp === 'number' ? exp : null
  } catch {
    return null // not JSON: the caller says so
  }
}
