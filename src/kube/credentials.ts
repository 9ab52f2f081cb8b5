import { readFile } from 'node:fs/promises'
import type { Clock } from '../process/clock.ts'
import { messageOf } from '../process/errors.ts'
import { KubeError } from './client.ts'
import type { ClientCertificate, ExecPlugin, ResolvedKubeconfig } from './login.ts'
import type { Environment } from './plugin-command.ts'

/** What one request shows to the API server. */
export interface Credentials {
  readonly authorization: string | null
  readonly clientCertificate: ClientCertificate | null
}

export interface CredentialSource {
  current(): Promise<Credentials>
  /** New credentials after a 401 for `refused`; null when there are no others. */
  renew(refused: Credentials): Promise<Credentials | null>
}

export interface CredentialOptions {
  readonly clock: Clock
  /** What exec plugins inherit (PATH, HOME, cloud settings). */
  readonly environment: Environment
  readonly signal?: AbortSignal
  /** Called with every secret value before it is used. */
  readonly secrets?: (value: string) => void
}

/** Plugins are asked again this long before their token expires, so that it does not expire on the way. */
const EXPIRY_MARGIN = 10_000

export function createCredentials(config: ResolvedKubeconfig, options: CredentialOptions): CredentialSource {
  const { login, clientCertificate } = config
  const secret = options.secrets ?? (() => undefined)
  if (clientCertificate) secret(clientCertificate.key)
  switch (login.kind) {
    case 'none':
      return fixed({ authorization: null, clientCertificate })
    case 'token':
      secret(login.token)
      return fixed({ authorization: `Bearer ${login.token}`, clientCertificate })
    case 'basic': {
      const pair = Buffer.from(`${login.username}:${login.password}`).toString('base64')
      secret(login.password)
      secret(pair)
      return fixed({ authorization: `Basic ${pair}`, clientCertificate })
    }
    case 'token-file':
      return fromFile(login.path, login.fallback, clientCertificate, secret)
    case 'exec':
      return fromPlugin(login.plugin, clientCertificate, options)
  }
}

function fixed(credentials: Credentials): CredentialSource {
  return { current: async () => credentials, renew: async () => null }
}

/** Read for every request: the kubelet and token helpers replace the file. A file that vanishes leaves the last token in use. */
function fromFile(
  path: string,
  fallback: string | null,
  clientCertificate: ClientCertificate | null,
  secret: (value: string) => void,
): CredentialSource {
  let last = fallback
  if (last !== null) secret(last)
  async function current(): Promise<Credentials> {
    let problem: unknown = null
    try {
      const text = (await readFile(path, 'utf8')).trim()
      if (text !== '' && !/[^\x21-\x7e]/.test(text)) {
        if (text !== last) secret(text)
        last = text
      } else problem = new Error('is empty or contains characters that no token has')
    } catch (error) {
      problem = error
    }
    if (last === null) {
      throw new KubeError('config', `token file ${path}: ${messageOf(problem)}`, { cause: problem })
    }
    return { authorization: `Bearer ${last}`, clientCertificate }
  }
  return {
    current,
    async renew(refused) {
      const next = await current()
      return next.authorization === refused.authorization ? null : next
    },
  }
}

function fromPlugin(
  plugin: ExecPlugin,
  clientCertificate: ClientCertificate | null,
  { clock, environment, signal, secrets }: CredentialOptions,
): CredentialSource {
  let held: { credentials: Credentials; expires: number | null } | null = null
  let asking: Promise<Credentials> | null = null

  async function ask(): Promise<Credentials> {
    const { runExecPlugin } = await import('./exec-credential.ts')
    const answer = await runExecPlugin(plugin, environment, signal)
    if (answer.token !== null) secrets?.(answer.token)
    if (answer.clientCertificate) secrets?.(answer.clientCertificate.key)
    const credentials = {
      authorization: answer.token === null ? null : `Bearer ${answer.token}`,
      clientCertificate: answer.clientCertificate ?? clientCertificate,
    }
    held = { credentials, expires: answer.expires }
    return credentials
  }
  /** Requests that run at the same time share one run of the plugin. */
  function askOnce(): Promise<Credentials> {
    asking ??= ask().finally(() => {
      asking = null
    })
    return asking
  }
  return {
    async current() {
      const now = Date.parse(clock.timestamp())
      if (held && (held.expires === null || held.expires - EXPIRY_MARGIN > now)) return held.credentials
      return askOnce()
    },
    async renew(refused) {
      // Somebody else's 401 may have renewed them already.
      if (held && held.credentials !== refused) return held.credentials
      return askOnce()
    },
  }
}
