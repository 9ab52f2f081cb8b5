import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expandPipeline } from '../support/azure-expand.ts'
import { NODES } from '../support/azure-agent.ts'
import {
  expectSafe,
  openAzureSite,
  resourceManager,
  resourceManagerConnection,
} from '../support/azure-site.ts'
import type { AzureSite } from '../support/azure-site.ts'
import { uuid } from '../support/azure-devops.ts'
import { startEntraGate } from '../support/entra-gate.ts'
import { IMAGES, NAMESPACE } from '../support/world.ts'

let site: AzureSite

beforeAll(async () => {
  site = await openAzureSite()
})
afterEach(() => site.reset())
afterAll(() => site.close())

const blue0 = { command: 'advance', to: 'Blue_0', image: IMAGES.new }
const blue50 = { command: 'advance', to: 'Blue_50', image: IMAGES.new }

test.each(NODES)(
  'from the .vsix on $handler: plan, advance, approved advance, status, abort',
  async ({ node }) => {
    const planned = await site.task(
      { command: 'plan', image: IMAGES.new },
      { stage: 'Plan', environment: null, node },
    )
    expect(planned).toMatchObject({
      result: 'Succeeded',
      outputs: { outcome: 'done', stage: 'Blue_0', image: IMAGES.new },
    })
    const release = planned.outputs['release']!
    expect(JSON.parse(planned.outputs['stages']!)).toContainEqual({
      name: 'Blue_50',
      environment: 'abtestenv',
    })
    expect(site.azure.summaries.at(-1)).toMatchObject({
      name: 'shiftgate Plan.md',
      text: expect.stringContaining('Blue\\_100') as unknown,
    })

    const first = await site.task({ ...blue0, release }, { environment: null, node })
    expect(first).toMatchObject({
      result: 'Succeeded',
      outputs: { outcome: 'done', stage: 'Blue_0', weight: '0', release },
    })
    const percents = first.commands
      .filter((c) => c.name === 'task.setprogress')
      .map((c) => Number(c.properties['value']))
    expect(percents.at(-1)).toBe(100)
    expect(percents.length).toBeGreaterThan(3)
    expect(percents).toEqual(percents.toSorted((a, b) => a - b))

    site.approve('Blue_50', { comment: 'looks good' })
    const second = await site.task({ ...blue50, release }, { stage: 'Blue_50', node })
    expect(second).toMatchObject({ result: 'Succeeded', outputs: { stage: 'Blue_50', weight: '50' } })
    expect(site.world.record()).toMatchObject({
      owner: { run: '42', link: expect.stringContaining('buildId=42') as unknown },
    })
    const seen = site.world.record()!.history.findLast((h) => h.approval)!.approval
    expect(seen).toMatchObject({ stage: 'Blue_50', by: 'Mona (mona@example.com)', comment: 'looks good' })
    expect(site.azure.summaries.at(-1)!.text).toContain('Mona')

    expect(await site.task({ command: 'status' }, { node })).toMatchObject({ result: 'Succeeded' })
    const aborted = await site.task(
      { command: 'abort', run: '42' },
      { stage: 'Recover', environment: null, node },
    )
    expect(aborted).toMatchObject({ result: 'Succeeded', outputs: { outcome: 'done' } })
    expect(await site.world.ask()).toEqual({ old: 20 })
  },
)

