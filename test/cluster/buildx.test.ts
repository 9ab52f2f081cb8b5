import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { cli } from '../support/cli.ts'
import { expectDone, expectOutcome } from './support/answers.ts'
import { buildxPlugin, dockerConfig } from './support/buildx.ts'
import { onCluster, skipped } from './support/environment.ts'

const run = promisify(execFile)
const plugin = buildxPlugin()
const { DOCKER_HOST } = process.env
const SECRETS = { PIP_TOKEN: 'hunter2-word', NPMRC: '_authToken=s3cret-word' }

if (plugin === null) skipped('docker buildx', "needs docker's plugin buildx, or its path in BUILDX")
else withBuildx(plugin)

function withBuildx(found: string): void {
  onCluster('docker buildx', (cluster) => {
    let folder: string
    let repository: string
    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'buildx-'))
      repository = `${cluster().registry}/shiftgate-test/buildx-${process.pid}-${Date.now().toString(36)}`
    })
    afterAll(() => rm(folder, { recursive: true }))

    async function build(lines: readonly string[], more: string, ...args: string[]) {
      await writeFile(path.join(folder, 'Dockerfile'), lines.join('\n'))
      await writeFile(path.join(folder, '.npmrc'), SECRETS.NPMRC)
      const file = [
        ...['rollout: iris', `image: { repository: ${repository}, context: .${more} }`],
        ...['versions: { green: {}, blue: {} }', 'manifests: [model.yaml]'],
        ...['routes: [{ virtualService: iris }]', 'stages: [{ name: All, weight: 100 }]'],
      ]
      await writeFile(path.join(folder, 'rollout.yaml'), file.join('\n'))
      const config = await dockerConfig(await mkdtemp(path.join(folder, 'config-')), found)
      return cli(['build', 'rollout.yaml', '--json', '--builder', 'docker', ...args], {
        cwd: folder,
        // RUN steps of a cluster's docker need not have a network of their own.
        env: { DOCKER_HOST, DOCKER_CONFIG: config, PIP_TOKEN: SECRETS.PIP_TOKEN },
      })
    }

    test('passes secrets to RUN steps, and to nothing else; its digest is what the registry has', async () => {
      const base = `FROM ${cluster().registry}/base/busybox:1`
      const lines = [
        base,
        'ARG ANSWER',
        'RUN --mount=type=secret,id=pip --mount=type=secret,id=npm cat /run/secrets/pip /run/secrets/npm | wc -c > /lengths',
        'RUN echo "$ANSWER" > /answer',
      ]
      const more =
        ', args: { ANSWER: "a $b" }, tags: [mine], secrets: { pip: { env: PIP_TOKEN }, npm: { file: .npmrc } }'
      const result = await build(lines, more, '--network', 'host')
      const made = expectDone(result)
      expect(made).toMatchObject({ builder: 'docker', tags: [expect.stringMatching(/^build-/), 'mine'] })
      const { stdout } = await run('docker', [
        'run',
        '--rm',
        '--network',
        'none',
        made.image,
        'cat',
        '/lengths',
        '/answer',
      ])
      expect(stdout).toBe(`${SECRETS.PIP_TOKEN.length + SECRETS.NPMRC.length}\na $b\n`)
      const facts = await run('docker', ['image', 'inspect', made.image])
      const history = await run('docker', ['history', '--no-trunc', made.image])
      expect(result.stdout + result.stderr + facts.stdout + history.stdout).not.toMatch(/-word/)
      const again = expectDone(await build(lines, more, '--network', 'host'), 'unchanged')
      expect(again.digest).toBe(made.digest)
    })

    test('what fails in it is told with its reason', async () => {
      const missing = `${cluster().registry}/base/nothing:1`
      const failed = expectOutcome(await build([`FROM ${missing}`], ''), 'failed')
      expect(failed.message).toMatch(
        /^the base image \S+\/base\/nothing:1 cannot be pulled: there is none by that name, .*\ndocker failed: exit code 1\ncommand: docker buildx build --push/,
      )
    })
  })
}
