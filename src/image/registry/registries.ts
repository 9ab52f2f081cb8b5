import { proxiesOf } from '../../process/proxy.ts'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { systemClock } from '../../process/clock.ts'
import type { Clock } from '../../process/clock.ts'
import { invalid, messageOf } from '../../process/errors.ts'
import type { RepositoryAddress } from '../reference.ts'
import type { Asking } from './auth/ask.ts'
import { dockerLogin } from './auth/docker-login.ts'
import type { DockerLogin } from './auth/docker-login.ts'
import type { NamedLogin } from './auth/explicit.ts'
import { findCredentials } from './auth/find.ts'
import type { FoundLogin } from './auth/find.ts'
import { createConnections } from './connections.ts'
import { createRegistry } from './http.ts'
import type { Registry } from './registry.ts'
import { createSecrets } from './secrets.ts'

/** How one command reaches registries. */
export interface RegistryAccess {
  readonly env: { readonly [name: string]: string | undefined }
  /** Relative paths start here. */
  readonly folder: string
  /** A login for one registry, and never sent to another one. */
  readonly login: (NamedLogin & { readonly registry: string }) | null
  /** File with certificates (PEM) of authorities to trust besides the usual ones. */
  readonly caFile: string | null
  /** Registries (`HOST[:PORT]`) that are spoken to without TLS; those on this machine need not be named. */
  readonly plainHttp: readonly string[]
  readonly mask: (secret: string) => void
  readonly userAgent: string
  readonly signal: AbortSignal | undefined
  readonly clock?: Clock
}

/** Opens repositories; the credentials of a registry are looked for once, at the first of its repositories. */
export interface Registries {
  open(repository: RepositoryAddress): Promise<Registry>
  /** The login for a registry that docker does not find by itself; null when it needs none, or there is none. */
  dockerLogin(registry: string): Promise<DockerLogin | null>
  close(): void
}

const IDLE_LOGIN = 60_000

export function createRegistries(access: RegistryAccess): Registries {
  const { env, folder, login, mask, userAgent, signal } = access
  const clock = access.clock ?? systemClock
  const opened = new Map<string, Registry>()
  const logins = new Map<string, Promise<FoundLogin>>()
  let trusted: Promise<readonly string[]> | null = null

  const transport = async () => ({
    ca: await (trusted ??= readAuthorities(access)),
    extraCaFile: env['NODE_EXTRA_CA_CERTS'] ?? null,
    proxy: proxiesOf(env),
  })

  async function withConnections<T>(work: (asking: Asking) => Promise<T>): Promise<T> {
    const connections = createConnections(await transport())
    try {
      return await work({ connections, clock, secrets: createSecrets(mask), idle: IDLE_LOGIN, userAgent })
    } finally {
      connections.close()
    }
  }

  function loginOf(registry: string): Promise<FoundLogin> {
    const own = login?.registry === registry ? login : null
    const looking =
      logins.get(registry) ??
      withConnections((asking) => findCredentials(registry, own, { env, folder, signal }, asking))
    logins.set(registry, looking)
    return looking
  }

  return {
    async open(repository) {
      const { name, registry } = repository
      const known = opened.get(name)
      if (known) return known
      const created = createRegistry(repository, {
        ...(await transport()),
        credentials: (await loginOf(registry)).credentials,
        plainHttp: access.plainHttp.includes(registry),
        mask,
        userAgent,
        clock,
      })
      const first = opened.get(name)
      if (first) return first
      opened.set(name, created)
      return created
    },
    async dockerLogin(registry) {
      const { credentials, knownToDocker } = await loginOf(registry)
      return knownToDocker
        ? null
        : withConnections((asking) => dockerLogin(registry, credentials, asking, signal))
    },
    close() {
      for (const registry of opened.values()) registry.close()
      opened.clear()
    },
  }
}

async function readAuthorities({ caFile, folder }: RegistryAccess): Promise<readonly string[]> {
  if (caFile === null) return []
  const bad = (why: string) =>
    invalid({ code: 'registry-ca', path: '--registry-ca', message: `certificate file ${caFile}: ${why}` })
  const text = await readFile(path.resolve(folder, caFile), 'utf8').catch((error: unknown) => {
    throw bad(`cannot be read: ${messageOf(error)}`)
  })
  if (text.includes('-----BEGIN CERTIFICATE-----')) return [text]
  throw bad('holds no certificate; expected PEM, which begins with -----BEGIN CERTIFICATE-----')
}