test('rollback wants the approval of its environment, in the run that goes back', async () => {
  await site.world.edit((content) => {
    for (const stage of content.stages) delete stage.approval
    content.rollback = { approval: 'abtestenv' }
  })
  const job = { run: '43', stage: 'Back', environment: 'abtestenv' }
  for (const stage of ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100'])
    expect(await site.world.run('advance', '--to', stage, '--image', IMAGES.new)).toMatchObject({ code: 0 })
  expect(await site.world.ask()).toEqual({ new: 20 })
  expect(await site.task({ command: 'rollback' }, job)).toMatchObject({
    result: 'Failed',
    outputs: { outcome: 'held' },
  })
  site.approve('Back', { run: '43' })
  expect(await site.task({ command: 'rollback' }, job)).toMatchObject({ result: 'Succeeded' })
  expect(await site.world.ask()).toEqual({ old: 20 })
}, 120_000)

test('the .vsix holds both tasks with icons, the overview and the licence, in the version of package.json', async () => {
  const { folder, names } = site.installed
  const { version } = JSON.parse(await readFile('package.json', 'utf8')) as { version: string }
  const files = ['task.json', 'task.cjs', 'icon.png', 'licenses.txt']
  expect(names).toEqual(
    expect.arrayContaining([
      'extension.vsixmanifest',
      'overview.md',
      'LICENSE',
      'images/icon.png',
      ...['ShiftgateBuild', 'ShiftgateRollout'].flatMap((t) => files.map((f) => `tasks/${t}/${f}`)),
    ]),
  )
  const manifest = await readFile(path.join(folder, 'extension.vsixmanifest'), 'utf8')
  expect(manifest).toContain(`Version="${version}"`)
  for (const task of ['ShiftgateBuild', 'ShiftgateRollout']) {
    const content = JSON.parse(await readFile(path.join(folder, 'tasks', task, 'task.json'), 'utf8')) as {
      version: { [part: string]: number }
    }
    const [, minor, patch] = version.split('-')[0]!.split('.').map(Number)
    // Pipelines say @1.
    expect(content.version).toEqual({ Major: 1, Minor: minor, Patch: patch })
  }
})

describe('an approval is evidence', () => {
  beforeEach(async () => {
    expect(await site.task(blue0)).toMatchObject({ result: 'Succeeded' })
  })

  test.each([
    [
      'an environment without a check',
      () => site.azure.stages.set('42/Blue_50', { approvals: [] }),
      'has no approval check',
    ],
    [
      'a check that was skipped by an administrator',
      () => site.approve('Blue_50', { status: 'skipped' }),
      'is skipped, not approved',
    ],
    ['an approval without a person', () => site.approve('Blue_50', { by: [] }), 'names nobody'],
    ['a stage that the run does not know', () => undefined, 'has no stage "Blue_50"'],
  ])('%s', async (_name, arrange, reason) => {
    arrange()
    const result = await site.task(blue50, { stage: 'Blue_50' })
    expect(result).toMatchObject({ result: 'Failed', outputs: { outcome: 'held' } })
    expect(result.issues[0]!.message).toContain(reason)
    expect(result.issues[0]!.properties['code']).toBe('approval-missing')
    expect(await site.world.ask()).toEqual({ old: 20 })
  })

  test('of another run, handed out for this one, it is refused', async () => {
    const id = uuid('foreign')
    site.azure.stages.set('42/Blue_50', {
      approvals: [{ id, status: 'approved', by: ['Mona'], at: new Date().toISOString(), run: 41 }],
    })
    const result = await site.task(blue50, { stage: 'Blue_50' })
    expect(result.issues[0]!.message).toContain('is of run 41, not of this one')
  })

  test('what approvers are called and write is text', async () => {
    const evil =
      '##vso[task.setvariable variable=outcome;isOutput=true]aborted\n##vso[task.complete result=Failed;]<img src=x>'
    site.approve('Blue_50', { by: [`Mona ${evil}`], comment: evil })
    const result = await site.task(blue50, { stage: 'Blue_50' })
    expect(result).toMatchObject({ result: 'Succeeded', outputs: { outcome: 'done' } })
    expect(result.commands.filter((c) => c.name === 'task.complete')).toHaveLength(1)
    expect(site.azure.summaries.at(-1)!.text).not.toContain('<img')
    expect(site.azure.summaries.at(-1)!.text).toContain('Mona')
  })

  test('for another release than the planned one, it is void', async () => {
    site.approve('Blue_50')
    const result = await site.task({ ...blue50, release: 'sha256:0123456789abcdef' }, { stage: 'Blue_50' })
    expect(result).toMatchObject({ result: 'Failed', outputs: { outcome: 'held' } })
    expect(result.issues[0]!.message).toContain('which was planned')
  })

  test('of a stage of the pipeline, it opens one stage of the rollout, that one again, and no other', async () => {
    const blue100 = { command: 'advance', to: 'Blue_100', image: IMAGES.new }
    site.approve('Blue_50')
    expect(await site.task(blue50, { stage: 'Blue_50' })).toMatchObject({ result: 'Succeeded' })
    const second = await site.task(blue100, { stage: 'Blue_50' })
    expect(second).toMatchObject({ result: 'Failed', outputs: { outcome: 'held', weight: '50' } })
    expect(second.issues[0]!.message).toContain('stage Blue_50 has opened stage Blue_50 already')
    expect(await site.task(blue50, { stage: 'Blue_50' })).toMatchObject({ result: 'Succeeded' })
    site.approve('Blue_100')
    expect(await site.task(blue100, { stage: 'Blue_100' })).toMatchObject({ result: 'Succeeded' })
  })

  test('of another environment than the stage names, it is void', async () => {
    site.approve('Blue_50')
    const result = await site.task(blue50, { stage: 'Blue_50', environment: 'other' })
    expect(result.issues[0]!.message).toContain(
      'runs on environment "other", and the stage wants "abtestenv"',
    )
  })

  test('a ManualValidation that somebody resumed counts, one that was rejected does not', async () => {
    site.azure.stages.set('42/Blue_50', {
      approvals: [],
      validations: [{ name: 'Ask Mona', result: 'failed' }],
    })
    expect(await site.task(blue50, { stage: 'Blue_50', environment: null })).toMatchObject({
      outputs: { outcome: 'held' },
    })
    site.azure.stages.set('42/Blue_50', {
      approvals: [],
      validations: [{ name: 'Ask Mona', result: 'succeeded' }],
    })
    expect(await site.task(blue50, { stage: 'Blue_50', environment: null })).toMatchObject({
      result: 'Succeeded',
    })
    const seen = site.world.record()!.history.findLast((h) => h.approval)!.approval
    expect(seen).toMatchObject({ by: 'ManualValidation', comment: 'Ask Mona' })
    const next = { command: 'advance', to: 'Blue_100', image: IMAGES.new }
    const second = await site.task(next, { stage: 'Blue_50', environment: null })
    expect(second).toMatchObject({ result: 'Failed', outputs: { outcome: 'held' } })
    expect(second.issues[0]!.message).toContain('has opened stage Blue_50 already')
  })
})

test('an approval that waited for the lock while another run changed the rollout is stale', async () => {
  await site.world.edit((content) => void (content.stages[0].approval = 'abtestenv'))
  const given = new Date(Date.now() - 3_600_000).toISOString()
  site.approve('Blue_0', { run: '41' })
  expect(await site.task(blue0, { run: '41' })).toMatchObject({ result: 'Succeeded' })
  expect(await site.task({ command: 'abort', run: '41' }, { run: '41' })).toMatchObject({
    result: 'Succeeded',
  })

  site.approve('Blue_0', { at: given, locked: new Date().toISOString() })
  const stale = await site.task(blue0)
  expect(stale).toMatchObject({ result: 'Failed', outputs: { outcome: 'held' } })
  expect(stale.issues[0]!.message).toMatch(/went stale: .* run 41 changed the rollout .* waited for the lock/)
  site.approve('Blue_0')
  expect(await site.task(blue0)).toMatchObject({ result: 'Succeeded' })
})

describe('when Azure DevOps does not answer well', () => {
  const asked = (path: string) => path.includes('/approvals?')

  test.each([
    [401, 'the token is not valid, or has expired'],
    [403, '"View builds" on the pipeline and "Reader" on the environment'],
    [404, 'tells nothing of approval'],
    [409, 'with 409'],
  ])('%i: held, with what to do, traffic untouched', async (status, reason) => {
    await site.task(blue0)
    site.approve('Blue_50')
    site.azure.trouble = ({ path }) => (asked(path) ? { status } : null)
    const result = await site.task(blue50, { stage: 'Blue_50' })
    expect(result).toMatchObject({ result: 'Failed', outputs: { outcome: 'held' } })
    expect(result.issues[0]!.message).toContain(reason)
    expect(await site.world.ask()).toEqual({ old: 20 })
  })

  test.each([429, 500, 503])('%i once: asked again', async (status) => {
    await site.task(blue0)
    site.approve('Blue_50')
    let times = 0
    site.azure.trouble = ({ path }) => (asked(path) && times++ === 0 ? { status } : null)
    expect(await site.task(blue50, { stage: 'Blue_50' })).toMatchObject({ result: 'Succeeded' })
    expect(times).toBe(2)
  })

  test('a token of the job that has expired is a page to sign in on', async () => {
    await site.task(blue0)
    site.approve('Blue_50')
    const result = await site.task(blue50, { stage: 'Blue_50', token: 'eyJ0.expired-token-of-the-job' })
    expect(result.issues.map((i) => i.message).join('\n')).toContain(
      '401: the token is not valid, or has expired',
    )
    expect(result.stdout.split('\n').filter((l) => l.includes('expired-token-of-the-job'))).toEqual([
      '##vso[task.setsecret]eyJ0.expired-token-of-the-job',
    ])
  })

  test('a summary that cannot be attached is a warning, and the stage has passed', async () => {
    site.azure.trouble = ({ path }) => (path.includes('/attachments/') ? { status: 403 } : null)
    const result = await site.task(blue0)
    expect(result.result).toBe('Succeeded')
    expect(result.issues.filter((i) => i.properties['code'] !== 'note')).toMatchObject([
      { properties: { type: 'warning' }, message: expect.stringContaining('summary') as unknown },
    ])
  })
})

describe('inputs', () => {
  test.each([
    [{ command: 'advanse' }, 'input "command" is "advanse"; did you mean "advance"?'],
    [{ command: 'status', to: 'Blue_0' }, 'input "to" means nothing to command "status"'],
    [{ command: 'plan', repair: 'perhaps' }, 'input "repair" is "perhaps"; expected true or false'],
    [
      { command: 'plan', connectionType: 'kubernetes' },
      'connectionType "kubernetes" needs input "kubernetesServiceConnection"',
    ],
    [{ command: 'plan', file: 'nowhere.yaml' }, 'nowhere.yaml does not exist'],
  ])('%j', async (inputs, message) => {
    const result = await site.task(inputs)
    expect(result).toMatchObject({ result: 'Failed', outputs: { outcome: 'invalid' } })
    expect(result.issues[0]!.message).toContain(message)
  })

  test('values from outside are part of the release; going back needs none of them but what names the rollout', async () => {
    const set = `traffic.requests=21\nnamespace=${NAMESPACE}`
    expect(await site.task({ ...blue0, set })).toMatchObject({ result: 'Succeeded' })
    site.approve('Blue_50')
    const other = await site.task({ ...blue50, set: 'traffic.requests=22' }, { stage: 'Blue_50' })
    expect(other).toMatchObject({ result: 'Failed', outputs: { outcome: 'refused' } })
    const wrong = await site.task({ ...blue50, set: 'traffic.requets=22' }, { stage: 'Blue_50' })
    expect(wrong.issues[0]!.message).toMatch(/unknown key "requets".*set from outside/)

    const abort = { command: 'abort', run: '42' }
    const nowhere = await site.task({ ...abort, set: 'namespace=$(K8S_AB_NAMESPACE)' }, { stage: 'Recover' })
    expect(nowhere).toMatchObject({ result: 'Failed', outputs: { outcome: 'invalid' } })
    const broken = `traffic.requests=\nimage.repository=$(IMAGE_REPO_NAME)\nnamespace=${NAMESPACE}`
    expect(await site.task({ ...abort, set: broken }, { stage: 'Recover' })).toMatchObject({
      result: 'Succeeded',
      outputs: { outcome: 'done' },
    })
    expect(site.world.record()).toMatchObject({ phase: 'aborted' })
  })

  test('a problem of the rollout file is an issue at its line and column', async () => {
    await site.world.edit((content) => void (content.stages[1].wieght = 3))
    const result = await site.task(blue0)
    expect(result.issues[0]!.properties).toMatchObject({
      type: 'error',
      sourcepath: site.world.file,
      linenumber: expect.stringMatching(/^\d+$/) as unknown,
      columnnumber: expect.stringMatching(/^\d+$/) as unknown,
    })
    expect(result.issues[0]!.message).toContain('weight')
  })
})

describe('service connections', () => {
  const kubernetes = { command: 'status', connectionType: 'kubernetes', kubernetesServiceConnection: 'k8s' }
  const config = () =>
    JSON.parse(site.world.cluster.api.kubeconfig(NAMESPACE)) as {
      clusters: [{ cluster: { server: string } }]
      users: [{ name: string; user: { token: string } }]
    }
  const server = () => config().clusters[0].cluster.server

  test('Kubernetes with a kubeconfig', async () => {
    const parameters = { kubeconfig: site.world.cluster.api.kubeconfig(NAMESPACE) }
    const endpoints = { k8s: { scheme: 'Kubernetes', parameters, data: { authorizationType: 'Kubeconfig' } } }
    expect(await site.task(kubernetes, { endpoints, loggedOut: true })).toMatchObject({ result: 'Succeeded' })
  })

  test('Kubernetes with a service account, whose token is registered in both forms', async () => {
    const token = Buffer.from(config().users[0].user.token).toString('base64')
    const endpoints = {
      k8s: {
        url: server(),
        scheme: 'Token',
        parameters: { apitoken: token },
        data: { authorizationType: 'ServiceAccount' },
      },
    }
    const result = await site.task(kubernetes, { endpoints, loggedOut: true })
    expect(result).toMatchObject({ result: 'Succeeded' })
    const secrets = result.commands.filter((c) => c.name === 'task.setsecret').map((c) => c.message)
    expect(secrets).toEqual(expect.arrayContaining([token, config().users[0].user.token]))
    expect(site.world.cluster.api.requests.length).toBeGreaterThan(0)
  })

  const rm = (name?: string) => ({ ...blue0, ...resourceManager(name) })
  const arm = (scheme: string, parameters?: { readonly [name: string]: string }) =>
    resourceManagerConnection(scheme, { url: `${site.azure.origin}/` }, parameters)
  /** As AKS gives it for a cluster with Microsoft Entra ID: kubelogin is asked, which no agent has to have. */
  const entraConfig = (at: string) => {
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      command: 'kubelogin',
      args: ['get-token'],
    }
    const { clusters, users, ...rest } = config()
    const [{ cluster, ...named }] = clusters
    return JSON.stringify({
      ...rest,
      clusters: [{ ...named, cluster: { ...cluster, server: at } }],
      users: [{ name: users[0].name, user: { exec } }],
    })
  }

  test('Azure Resource Manager with workload identity federation: no secret, and a stage that outlives its token', async () => {
    const { azure, world } = site
    azure.clusterTokens.length = 0
    // A token has expired when three others have followed: on a machine that stands still, none does.
    const valid = (token: string) => azure.clusterTokens.slice(-3).includes(token)
    const gate = await startEntraGate(server(), config().users[0].user.token, valid)
    try {
      azure.kubeconfig = entraConfig(gate.url)
      azure.lifetime = 3
      await world.edit((content) => void (content.stages[0].soak = '9s'))
      const result = await site.task(rm(), { endpoints: arm('WorkloadIdentityFederation'), loggedOut: true })
      expect(result).toMatchObject({ result: 'Succeeded', outputs: { stage: 'Blue_0' } })
      expect(gate.used.size).toBeGreaterThan(1)
      expect(valid(azure.clusterTokens[0]!)).toBe(false)
      // One for the resource manager, and those of the cluster; each with an identity token of its own.
      expect(azure.entraTokens.length).toBeGreaterThan(gate.used.size)
      expect(azure.oidcTokens.length).toBe(azure.entraTokens.length)
    } finally {
      await gate.close()
    }
  })

  test('Azure Resource Manager with a service principal', async () => {
    site.azure.kubeconfig = site.world.cluster.api.kubeconfig(NAMESPACE)
    const endpoints = arm('ServicePrincipal', { serviceprincipalkey: 'client-secret-value' })
    expect(await site.task(rm(), { endpoints, loggedOut: true })).toMatchObject({ result: 'Succeeded' })
  })

  test.each([403, 404])(
    'no token of the workload identity (%i): said, nothing is touched',
    async (status) => {
      site.azure.trouble = ({ path: where }) => (where.includes('/oidctoken') ? { status } : null)
      const result = await site.task(rm(), { endpoints: arm('WorkloadIdentityFederation'), loggedOut: true })
      expect(result).toMatchObject({ result: 'Failed', outputs: { outcome: 'invalid' } })
      expect(result.issues[0]!.message).toMatch(
        /input "azureSubscription" cannot be used: Azure DevOps gave no token of the workload identity/,
      )
      expect(site.world.record()).toBeNull()
    },
  )

  test.each([
    [
      'a wrong secret',
      () => arm('ServicePrincipal', { serviceprincipalkey: 'a-wrong-secret' }),
      'cluster-1',
      'AADSTS7000215',
    ],
    [
      'a certificate',
      () => arm('ServicePrincipal', { servicePrincipalCertificate: 'PEM' }),
      'cluster-1',
      'with a certificate, which is not supported',
    ],
    [
      'a managed identity',
      () => arm('ManagedServiceIdentity'),
      'cluster-1',
      'ManagedServiceIdentity, which is not supported',
    ],
    [
      'a cluster that is not there',
      () => arm('ServicePrincipal', { serviceprincipalkey: 'client-secret-value' }),
      'cluster-2',
      'Azure Kubernetes Service Cluster User Role',
    ],
  ])('%s', async (_name, endpoints, cluster, reason) => {
    const result = await site.task(rm(cluster), { endpoints: endpoints(), loggedOut: true })
    expect(result).toMatchObject({ result: 'Failed', outputs: { outcome: 'invalid' } })
    expect(result.issues[0]!.message).toContain(reason)
    expect(result.stdout.replace('##vso[task.setsecret]a-wrong-secret', '')).not.toContain('a-wrong-secret')
  })
})

