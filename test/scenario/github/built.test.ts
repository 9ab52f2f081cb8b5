import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ENVIRONMENTS, STAGES, startGithubWorld } from '../../support/github-world.ts'
import type { GithubWorld } from '../../support/github-world.ts'
import { digestOf, startRegistry } from '../../support/registry/registry-server.ts'
import type { RegistryServer } from '../../support/registry/registry-server.ts'
import { runWorkflow } from '../../support/workflow-runner.ts'
import type { JobResult } from '../../support/workflow-runner.ts'
import { workflowTools } from '../../support/workflow-tools.ts'
import { IMAGES, liveTraffic } from '../../support/world.ts'

/** `abtest.yml` without an image: it is built, pushed, planned, and its digest goes through all stages. */
const JOBS = STAGES.map((_, i) => `stage-${i + 1}`)
type Results = { readonly [job: string]: JobResult }

let registry: RegistryServer
let w: GithubWorld
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- GitHub's packages, used as JavaScript
let tools: any
let traffic: ReturnType<typeof liveTraffic> | null = null

beforeAll(async () => {
  tools = await workflowTools()
  registry = await startRegistry()
  w = await startGithubWorld({
    // Whatever was built answers as the new model.
    words: new Proxy<{ [image: string]: string }>(
      {},
      { get: (_, image) => (String(image).startsWith(`${registry.host}/`) ? 'new' : undefined) },
    ),
    change(file) {
      file.image = {
        repository: `${registry.host}/ml/diabetes`,
        builder: 'layer',
        scoring: { script: 'score.py', model: 'model.pkl' },
      }
    },
  })
  await writeFile(path.join(w.world.folder, 'score.py'), 'def init(): ...\ndef run(raw_data): return "new"\n')
  await writeFile(path.join(w.world.folder, 'model.pkl'), 'weights')
}, 120_000)
afterEach(() => traffic?.stop())
afterAll(async () => {
  await w?.close()
  await registry?.close()
})

function run(id: string): Promise<Results> {
  for (const stage of Object.keys(ENVIRONMENTS)) w.approve(stage, 'octocat', id)
  return runWorkflow('.github/workflows/abtest.yml', {
    tools,
    inputs: {},
    github: { run_id: id, token: w.github.token, repository: w.github.repository },
    decisions: { review: (_, environment) => (environment === 'shiftgate' ? 'pass' : 'approve') },
    start: (inputs) => w.start({ ...inputs, 'lease-duration': '2s' }, { run: id }),
  })
}

const outcomes = (results: Results) =>
  Object.fromEntries(Object.entries(results).map(([name, { result }]) => [name, result]))

/** An image without a layer, where the build looks for the installed requirements. */
function pushDependencies(tag: string): void {
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const config = Buffer.from(
    JSON.stringify({
      architecture: 'amd64',
      os: 'linux',
      config: {},
      rootfs: { type: 'layers', diff_ids: [] },
    }),
  )
  const manifest = Buffer.from(
    JSON.stringify({
      schemaVersion: 2,
      mediaType,
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: digestOf(config),
        size: config.length,
      },
      layers: [],
    }),
  )
  registry.blobs.set(digestOf(config), config)
  registry.links.add(`ml/diabetes/${digestOf(config)}`)
  for (const reference of [tag, digestOf(manifest)])
    registry.manifests.set(`ml/diabetes/${reference}`, { bytes: manifest, mediaType })
}

let tag: string

test('a build that fails: no stage begins, recovery finds nothing, nothing is touched', async () => {
  const mark = w.world.mark()
  const results = await run('1001')
  expect(outcomes(results)).toMatchObject({ plan: 'success', build: 'failure', recover: 'success' })
  expect(JOBS.map((job) => results[job]!.result)).toEqual(JOBS.map(() => 'skipped'))
  const said = results['build']!.steps[0]!.log
  expect(said).toContain('--builder docker')
  expect(results['recover']!.steps[0]!.outputs['outcome']).toBe('unchanged')
  expect(w.world.writesSince(mark)).toEqual([])
  tag = /dependencies-[0-9a-f]+/.exec(said)![0]
}, 60_000)

test('built, planned, and every stage gets the digest that was pushed', async () => {
  pushDependencies(tag)
  traffic = liveTraffic(w.world)
  const results = await run('1002')
  await traffic.stop()
  for (const job of ['plan', 'build', ...JOBS, 'recover']) {
    if (results[job]!.result === 'success') continue
    throw new Error(`${job}: ${results[job]!.steps.map((s) => s.raw + s.stderr).join('\n')}`)
  }
  const { image, release } = results['build']!.outputs
  const [repository, digest] = image!.split('@')
  expect(repository).toBe(`${registry.host}/ml/diabetes`)
  expect([...registry.manifests.keys()]).toContain(`ml/diabetes/${digest}`)
  // The file alone was checked first, and its stages are known; there was no release yet.
  expect(results['plan']!.outputs).toMatchObject({ image: '', release: '' })
  expect(results['build']!.steps[1]!.summary).toContain(image)
  for (const job of JOBS) expect(results[job]!.steps[0]!.outputs).toMatchObject({ image, release })
  expect(results['recover']!.steps[0]!.outputs['outcome']).toBe('unchanged')
  expect(w.world.record()).toMatchObject({ phase: 'finished', release })
  const { containers } = (
    w.world.get('Deployment', 'model-green')!['spec'] as {
      template: { spec: { containers: { image: string }[] } }
    }
  ).template.spec
  expect(containers[0]!.image).toBe(image)
  expect(image).not.toBe(IMAGES.old)
  expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
  expect(await w.world.ask()).toEqual({ new: 20 })
}, 120_000)

test('the same script and model once more: nothing is pushed, nothing is rolled out', async () => {
  const pushed = registry.seen.filter(({ method }) => method === 'PUT').length
  const mark = w.world.mark()
  const results = await run('1003')
  expect(outcomes(results)).toMatchObject({ build: 'success', recover: 'success' })
  expect(results['build']!.steps[0]!.outputs['outcome']).toBe('unchanged')
  expect(registry.seen.filter(({ method }) => method === 'PUT')).toHaveLength(pushed)
  expect(w.world.writesSince(mark)).toEqual([])
}, 120_000)
