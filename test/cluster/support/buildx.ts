import { existsSync } from 'node:fs'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'

const PLUGIN = path.join('cli-plugins', 'docker-buildx')
const PLACES = [
  path.join(process.env['DOCKER_CONFIG'] ?? path.join(homedir(), '.docker'), PLUGIN),
  ...['/usr/local/lib', '/usr/local/libexec', '/usr/lib', '/usr/libexec'].map((at) =>
    path.join(at, 'docker', PLUGIN),
  ),
]

/** Full path of docker's plugin buildx on this machine, or what BUILDX names; null when there is none. */
export function buildxPlugin(): string | null {
  return [process.env['BUILDX'], ...PLACES].find((file) => file && existsSync(file)) ?? null
}

/** A config folder for docker, with the plugin when there is one to link. */
export async function dockerConfig(
  folder: string,
  plugin: string | null,
  config: object = {},
): Promise<string> {
  await mkdir(path.join(folder, 'cli-plugins'), { recursive: true })
  if (plugin !== null) await symlink(plugin, path.join(folder, PLUGIN))
  await writeFile(path.join(folder, 'config.json'), JSON.stringify(config))
  return folder
}