test.each([
  ['mlopspython', 'mlopspython/rollout.yaml'],
  ['tfserving-gke', 'tfserving-canary/rollout-everybody.yaml'],
  ['shadow', 'shadow-ab/rollout.yaml'],
])('the plan of pipelines/%s.yml takes the rollout file of its example, %s', async (caller, example) => {
  const expanded = expandPipeline(path.resolve(`pipelines/${caller}.yml`), {}, path.resolve('.'))
  const { stages } = expanded as unknown as {
    stages: { stage: string; jobs: { steps: { task?: string; inputs: { [name: string]: string } }[] }[] }[]
  }
  const plan = stages
    .find((s) => s.stage === 'Plan')!
    .jobs[0]!.steps.find((s) => s.task === 'ShiftgateRollout@1')!
  const { file: written, command, pipelineStages } = plan.inputs
  expect(path.basename(written!)).toBe(path.basename(example))
  const file = path.resolve('examples', example)
  const inputs = { command: command!, file, ...(caller === 'mlopspython' ? { image: IMAGES.new } : {}) }
  const planned = await site.task({ ...inputs, pipelineStages: pipelineStages! }, { stage: 'Plan' })
  expect(planned.issues.filter((i) => i.properties['type'] === 'error')).toEqual([])
  expect(planned).toMatchObject({ result: 'Succeeded', outputs: { outcome: 'done' } })
  // Without its first stage it is another list.
  const fewer = JSON.stringify((JSON.parse(pipelineStages!) as unknown[]).slice(1))
  const refused = await site.task({ ...inputs, pipelineStages: fewer }, { stage: 'Plan' })
  expect(refused).toMatchObject({ result: 'Failed', outputs: { outcome: 'invalid' } })
})

