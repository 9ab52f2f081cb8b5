import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, constants } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export interface RegistryProcess {
  /** `127.0.0.1:PORT`. */
  readonly host: string
  close(): Promise<void>
}

/** Full path of the registry of the distribution project (Debian: docker-registry), or null. */
export function registryBinary(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(path.delimiter)) {
    for (const name of ['docker-registry', 'registry']) {
      const file = path.join(folder, name)
      try {
        accessSync(file, constants.X_OK)
        return file
      } catch {
        // The next one.
      }
    }
  }
  return null
}

/** A registry of its own on a free port; `configure` gives the parts of its configuration by name, and may write files into `folder`. */
export async function startRegistryProcess(
  binary: string,
  configure: (folder: string) => Promise<{
    readonly http?: object
    readonly auth?: object
    readonly storage?: string
  }>,
): Promise<RegistryProcess> {
  const folder = await mkdtemp(path.join(tmpdir(), 'registry-'))
  const host = `127.0.0.1:${await freePort()}`
  const parts = await configure(folder)
  const config = {
    version: '0.1',
    log: { level: 'warn' },
    storage: { filesystem: { rootdirectory: parts.storage ?? path.join(folder, 'data') } },
    http: { addr: host, ...parts.http },
    ...(parts.auth ? { auth: parts.auth } : {}),
  }
  const file = path.join(folder, 'config.yml')
  const log = path.join(folder, 'log')
  // JSON is YAML.
  await writeFile(file, JSON.stringify(config))
  const child = spawn('sh', ['-c', 'exec "$0" serve "$1" > "$2" 2>&1', binary, file, log], {
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  const close = async () => {
    child.kill()
    await ended
    await rm(folder, { recursive: true, force: true })
  }
  while (!(await listens(host))) {
    if (child.exitCode === null && child.signalCode === null) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      continue
    }
    const said = await readFile(log, 'utf8')
    await close()
    throw new Error(`${binary} did not start:\n${said}`)
  }
  return { host, close }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

function listens(host: string): Promise<boolean> {
  const [name, port] = host.split(':')
  return new Promise((resolve) => {
    const socket = connect(Number(port), name)
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
}
