import { execFile } from 'node:child_process'
import { chmod, cp, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { parse, stringify } from 'yaml'
import { cli } from '../support/cli.ts'
import type { CliResult } from '../support/cli.ts'
import { expectDone, expectOutcome } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { deleteImage } from './support/images.ts'
import { pythonBase } from './support/python-base.ts'
import { ask, expectShare, served } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { RolloutFile, World } from './support/world.ts'

const EXAMPLE = path.join(import.meta.dirname, '../../examples/mlopspython')
const NAMES = { stable: 'New Model B', canary: 'New Model A' }
const { DOCKER_HOST, DOCKER_BUILDKIT } = process.env

// The example as it is, but for where its image goes and what its requirements are installed on.
onCluster('images of the example', (cluster) => {
  let base: string
  /** One for each run: what an earlier run pushed must not be what this one finds. */
  let repository: string
  const folders: string[] = []
  beforeAll(async () => {
    base = await pythonBase(cluster().registry)
    repository = `${cluster().registry}/shiftgate-test/scoring-${process.pid}-${Date.now().toString(36)}`
  })
  afterAll(async () => {
    for (const folder of folders) await rm(folder, { recursive: true })
  })

  async function checkout(edit: (image: RolloutFile) => void = () => undefined): Promise<string> {
    const folder = await mkdtemp(path.join(tmpdir(), 'scoring-'))
    folders.push(folder)
    await cp(EXAMPLE, folder, { recursive: true })
    await imageOf(folder, (image) => {
      image.repository = repository
      image.scoring.base = base
      edit(image)
    })
    return folder
  }

  /** RUN steps of the testbed reach the package index through the host's network only. */
  const build = (folder: string, ...args: string[]): Promise<CliResult> =>
    cli(['build', path.join(folder, 'rollout.yaml'), '--json', ...args], {
      cwd: folder,
      env: { DOCKER_HOST, DOCKER_BUILDKIT },
    })

  test('layer installs nothing, and says what does', async () => {
    const refused = expectOutcome(await build(await checkout(), '--builder', 'layer'), 'refused')
    expect(refused.message).toMatch(
      /^the dependency image \S+:dependencies-[0-9a-f]{16} is not there, and "layer" installs nothing; run "shiftgate build" once with --builder docker, acr or gcloud/,
    )
  })

  test('the same inputs are the same digest, in any folder, at any time, and pushed once', async () => {
    const first = await checkout()
    const made = expectDone(
      await build(first, '--network', 'host', '--tag', 'v1', '--output', path.join(first, 'image.txt')),
    )
    expect(made).toMatchObject({ builder: 'layer', repository, image: `${repository}@${made.digest}` })
    expect(made.tags).toEqual([expect.stringMatching(/^build-[0-9a-f]{16}$/), 'v1'])
    expect(await readFile(path.join(first, 'image.txt'), 'utf8')).toBe(`${made.image}\n`)

    const again = expectDone(await build(first, '--tag', 'v1'), 'unchanged')
    expect(again.digest).toBe(made.digest)

    // Gone from the registry, and made anew from a checkout of another age: by layers alone.
    await deleteImage(made.image)
    const second = await checkout()
    await utimes(path.join(second, 'scoring/model.pkl'), new Date(0), new Date(0))
    const anew = expectDone(await build(second, '--builder', 'layer'))
    expect(anew).toMatchObject({ builder: 'layer', digest: made.digest, dependencies: made.dependencies })
    expect(anew.tags).toEqual([made.tags[0]])

    await writeFile(path.join(second, 'scoring/model.pkl'), 'another model')
    const other = expectDone(await build(second, '--builder', 'layer'))
    expect(other.digest).not.toBe(made.digest)
    expect(other.dependencies).toBe(made.dependencies)
  })

  test('a Dockerfile is built and pushed, with its arguments and target', async () => {
    const folder = await checkout((image) => {
      delete image.scoring
      Object.assign(image, {
        dockerfile: 'Dockerfile',
        args: { ANSWER: 'a $b' },
        target: 'used',
        tags: ['mine'],
      })
    })
    const lines = [
      `FROM ${cluster().registry}/base/busybox:1 AS used`,
      'ARG ANSWER',
      'RUN echo "$ANSWER" > /answer',
      'FROM used',
      'RUN exit 7',
    ]
    await writeFile(path.join(folder, 'Dockerfile'), lines.join('\n'))
    const made = expectDone(await build(folder, '--network', 'host'))
    expect(made).toMatchObject({ builder: 'docker', tags: [expect.stringMatching(/^build-/), 'mine'] })
    const { stdout } = await promisify(execFile)('docker', ['run', '--rm', made.image, 'cat', '/answer'])
    expect(stdout).toBe('a $b\n')
    expect(expectDone(await build(folder, '--network', 'host'), 'unchanged').digest).toBe(made.digest)

    await imageOf(folder, (image) => delete image.target)
    const failed = expectOutcome(await build(folder, '--network', 'host'), 'failed')
    expect(failed.message).toMatch(
      /^docker failed: exit code \d+\ncommand: docker (buildx )?build .*RUN exit 7/s,
    )
  })

  test('two builds at once, for one repository and tag, are each told their own image', async () => {
    const folders = await Promise.all(
      ['one', 'two'].map(async (answer) => {
        const folder = await checkout((image) => {
          delete image.scoring
          Object.assign(image, { dockerfile: 'Dockerfile', args: { ANSWER: answer }, tags: ['both'] })
        })
        const lines = [
          `FROM ${cluster().registry}/base/busybox:1`,
          'ARG ANSWER',
          'RUN echo "$ANSWER" > /answer',
        ]
        await writeFile(path.join(folder, 'Dockerfile'), lines.join('\n'))
        return folder
      }),
    )
    const made = await Promise.all(folders.map((folder) => build(folder, '--network', 'host')))
    for (const [i, answer] of ['one', 'two'].entries()) {
      const { image } = expectDone(made[i]!)
      const { stdout } = await promisify(execFile)('docker', ['run', '--rm', image, 'cat', '/answer'])
      expect(stdout).toBe(`${answer}\n`)
    }
  })

  test('the example rolls out from one build to Green_100, its images pulled by digest and answering /score', async () => {
    repository += '-rollout'
    let world: World | null = null
    try {
      // Model B serves; docker makes its image. Model A is new: layers on the dependencies that B's build pushed.
      const before = await checkout((image) => (image.scoring.script = 'scoring/scoreB.py'))
      // The user of the image is not the one who wrote the script.
      await chmod(path.join(before, 'scoring/scoreB.py'), 0o600)
      const old = expectDone(await build(before, '--builder', 'docker', '--network', 'host'))
      expect(old.builder).toBe('docker')
      const made = expectDone(await build(await checkout(), '--builder', 'layer', '--tag', 'blue'))
      expect(made).toMatchObject({ builder: 'layer', dependencies: old.dependencies })

      world = await createWorld(cluster(), 'build', { images: { old: old.image, new: made.image } })
      await world.edit((rollout) => {
        rollout.image = repository
        // One Python process answers; how many requests prove a share is another test's question.
        rollout.traffic.requests = 100
      })
      await world.deployStable()
      await served(world)
      expect(await ask(world, 20)).toEqual({ [NAMES.stable]: 20 })
      expectDone(await world.advance('Blue_0', 'new'))
      expect(await ask(world, 20, { headers: { 'x-api-version': 'blue' } })).toEqual({ [NAMES.canary]: 20 })
      expect(await ask(world, 20)).toEqual({ [NAMES.stable]: 20 })
      expectDone(await world.advance('Blue_50', 'new'))
      expectShare(await ask(world, 1_000), 50, NAMES)
      for (const stage of ['Blue_100', 'Blue_Green', 'Green_100']) {
        expect(expectDone(await world.advance(stage, 'new')).image).toBe(made.image)
        expect(await ask(world, 20)).toEqual({ [NAMES.canary]: 20 })
      }
      const green = await world.get('Deployment', 'model-green')
      expect(green?.['spec'].template.spec.containers[0].image).toBe(made.image)
    } finally {
      await world?.close()
    }
  })
})

async function imageOf(folder: string, edit: (image: RolloutFile) => void): Promise<void> {
  const file = path.join(folder, 'rollout.yaml')
  const rollout = parse(await readFile(file, 'utf8'))
  edit(rollout.image)
  await writeFile(file, stringify(rollout))
}
