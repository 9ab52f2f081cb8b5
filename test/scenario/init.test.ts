import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'
import { startCluster } from '../../src/rehearsal/cluster.ts'
import { cli } from '../support/cli.ts'
import { PAIR, ROUTE } from '../support/init-manifests.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-init-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function repository(name: string, files: { readonly [file: string]: string }): Promise<string> {
  const place = path.join(folder, name)
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(place, file)), { recursive: true })
    await writeFile(path.join(place, file), text)
  }
  return place
}

const MANIFESTS = { 'k8s/model.yaml': PAIR, 'k8s/route.yaml': ROUTE }

test('writes files that validate accepts, and does not overwrite them', async () => {
  const cwd = await repository('github', MANIFESTS)
  const init = (...more: string[]) => cli(['init', '--host', 'github', '--json', ...more], { cwd })
  const first = await init('--url', 'https://models.example.com/score')
  expect(first).toMatchObject({ code: 0, json: { command: 'init', outcome: 'done', rollout: 'model' } })
  expect(first.json.files).toEqual(['rollout.yaml', 'model-version.yaml', '.github/workflows/rollout.yml'])
  // Environments that nobody has made GitHub makes itself, open to everybody.
  expect(first.json.next.at(-1)).toBe(
    'create the environments: shiftgate setup rollout.yaml --host github --reviewers NAME,…',
  )
  const validate = await cli(['validate', 'rollout.yaml', '--json'], { cwd })
  expect(validate).toMatchObject({ code: 0, json: { outcome: 'done', errors: 0 } })

  await writeFile(path.join(cwd, 'rollout.yaml'), 'rollout: mine\n')
  const second = await init()
  expect(second).toMatchObject({ code: 2, json: { outcome: 'invalid', reason: 'file-exists' } })
  expect(second.json.message).toContain('rollout.yaml, .github/workflows/rollout.yml exist already')
  expect(await readFile(path.join(cwd, 'rollout.yaml'), 'utf8')).toBe('rollout: mine\n')

  const forced = await init('--force', '--explicit')
  expect(forced).toMatchObject({ code: 0, json: { outcome: 'done', files: first.json.files } })
  const workflow = parse(await readFile(path.join(cwd, '.github/workflows/rollout.yml'), 'utf8'))
  const stages: string[] = validate.json.stages
  expect(Object.keys(workflow.jobs)).toEqual(['plan', ...stages.map((name) => `stage-${name}`), 'recover'])
  for (const [i, name] of stages.entries()) {
    const { needs, steps } = workflow.jobs[`stage-${name}`]
    expect(needs).toEqual(i === 0 ? ['plan'] : ['plan', `stage-${stages[i - 1]!}`])
    expect(steps.at(-1).with).toMatchObject({ command: 'advance', to: name, file: 'rollout.yaml' })
  }
})

test('a run for each stage, where nobody can be asked for a review', async () => {
  const cwd = await repository('by-hand', MANIFESTS)
  const args = ['init', '--host', 'github', '--by-hand', '--json']
  const result = await cli(args, { cwd })
  expect(result).toMatchObject({ code: 0, json: { outcome: 'done' } })
  expect(result.json.message).toContain('list who may start stages as "approvers" in rollout.yaml')
  expect(result.json.next.at(-1)).toBe('create the environments: shiftgate setup rollout.yaml --host github')
  const workflow = parse(await readFile(path.join(cwd, '.github/workflows/rollout.yml'), 'utf8'))
  expect(Object.keys(workflow.on)).toEqual(['workflow_dispatch', 'issue_comment'])
  expect(Object.keys(workflow.jobs)).toEqual(['request', 'stage', 'recover', 'ask'])
  const both = await cli([...args, '--explicit', '--force'], { cwd })
  expect(both).toMatchObject({ code: 2, json: { problems: [{ code: 'bad-host' }] } })
})

test('a template that exists already is in the way too, and nothing is written beside it', async () => {
  const cwd = await repository('template', { ...MANIFESTS, 'model-version.yaml': 'mine\n' })
  const { code, json } = await cli(['init', '--json'], { cwd })
  expect({ code, reason: json.reason }).toEqual({ code: 2, reason: 'file-exists' })
  expect((await readdir(cwd)).sort()).toEqual(['k8s', 'model-version.yaml'])
})

