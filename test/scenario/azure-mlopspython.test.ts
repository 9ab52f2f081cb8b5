import { cp, mkdir } from 'node:fs/promises'
import path from 'node:path'
import { startLoad } from '../../src/rehearsal/load.ts'
import type { TaskResult } from '../support/azure-agent.ts'
import { expandPipeline } from '../support/azure-expand.ts'
import { connectionsOf, runPipeline } from '../support/azure-pipeline.ts'
import type { Ended, Surroundings } from '../support/azure-pipeline.ts'
import { openAzureSite } from '../support/azure-site.ts'
import type { AzureSite } from '../support/azure-site.ts'
import { basicOf } from '../support/registry/token-server.ts'
import { startScoringRegistry } from '../support/scoring-registry.ts'
import type { ScoringRegistry } from '../support/scoring-registry.ts'
import { liveTraffic } from '../support/world.ts'

const FOLDER = 'diabetes_regression'
const STAGES = ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100']
/** Not the one that the original's charts have written into them (P13). */
const NAMESPACE = 'models-b'
const LOGIN = basicOf('acr-user', 'client-secret-value')
/** What pods of an image answer, by its digest. */
const words: { [image: string]: string } = {}

let site: AzureSite
let registry: ScoringRegistry

beforeAll(async () => {
  registry = await startScoringRegistry('diabetes-scoring', {
    authorize: ({ headers }) => (headers.authorization === LOGIN ? null : 'Basic realm="models"'),
  })
  site = await openAzureSite({
    start: 'empty',
    words,
    change(content) {
      // What the variables stand for is wrong in the file: they have to take its place.
      content.namespace = 'abtesting'
      content.image = { repository: 'nobody.example.com/nothing', scoring: { script: 'nothing.py' } }
      content.versions.blue.deployment = 'nothing-blue'
      content.versions.green.deployment = 'nothing-green'
    },
    manifests: { 'route.yaml': (text) => text.replaceAll(/model-svc-\w+\.abtesting\.svc[\w.]*/g, '"$&"') },
  })
  const { world } = site
  await world.editManifest('route.yaml', (text) => text.replaceAll('.abtesting.', '.${namespace}.'))
  world.cluster.api.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
  // As in the original's repository: SCORE_SCRIPT is looked up from the folder of the sources.
  const folder = path.join(world.folder, FOLDER)
  await mkdir(path.join(folder, 'scoring'), { recursive: true })
  await cp(world.file, path.join(folder, 'rollout.yaml'))
  await cp(path.join(world.folder, 'k8s'), path.join(folder, 'k8s'), { recursive: true })
  for (const script of ['scoreA.py', 'scoreB.py'])
    await cp(path.resolve('examples/mlopspython/scoring', script), path.join(folder, 'scoring', script))
})
afterAll(async () => {
  await site.close()
  await registry.close()
})

const group = () => ({ K8S_AB_NAMESPACE: NAMESPACE, IMAGE_REPO_NAME: registry.host })

interface Run extends Ended {
  readonly image: string
  readonly results: { readonly [stage: string]: TaskResult }
}

async function run(id: string, set: { readonly [name: string]: string } = {}, lacking = ''): Promise<Run> {
  const expanded = expandPipeline(path.resolve('pipelines/mlopspython.yml'), {}, path.resolve('.'))
  // Somebody edits the variables in the file, as the original's guide says.
  const variables = (expanded['variables'] as { name?: string; value?: string }[]).map((v) =>
    v.name !== undefined && v.name in set ? { ...v, value: set[v.name]! } : v,
  )
  const endpoints = {
    'mlops-aks': {
      scheme: 'Kubernetes',
      parameters: { kubeconfig: site.world.cluster.api.kubeconfig('default') },
      data: { authorizationType: 'Kubeconfig' },
    },
    'mlops-acr': {
      scheme: 'UsernamePassword',
      parameters: {
        registry: `http://${registry.host}/`,
        username: 'acr-user',
        password: 'client-secret-value',
      },
    },
  }
  const known = connectionsOf(expanded)
  const results: { [stage: string]: TaskResult } = {}
  let image = ''
  const around: Surroundings = {
    run: id,
    groups: {
      'devopsforai-aml-vg': Object.fromEntries(Object.entries(group()).filter(([name]) => name !== lacking)),
    },
    check(stage) {
      site.approve(stage, { run: id })
      return Promise.resolve('approved')
    },
    async step({ task, inputs, stage, environment }) {
      const result = await site.task(inputs, {
        task: task.replace('@1', '') as 'ShiftgateBuild',
        run: id,
        stage,
        environment,
        // P5: only what is known when the pipeline is compiled is handed to a job.
        endpoints: Object.fromEntries(Object.entries(endpoints).filter(([name]) => known.includes(name))),
        loggedOut: true,
      })
      results[stage] = result
      if (stage === 'Build' && result.result === 'Succeeded') {
        image = result.outputs['image']!
        words[image] = /New Model [AB]/.exec(registry.textOf(image))?.[0] ?? 'no model'
      }
      return { result: result.result, outputs: result.outputs }
    },
  }
  return { ...(await runPipeline({ ...expanded, variables }, around)), image, results }
}

