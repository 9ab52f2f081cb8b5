import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { HUB, dockerConfigFolder, objectIn, readDockerConfig } from '../registry/auth/docker-config.ts'
import type { DockerLogin } from '../registry/auth/docker-login.ts'
import type { Toolbox } from './builder.ts'

const CONFIG = 'config.json'

/**
 * Tools whose docker shows this login to the registry, for as long as `work` takes. It stands in a config folder of its own, that
 * nobody else can read: neither the login of the user nor any argument list is touched. All else is as in the user's folder:
 * other logins, plugins, contexts, builders.
 */
export async function withDockerLogin<T>(
  tools: Toolbox,
  registry: string,
  login: DockerLogin | null,
  work: (tools: Toolbox) => Promise<T>,
): Promise<T> {
  if (login === null) return work(tools)
  const before = dockerConfigFolder(tools)
  const config = (await readDockerConfig(path.join(before, CONFIG))) ?? {}
  // Hosts empty theirs after the job, also when it was killed.
  const temporary = tools.env['RUNNER_TEMP'] || tools.env['AGENT_TEMPDIRECTORY'] || tmpdir()
  const folder = await mkdtemp(path.join(temporary, 'shiftgate-docker-'))
  try {
    for (const entry of await readdir(before).catch(() => [])) {
      if (entry === CONFIG) continue
      // A file cannot be linked on every Windows; docker keeps what matters in folders.
      await symlink(path.join(before, entry), path.join(folder, entry), 'junction').catch(() => undefined)
    }
    const text = JSON.stringify(withLogin(config, registry, login))
    await writeFile(path.join(folder, CONFIG), text, { mode: 0o600 })
    const secret = login.kind === 'password' ? login.password : login.token
    return await work({
      ...tools,
      env: { ...tools.env, DOCKER_CONFIG: folder },
      secrets: [...(tools.secrets ?? []), secret],
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function withLogin(
  config: { readonly [key: string]: unknown },
  registry: string,
  login: DockerLogin,
): object {
  const name = registry === 'docker.io' ? HUB : registry
  const entry =
    login.kind === 'password'
      ? { auth: Buffer.from(`${login.username}:${login.password}`).toString('base64') }
      : { identitytoken: login.token }
  const helpers = objectIn(config['credHelpers'])
  return {
    ...config,
    auths: { ...objectIn(config['auths']), [name]: entry },
    // A helper wins over `auths`; an empty name means none, for this registry only.
    ...(config['credsStore'] || name in helpers ? { credHelpers: { ...helpers, [name]: '' } } : {}),
  }
}