test('the pipeline of Azure has the stages of the file; paths are relative to the file', async () => {
  const cwd = await repository('azure', MANIFESTS)
  const args = ['init', 'deploy/rollout.yaml', '--from', 'k8s', '--host', 'azure', '-n', 'ml', '--json']
  expect(await cli(args, { cwd })).toMatchObject({ code: 0, json: { outcome: 'done' } })
  const validate = await cli(['validate', 'deploy/rollout.yaml', '--json'], { cwd })
  expect(validate).toMatchObject({ code: 0, json: { outcome: 'done' } })
  const pipeline = parse(await readFile(path.join(cwd, 'azure-pipelines-rollout.yml'), 'utf8'))
  const { file, stages } = pipeline.extends.parameters
  expect(file).toBe('deploy/rollout.yaml')
  const rollout = parse(await readFile(path.join(cwd, 'deploy/rollout.yaml'), 'utf8'))
  expect(stages).toEqual(
    rollout.stages.map(({ name, approval }: { name: string; approval?: string }) =>
      approval === undefined ? { name } : { name, environment: approval },
    ),
  )
})

test.each([
  ['nothing to look at', ['init'], 'init-missing', 'no Deployment was found'],
  ['no such folder', ['init', '--from', 'nowhere'], 'folder-unreadable', 'nowhere cannot be read'],
  ['a wrong host', ['init', '--host', 'gitbub'], 'bad-host', 'did you mean "github"?'],
  ['jobs without a workflow', ['init', '--explicit'], 'bad-host', 'add --host github'],
])('%s', async (_, args, code, message) => {
  const cwd = await repository('empty', { 'values.yaml': 'a: 1\n' })
  const result = await cli([...args, '--json'], { cwd })
  expect(result.code).toBe(2)
  expect(result.json.problems).toContainEqual(
    expect.objectContaining({ code, message: expect.stringContaining(message) }),
  )
  expect(await readdir(cwd)).toEqual(['values.yaml'])
})

test.each([
  ['registry in Azure', 'myregistry.azurecr.io/ml/model', [], 'azure'],
  ['registry in Google Cloud', 'europe-docker.pkg.dev/p/r/model', [], 'google'],
  ['another registry', 'registry.example.com/ml/model', [], 'kubeconfig'],
  ['a cloud by name', 'registry.example.com/ml/model', ['--cloud', 'google'], 'google'],
])('jobs of their own log in to the cloud: %s', async (name, image, more, cloud) => {
  const text = PAIR.replaceAll('registry.example.com/ml/model', image)
  const cwd = await repository(name, { ...MANIFESTS, 'k8s/model.yaml': text })
  const result = await cli(['init', '--host', 'github', '--explicit', '--json', ...more], { cwd })
  expect(result).toMatchObject({ code: 0 })
  const { jobs } = parse(await readFile(path.join(cwd, '.github/workflows/rollout.yml'), 'utf8'))
  const input = { azure: 'azure-client-id', google: 'gke-cluster', kubeconfig: 'kubeconfig' }[cloud]!
  for (const { steps } of Object.values<{ steps: { uses: string; with: object }[] }>(jobs))
    expect(Object.keys(steps[1]!.with)).toContain(input)
  const said =
    cloud === 'kubeconfig' ? 'KUBECONFIG among the secrets' : `${input.toUpperCase().replaceAll('-', '_')}`
  expect(result.json.message).toContain(said)
})

describe.each(['header-routing', 'tfserving-canary'])('the manifests of example %s', (example) => {
  test('become a file that validates, can be planned, and whose workflow has its stages', async () => {
    const place = path.join(folder, example)
    await cp(path.resolve(import.meta.dirname, '../../examples', example, 'k8s'), path.join(place, 'k8s'), {
      recursive: true,
    })
    const args = ['init', '--host', 'github', '--explicit', '--json']
    const { code, json } = await cli(args, { cwd: place })
    if (code !== 0) throw new Error(JSON.stringify(json))
    const validate = await cli(['validate', 'rollout.yaml', '--json'], { cwd: place })
    expect(validate).toMatchObject({ code: 0, json: { outcome: 'done', errors: 0 } })
    const cluster = await startCluster({ gateways: 1, imageRunner: () => null })
    try {
      const { namespace } = parse(await readFile(path.join(place, 'rollout.yaml'), 'utf8'))
      cluster.api.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
      const kubeconfig = path.join(place, 'kubeconfig')
      await writeFile(kubeconfig, cluster.api.kubeconfig(namespace))
      const plan = await cli(['plan', 'rollout.yaml', '--json'], {
        cwd: place,
        env: { KUBECONFIG: kubeconfig },
      })
      if (plan.code !== 0) throw new Error(JSON.stringify(plan.json))
      expect(plan.json).toMatchObject({ outcome: 'done', stage: validate.json.stages[0] })
      expect(plan.json.changes.length).toBeGreaterThan(0)
    } finally {
      await cluster.close()
    }
    const workflow = parse(await readFile(path.join(place, '.github/workflows/rollout.yml'), 'utf8'))
    expect(Object.keys(workflow.jobs)).toEqual([
      'plan',
      ...validate.json.stages.map((stage: string) => `stage-${stage}`),
      'recover',
    ])
  }, 60_000)
})