const get = (kind: string, name: string, namespace = NAMESPACE) =>
  site.world.cluster.api.store.get({
    apiVersion: { Deployment: 'apps/v1', VirtualService: 'networking.istio.io/v1' }[kind] ?? 'v1',
    kind,
    namespace,
    name,
  })
const imageOf = (deployment: string) =>
  /"image":"([^"]+)"/.exec(JSON.stringify(get('Deployment', deployment)))?.[1]

/** Answers to requests that name a version, as `load_test.sh N URL COLOUR` sent them. */
async function asked(version: string): Promise<string[]> {
  const seen: string[] = []
  await new Promise<void>((done) => {
    const load = startLoad({
      url: site.world.cluster.gateways[0]!.url,
      path: '/score',
      host: 'models.example.com',
      headers: { 'x-api-version': version },
      rate: 50,
      onAnswer({ status, body }) {
        if (seen.push(status === 200 ? body : String(status)) === 5) void load.stop().then(done)
      },
    })
  })
  return seen.slice(0, 5)
}

test('P12, P13: with the variables and the group of MLOpsPython, from nothing to New Model A and then B', async () => {
  const names = { greenReleaseName: 'prod-green', blueReleaseName: 'prod-blue' }
  const first = await run('41', names)
  expect(first.stages).toEqual(
    Object.fromEntries(['Build', 'Plan', ...STAGES, 'Recover'].map((stage) => [stage, 'Succeeded'])),
  )
  // IMAGE_REPO_NAME and SCORE_SCRIPT, pushed with the login of the Docker registry connection.
  expect(first.image).toMatch(new RegExp(`^${registry.host}/diabetes-scoring@sha256:`))
  expect(registry.textOf(first.image)).toContain('New Model A')
  expect(registry.seen.some((r) => r.method === 'PUT' && r.headers.authorization === LOGIN)).toBe(true)
  // greenReleaseName, K8S_AB_NAMESPACE
  expect(imageOf('prod-green')).toBe(first.image)
  expect(await site.world.ask(5)).toEqual({ 'New Model A': 5 })

  const traffic = liveTraffic(site.world, 20)
  const second = await run('42', { ...names, SCORE_SCRIPT: 'scoring/scoreB.py' })
  await traffic.stop()
  expect(second.stages['Green_100']).toBe('Succeeded')
  expect(registry.textOf(second.image)).toContain('New Model B')
  expect(imageOf('prod-green')).toBe(second.image)
  expect(await site.world.ask(5)).toEqual({ 'New Model B': 5 })
  expect(traffic.examples).toEqual([])
  // blueReleaseName: deployed at Blue_0, removed at the end.
  expect(second.results['Blue_0']!.log).toContain(`created Deployment ${NAMESPACE}/prod-blue`)
  expect(get('Deployment', 'prod-blue')).toBeNull()
  // P12: a client that names the version that is gone is answered by the one that remains.
  expect(await asked('blue')).toEqual(Array(5).fill('New Model B'))
  // P13: nothing went to the namespace of the file.
  const elsewhere = ['Deployment', 'Service', 'ConfigMap', 'VirtualService'].flatMap((kind) =>
    site.world.cluster.api.store
      .list({
        apiVersion: { Deployment: 'apps/v1', VirtualService: 'networking.istio.io/v1' }[kind] ?? 'v1',
        kind,
      })
      .filter((o) => o.metadata.namespace !== NAMESPACE && o.metadata.name !== 'kube-root-ca.crt'),
  )
  expect(elsewhere.map((o) => `${o.kind} ${o.metadata.name}`)).toEqual([])
})

test.each(['IMAGE_REPO_NAME', 'K8S_AB_NAMESPACE'])(
  'a group without %s is refused by name, nothing is built or changed',
  async (name) => {
    const mark = site.world.mark()
    const pushed = registry.manifests.size
    const ended = await run('44', {}, name)
    expect(ended.stages).toMatchObject({ Build: 'Failed', Plan: 'Skipped', Blue_0: 'Skipped' })
    expect(ended.results['Build']!.issues[0]!.message).toBe(
      `input "set" has the variable $(${name}), which the pipeline does not have; define ${name} in the pipeline or its variable group`,
    )
    expect(site.world.writesSince(mark)).toEqual([])
    expect(registry.manifests.size).toBe(pushed)
  },
)

test('P5: a service connection that a variable of the run names is refused when the pipeline is compiled', async () => {
  const parameters = { K8S_AB_SERVICE_CONNECTION: '$(K8S_AB_SERVICE_CONNECTION)' }
  const expand = (given: object) =>
    expandPipeline(path.resolve('pipelines/mlopspython.yml'), given, path.resolve('.'))
  expect(() => expand(parameters)).toThrow('kubernetesServiceConnection names a variable of the run')
  expect(connectionsOf(expand({ K8S_AB_SERVICE_CONNECTION: 'other-aks' }))).toEqual([
    'mlops-acr',
    'other-aks',
  ])
})
