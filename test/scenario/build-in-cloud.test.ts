import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { removeTeams, team } from '../support/build-team.ts'
import type { Team } from '../support/build-team.ts'
import { proxyServer } from '../support/registry/proxy-server.ts'
import { digestOf, startRegistry } from '../support/registry/registry-server.ts'
import { MEDIA } from '../../src/image/registry/registry.ts'

afterAll(removeTeams)

const CLOUDS = {
  acr: { repository: 'mine.azurecr.io/ml/iris', tools: { az: 'az.mjs' }, verb: ['az', 'acr build'] },
  gcloud: {
    repository: 'europe-docker.pkg.dev/my-project/ml/iris',
    tools: { gcloud: 'gcloud.mjs' },
    verb: ['gcloud', 'builds submit'],
  },
} as const

// Registries of the clouds are reached through a proxy whose tunnels end at one on this machine; what the stand-ins build lies there.
describe.each(['acr', 'gcloud'] as const)('a scoring image by %s', (builder) => {
  const { repository, tools, verb } = CLOUDS[builder]
  let registry: Awaited<ReturnType<typeof startRegistry>>
  let proxy: Awaited<ReturnType<typeof proxyServer>>
  beforeEach(async () => {
    registry = await startRegistry()
    proxy = await proxyServer(registry.host)
  })
  afterEach(async () => {
    await proxy.close()
    await registry.close()
  })

  const scoring = `{ repository: ${repository}, scoring: { script: score.py, model: model.pkl, requirements: requirements.txt } }`
  const files = { 'requirements.txt': 'scikit-learn==1.5.2\n' }

  function build(by: Team, args: readonly string[], env: { [name: string]: string } = {}) {
    const cloud = { HTTP_PROXY: `http://${proxy.host}`, STAND_IN_REGISTRY: registry.host }
    return by.build(['--registry-http', ...args], { ...cloud, ...env })
  }

  /** What each run of the tool got: its Dockerfile, and the files of its context. */
  async function runs(by: Team) {
    const log = await by.asked()
    const all = <T>(what: string) =>
      log.map((line) => line[what] as T | undefined).filter((v) => v !== undefined)
    const called = all<string[]>(verb[0]).filter((argv) => argv.slice(0, 2).join(' ') === verb[1])
    return {
      count: called.length,
      dockerfiles: all<string>('dockerfile'),
      contexts: all<string[]>('context'),
    }
  }

  test('dependencies first, then script and model on them by digest; known inputs build nothing', async () => {
    const by = await team(scoring, tools, files)
    const dry = ['--dry-run', '--builder', builder]
    const planned = await build(by, [...dry, '--tag', 'v1'])
    expect(planned.json).toMatchObject({ outcome: 'done', repository, tags: ['v1'] })
    expect(planned.json.steps).toEqual([
      expect.stringMatching(
        new RegExp(`^build the dependency image dependencies-[0-9a-f]{16} with ${builder}: asked for$`),
      ),
      `build the image with ${builder}: asked for; script (46 bytes) and model (7 bytes)`,
      'push as a tag of its own, v1',
    ])
    expect([(await runs(by)).count, registry.manifests.size, registry.blobs.size]).toEqual([0, 0, 0])

    const made = await build(by, ['--builder', builder, '--tag', 'v1'])
    expect(made.json).toMatchObject({
      outcome: 'done',
      builder,
      tags: [expect.stringMatching(/^build-[0-9a-f]{16}$/), 'v1'],
      dependencies: expect.stringMatching(`^${repository}@sha256:`),
    })
    const { digest } = made.json
    expect(registry.manifests.has(`${repository.replace(/^[^/]+\//, '')}/${digest}`)).toBe(true)
    const first = await runs(by)
    expect(first.count).toBe(2)
    expect(first.contexts).toEqual([
      ['.shiftgate.Dockerfile', 'requirements.txt'],
      ['.shiftgate.Dockerfile', 'model.pkl', 'score.py'],
    ])
    expect(first.dockerfiles[0]).toContain('FROM --platform=linux/amd64 python:3.12-slim-bookworm')
    expect(first.dockerfiles[1]).toContain(`FROM --platform=linux/amd64 ${made.json.dependencies}\n`)
    expect(first.dockerfiles[1]!.trimEnd().split('\n').at(-1)).toBe(
      'COPY ["model.pkl","/opt/model/1/model.pkl"]',
    )

    const again = await build(by, ['--builder', builder, '--tag', 'v1'])
    expect(again.json).toMatchObject({ outcome: 'unchanged', digest })
    const known = await build(by, [...dry, '--tag', 'v1'])
    expect(known.json).toMatchObject({ outcome: 'unchanged', image: `${repository}@${digest}`, steps: [] })
    const tagged = await build(by, [...dry, '--tag', 'v2'])
    expect(tagged.json).toMatchObject({ outcome: 'done', digest, steps: ['tag what is there as v2'] })
    expect(registry.manifests.has(`${repository.replace(/^[^/]+\//, '')}/v2`)).toBe(false)
    expect((await runs(by)).count).toBe(2)

    // As BuildKit pushes it with attestations: a list, of which one entry is the image.
    const place = repository.replace(/^[^/]+\//, '')
    const mediaType = MEDIA.ociIndex
    const of = (os: string, architecture: string, it: string) => ({
      digest: it,
      platform: { os, architecture },
    })
    const list = Buffer.from(
      JSON.stringify({
        mediaType,
        manifests: [
          of('unknown', 'unknown', digestOf(Buffer.from('attestation'))),
          of('linux', 'amd64', digest),
        ],
      }),
    )
    for (const name of [...made.json.tags, digestOf(list)])
      registry.manifests.set(`${place}/${name}`, { bytes: list, mediaType })
    const listed = await build(by, ['--builder', builder, '--tag', 'v1'])
    expect(listed.json).toMatchObject({ outcome: 'unchanged', digest: digestOf(list) })

    // Another model: the dependencies stay.
    await writeFile(path.join(by.folder, 'model.pkl'), 'other weights')
    const other = await build(by, ['--builder', builder])
    expect(other.json).toMatchObject({ outcome: 'done', dependencies: made.json.dependencies })
    expect(other.json.digest).not.toBe(digest)
    expect((await runs(by)).count).toBe(3)
  })

  test('auto lets it install the requirements, and adds script and model itself', async () => {
    const by = await team(scoring, tools, files)
    const made = await build(by, [])
    expect(made.json).toMatchObject({ outcome: 'done', builder: 'layer' })
    await writeFile(path.join(by.folder, 'model.pkl'), 'other weights')
    expect((await build(by, ['--dry-run'])).json.steps).toEqual([
      'add script (46 bytes) and model (13 bytes) with layer',
      expect.stringMatching(/^push as build-[0-9a-f]{16}$/),
    ])
    expect(made.stderr).toMatch(
      new RegExp(`building the dependency image dependencies-\\w+ with ${builder}: docker is not installed`),
    )
    expect((await runs(by)).count).toBe(1)
  })

  test('requirements that cannot be installed end it, and nothing is in the registry', async () => {
    const by = await team(scoring, tools, files)
    const failed = await build(by, ['--builder', builder], { STAND_IN_FAILS: '1' })
    expect(failed.code).toBe(1)
    expect(failed.json.message).toMatch(/^pip finds no nothing==9 for the Python and platform of the image/)
    expect(registry.manifests.size).toBe(0)
  })
})