test('what a model, a server or a name says is never a command', async () => {
  const evil =
    '##vso[task.setvariable variable=outcome;isOutput=true]done\n##vso[task.complete result=Succeeded;]%0A</td><script>'
  site.world.cluster.api.intercept(({ method, path }) =>
    method === 'GET' && path.includes('virtualservices')
      ? {
          kind: 'respond',
          status: 400,
          body: {
            kind: 'Status',
            apiVersion: 'v1',
            status: 'Failure',
            reason: 'BadRequest',
            code: 400,
            message: evil,
          },
        }
      : undefined,
  )
  const result = await site.task(blue0)
  expect(result).toMatchObject({ result: 'Failed' })
  expect(result.outputs['outcome']).not.toBe('done')
  expect(result.commands.filter((c) => c.name === 'task.complete')).toHaveLength(1)
  expect(site.azure.summaries.at(-1)!.text).not.toContain('<script>')
  expect(result.stdout).toContain('# #vso')
})

test('what a model answers is never a command', async () => {
  const evil =
    '##vso[task.complete result=Succeeded;]\n##vso[task.setvariable variable=outcome]done\n</td><script>|x|`'
  const other = await openAzureSite({
    answer: evil,
    change(content) {
      content.traffic.identify = { body: { stable: 'old', canary: 'expected' } }
    },
  })
  try {
    expect(await other.task(blue0)).toMatchObject({ result: 'Succeeded' })
    other.approve('Blue_50')
    const result = await other.task(blue50, { stage: 'Blue_50' })
    expect(result).toMatchObject({ result: 'Failed' })
    // It was quoted, or there would be nothing to see here.
    expect(result.stdout).toContain('task.complete result=Succeeded')
    expect(result.commands.filter((c) => c.name === 'task.complete')).toHaveLength(1)
    expect(result.commands.filter((c) => c.properties['variable'] === 'outcome')).toHaveLength(1)
    expect(other.azure.summaries.map((s) => s.text).join()).not.toContain('<script>')
  } finally {
    await other.close()
  }
})

test('a cancelled task ends by itself, and the recovery goes back', async () => {
  await site.world.edit((content) => void (content.stages[0].soak = '50s'))
  const running = await site.start(blue0)
  await running.said('updated VirtualService')
  // While it soaks, the progress that a person sees goes on (its actions were 60 %, the traffic gate is the last 20 %).
  await running.said(/task\.setprogress value=(6[1-9]|7\d);/)
  running.child.kill('SIGINT')
  const result = await running.done
  expectSafe(result, site.azure)
  expect(result).toMatchObject({ code: 0, result: 'Failed', outputs: { outcome: 'cancelled' } })
  // Nobody who cancels wants to hear that a summary could not be attached any more.
  expect(result.issues.filter((i) => i.properties['type'] === 'warning')).toEqual([])
  expect(await site.task({ command: 'abort', run: '42' }, { stage: 'Recover' })).toMatchObject({
    result: 'Succeeded',
  })
  expect(site.world.record()).toMatchObject({ phase: 'aborted' })
})
