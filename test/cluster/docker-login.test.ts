import { execFileSync } from 'node:child_process'
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cli } from '../support/cli.ts'
import { clientOf } from '../support/registry/client.ts'
import { expectDone, expectOutcome } from './support/answers.ts'
import { buildxPlugin, dockerConfig } from './support/buildx.ts'
import { skipped } from './support/environment.ts'
import { registryBinary, startRegistryProcess } from './support/registry-process.ts'
import type { RegistryProcess } from './support/registry-process.ts'

const PASSWORD = 's3cret-word'
const HTPASSWD = 'ci:$2y$04$abcdefghijklmnopqrstuuzQDw2v3CQSMowG.sq3X.nH1lfmlmQMW\n'
const binary = registryBinary()
const plugin = buildxPlugin()
const { DOCKER_HOST } = process.env

if (binary === null || !DOCKER_HOST) {
  skipped('pushing by docker with a login of ours', 'needs docker-registry on PATH, and DOCKER_HOST')
} else {
  describe('docker pushes with the login that was named', () => {
    let registry: RegistryProcess
    const folders: string[] = []
    beforeAll(async () => {
      registry = await startRegistryProcess(binary, async (folder) => {
        await writeFile(path.join(folder, 'htpasswd'), HTPASSWD)
        return { auth: { htpasswd: { realm: 'test', path: path.join(folder, 'htpasswd') } } }
      })
    })
    afterAll(async () => {
      await registry.close()
      for (const folder of folders) await rm(folder, { recursive: true })
    })

    for (const [way, link] of [
      ["the daemon's own builder", null],
      ['buildx', plugin],
    ] as const) {
      if (way === 'buildx' && link === null) {
        skipped(
          `docker pushes with the login that was named: ${way}`,
          "needs docker's plugin buildx, or BUILDX",
        )
        continue
      }
      test(way, async () => {
        // A helper that does not exist would be asked for every registry but ours; its own login is an old one.
        const stale = { auth: Buffer.from('ci:stale').toString('base64') }
        const config = { auths: { [registry.host]: stale }, credsStore: 'not-installed' }
        const scene = await team(link, config)
        const made = expectDone(await scene.build(PASSWORD))
        const reader = clientOf(`${registry.host}/team/${scene.name}`, {
          credentials: { kind: 'password', username: 'ci', password: PASSWORD, source: 'the test' },
        })
        try {
          expect((await reader.readManifest(made.tags[0]))?.digest).toBe(made.digest)
        } finally {
          reader.close()
        }
        expect(await scene.calls()).toContain(link === null ? 'push' : 'buildx build --push')
        expect(await scene.calls()).not.toContain(PASSWORD)
        expect(await scene.left()).toEqual([])
        expect(JSON.parse(await readFile(path.join(scene.config, 'config.json'), 'utf8'))).toEqual(config)
      })

      test(`${way}: a wrong password ends as docker says, and is not shown`, async () => {
        const scene = await team(link, {})
        const result = await scene.build('not-the-word')
        const failed = expectOutcome(result, 'failed')
        expect(failed.message).toMatch(
          /^127\.0\.0\.1:\d+ does not take the login; log in again.*\ndocker failed: exit code 1\n/s,
        )
        expect(result.stdout + result.stderr + (await scene.calls())).not.toContain('not-the-word')
        expect(await scene.left()).toEqual([])
      })
    }

    let number = 0
    async function team(link: string | null, config: object) {
      const folder = await mkdtemp(path.join(tmpdir(), 'docker-login-'))
      folders.push(folder)
      const name = `one-${++number}`
      const image = `{ repository: ${registry.host}/team/${name}, context: . }`
      const lines = [
        ...[
          'rollout: iris',
          `image: ${image}`,
          'versions: { green: {}, blue: {} }',
          'manifests: [model.yaml]',
        ],
        ...['routes: [{ virtualService: iris }]', 'stages: [{ name: All, weight: 100 }]'],
      ]
      await writeFile(path.join(folder, 'rollout.yaml'), lines.join('\n'))
      await writeFile(path.join(folder, 'Dockerfile'), 'FROM scratch\nCOPY rollout.yaml /\n')
      const [bin, temporary] = [path.join(folder, 'bin'), path.join(folder, 'tmp')]
      for (const made of [bin, temporary]) await mkdir(made)
      const docker = execFileSync('sh', ['-c', 'command -v docker'], { encoding: 'utf8' }).trim()
      const log = path.join(folder, 'calls')
      await writeFile(path.join(bin, 'docker'), `#!/bin/sh\necho "$@" >> "${log}"\nexec "${docker}" "$@"\n`)
      await chmod(path.join(bin, 'docker'), 0o755)
      const own = await dockerConfig(path.join(folder, 'config'), link, config)
      return {
        name,
        config: own,
        calls: () => readFile(log, 'utf8'),
        left: () => readdir(temporary),
        build: (password: string) =>
          cli(
            [
              ...['build', 'rollout.yaml', '--json', '--builder', 'docker'],
              ...['--registry-user', 'ci', '--registry-password-env', 'PW'],
            ],
            {
              cwd: folder,
              env: {
                PATH: `${bin}${path.delimiter}${process.env['PATH']}`,
                ...{ HOME: folder, TMPDIR: temporary, DOCKER_HOST, DOCKER_CONFIG: own, PW: password },
              },
            },
          ),
      }
    }
  })
}
