import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv } from 'ajv'
import type { Endpoint } from './azure-agent.ts'

export interface FakeApproval {
  readonly id: string
  readonly status: string
  readonly by: readonly string[]
  readonly comment?: string
  readonly at: string
  /** Another run's. */
  readonly run?: number
}

export interface FakeStage {
  readonly approvals: readonly FakeApproval[]
  /** When the exclusive lock was given. */
  readonly locked?: string
  readonly validations?: readonly { readonly name: string; readonly result: 'succeeded' | 'failed' }[]
}

export interface FakeCheck {
  readonly id: number
  readonly type: { readonly id: string; readonly name: string }
  readonly resource: { readonly type: string; readonly id: string; readonly name?: string }
  readonly settings: { readonly [name: string]: unknown }
  readonly timeout?: number
  readonly isDisabled?: boolean
}

export interface Asked {
  readonly method: string
  readonly path: string
  readonly body: string
}

/** Azure DevOps, Microsoft Entra ID and Azure Resource Manager on one socket. Bodies are checked against Microsoft's specification. */
export interface FakeAzure {
  /** Of the collection, with a slash. */
  readonly collection: string
  readonly origin: string
  readonly project: string
  readonly token: string
  /** By build id and stage name. */
  readonly stages: Map<string, FakeStage>
  readonly environments: { id: number; name: string; description?: string }[]
  readonly checks: FakeCheck[]
  /** Pipelines that may use an environment, by its id. */
  readonly permissions: Map<string, { all: boolean; pipelines: number[] }>
  readonly identities: Map<string, { id: string; name: string }>
  readonly summaries: { readonly name: string; readonly text: string }[]
  readonly requests: Asked[]
  readonly violations: string[]
  readonly oidcTokens: string[]
  readonly entraTokens: string[]
  /** Seconds that a token of Entra lives. */
  lifetime: number
  /** Of `entraTokens` those for AKS. */
  readonly clusterTokens: string[]
  /** What Azure Resource Manager gives out for a cluster. */
  kubeconfig: string
  trouble:
    | ((asked: Asked) => {
        readonly status: number
        readonly headers?: { [name: string]: string }
        readonly body?: string
      } | null)
    | null
  close(): Promise<void>
}

export const PROJECT = { id: 'd6b3e0ea-8197-4dec-831b-50e2e06ff95f', name: 'RM' }
const ORGANIZATION = 'fabrikam'

/** Resources as `OPTIONS _apis/AREA` lists them. */
const LOCATIONS = [
  location(
    'build',
    '8baac422-4c6e-4de5-8532-db96d92acffa',
    'Timeline',
    '{project}/_apis/{area}/builds/{buildId}/{resource}/{timelineId}',
  ),
  location(
    'distributedtask',
    '7898f959-9cdf-4096-b29e-7f293031629e',
    'attachments',
    '{scopeIdentifier}/_apis/{area}/hubs/{hubName}/plans/{planId}/timelines/{timelineId}/records/{recordId}/{resource}/{type}/{name}',
  ),
  location(
    'distributedtask',
    '69a319f4-28c1-4bfd-93e6-ea0ff5c6f1a2',
    'oidctoken',
    '{scopeIdentifier}/_apis/{area}/hubs/{hubName}/plans/{planId}/jobs/{jobId}/{resource}',
  ),
  location(
    'distributedtask',
    '8572b1fc-2482-47fa-8f74-7e3ed53ee54b',
    'environments',
    '{project}/_apis/{area}/{resource}/{environmentId}',
  ),
]

function location(area: string, id: string, resourceName: string, routeTemplate: string) {
  return {
    id,
    area,
    resourceName,
    routeTemplate,
    resourceVersion: 3,
    minVersion: '1.0',
    maxVersion: '7.2',
    releasedVersion: '7.1',
  }
}

export async function startAzureDevOps(): Promise<FakeAzure> {
  const check = validator()
  const state = {
    token: `eyJ0eXAiOiJKV1QifQ.${'job-access-token'.repeat(3)}`,
    project: PROJECT.name,
    stages: new Map(),
    environments: [],
    checks: [],
    permissions: new Map(),
    identities: new Map(),
    summaries: [],
    requests: [],
    violations: [],
    oidcTokens: [],
    entraTokens: [],
    lifetime: 3_600,
    kubeconfig: '',
    clusterTokens: [],
    trouble: null,
  } as unknown as FakeAzure
  const server = createServer((request, response) => {
    void (async () => {
      const asked = { method: request.method ?? '', path: request.url ?? '', body: await bodyOf(request) }
      state.requests.push(asked)
      const trouble = state.trouble?.(asked) ?? null
      const [status, body, headers] = trouble
        ? [
            trouble.status,
            trouble.body ?? JSON.stringify({ message: `TF400898: trouble ${trouble.status}` }),
            trouble.headers,
          ]
        : answer(state, asked, request, check)
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(body)
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return Object.assign(state, {
    origin,
    collection: `${origin}/${ORGANIZATION}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  })
}

type Answer = readonly [status: number, body: string, headers?: { [name: string]: string }]
const ok = (body: unknown): Answer => [200, JSON.stringify(body)]
const no = (status: number, message: string): Answer => [
  status,
  JSON.stringify({ $id: '1', message, typeKey: 'Error' }),
]

function answer(state: FakeAzure, asked: Asked, request: IncomingMessage, check: Validator): Answer {
  const url = new URL(asked.path, 'http://fake')
  const parts = url.pathname
    .split('/')
    .filter((p) => p !== '')
    .map(decodeURIComponent)
  if (parts.at(-1) === 'token' && parts.includes('oauth2')) return entra(state, asked)
  if (parts[0] === 'subscriptions') return resourceManager(state, request, parts)
  const tokens = [`Bearer ${state.token}`, `Basic ${Buffer.from(`PAT:${state.token}`).toString('base64')}`]
  if (!tokens.includes(request.headers.authorization ?? '')) return [203, '<html>Sign In</html>']
  const [organization, first, ...rest] = parts
  if (organization !== ORGANIZATION) return no(404, 'no such organization')
  if (first === '_apis' && asked.method === 'OPTIONS')
    return ok({ value: LOCATIONS.filter((l) => l.area.toLowerCase() === rest[0]?.toLowerCase()) })
  if (first === '_apis' && rest[0]?.toLowerCase() === 'resourceareas') return ok({ count: 0, value: [] })
  if (first === '_apis' && rest[0] === 'identities') return identities(state, url)
  if (first !== PROJECT.name && first !== PROJECT.id) return no(404, 'TF200016: The project does not exist')
  const version =
    url.searchParams.get('api-version') ?? /api-version=([\w.-]+)/.exec(request.headers.accept ?? '')?.[1]
  if (!version) state.violations.push(`${asked.method} ${url.pathname} names no api-version`)
  return project(state, asked, url, rest, check)
}

function project(
  state: FakeAzure,
  asked: Asked,
  url: URL,
  rest: readonly string[],
  check: Validator,
): Answer {
  const where = rest.slice(1).join('/').toLowerCase()
  const timeline = /^build\/builds\/(\d+)\/timeline$/.exec(where)
  if (timeline) return ok(checked(state, check, 'build.Timeline', timelineOf(state, timeline[1]!)))
  if (where === 'pipelines/approvals') return approvals(state, url, check)
  if (where.includes('/attachments/')) {
    state.summaries.push({ name: rest.at(-1)!, text: asked.body })
    return ok({ name: rest.at(-1), type: rest.at(-2) })
  }
  if (where.endsWith('/oidctoken')) {
    const token = `eyJvaWRj.${state.oidcTokens.length}.${'assertion'.repeat(4)}`
    state.oidcTokens.push(token)
    return ok({ oidcToken: token })
  }
  if (where === 'distributedtask/environments') return environments(state, asked, url, check)
  if (where.startsWith('pipelines/checks/configurations')) return checks(state, asked, url, rest, check)
  if (where.startsWith('pipelines/pipelinepermissions/environment/'))
    return permissions(state, asked, rest.at(-1)!, check)
  return no(404, `the fake does not know ${asked.method} ${url.pathname}`)
}

function timelineOf(state: FakeAzure, build: string) {
  const records = [...state.stages].flatMap(([key, stage]) => {
    const [run, name] = key.split('/') as [string, string]
    if (run !== build) return []
    const id = uuid(`stage ${key}`)
    const checkpoint = uuid(`checkpoint ${key}`)
    const entry = (type: string, fields: object) => ({
      type,
      state: 'completed',
      result: 'succeeded',
      attempt: 1,
      ...fields,
    })
    return [
      entry('Stage', { id, name, identifier: name, state: 'inProgress', result: undefined }),
      entry('Checkpoint', { id: checkpoint, parentId: id, name: 'Checkpoint' }),
      ...stage.approvals.map((a) =>
        entry('Checkpoint.Approval', { id: a.id, parentId: checkpoint, name: 'Checkpoint.Approval' }),
      ),
      ...(stage.locked
        ? [
            entry('Checkpoint.ExclusiveLock', {
              id: uuid(`lock ${key}`),
              parentId: checkpoint,
              finishTime: stage.locked,
            }),
          ]
        : []),
      entry('Phase', { id: uuid(`phase ${key}`), parentId: id, name: 'Rollout' }),
      entry('Job', { id: uuid(`job ${key}`), parentId: uuid(`phase ${key}`), name: 'Rollout' }),
      ...(stage.validations ?? []).map((v) =>
        entry('Task', {
          id: uuid(`task ${v.name} ${key}`),
          parentId: uuid(`job ${key}`),
          name: v.name,
          result: v.result,
          finishTime: '2026-01-02T03:04:05Z',
          task: { id: uuid('manual'), name: 'ManualValidation', version: '1.0.0' },
        }),
      ),
    ]
  })
  return { id: uuid(`timeline ${build}`), changeId: 1, records }
}

function approvals(state: FakeAzure, url: URL, check: Validator): Answer {
  const ids = url.searchParams.get('approvalIds')?.split(',') ?? []
  const found = [...state.stages].flatMap(([key, { approvals: list }]) =>
    list
      .filter((a) => ids.includes(a.id))
      .map((a) => ({ approval: a, run: a.run ?? Number(key.split('/')[0]) })),
  )
  const value = found.map(({ approval: a, run }) =>
    checked(state, check, 'approvals.Approval', {
      id: a.id,
      steps: a.by.map((name, order) => ({
        assignedApprover: person('[RM]\\approvers'),
        actualApprover: person(name),
        status: a.status,
        ...(a.comment === undefined ? {} : { comment: a.comment }),
        lastModifiedOn: a.at,
        order: order + 1,
        lastModifiedBy: person(name),
        initiatedOn: a.at,
        history: [],
      })),
      status: a.status,
      createdOn: '2020-11-19T08:14:49.58Z',
      lastModifiedOn: a.at,
      executionOrder: 'anyOrder',
      minRequiredApprovers: 1,
      blockedApprovers: [],
      pipeline: { owner: { id: run, name: String(run) }, id: '16', name: 'abtest' },
    }),
  )
  return ok({ count: value.length, value })
}

const person = (name: string) => ({
  displayName: name,
  id: uuid(name),
  uniqueName: `${name.toLowerCase().replace(/\W+/g, '.')}@example.com`,
})

function identities(state: FakeAzure, url: URL): Answer {
  const wanted = url.searchParams.get('filterValue') ?? ''
  const found = state.identities.get(wanted)
  return ok({
    count: found ? 1 : 0,
    value: found ? [{ id: found.id, providerDisplayName: found.name, isActive: true }] : [],
  })
}

function environments(state: FakeAzure, asked: Asked, url: URL, check: Validator): Answer {
  if (asked.method === 'POST') {
    const { name, description } = JSON.parse(asked.body) as { name: string; description?: string }
    if (state.environments.some((e) => e.name === name)) return no(409, `Environment ${name} already exists`)
    const made = { id: state.environments.length + 7, name, ...(description ? { description } : {}) }
    state.environments.push(made)
    return ok(checked(state, check, 'environments.EnvironmentInstance', made))
  }
  const name = url.searchParams.get('name')
  const found = state.environments.filter((e) => name === null || e.name === name)
  return ok({
    count: found.length,
    value: found.map((e) => checked(state, check, 'environments.EnvironmentInstance', e)),
  })
}

function checks(state: FakeAzure, asked: Asked, url: URL, rest: readonly string[], check: Validator): Answer {
  const at = state.checks.findIndex((c) => String(c.id) === rest.at(-1))
  if (asked.method === 'GET') {
    const id = url.searchParams.get('resourceId')
    const settings = url.searchParams.get('$expand') === 'settings'
    const found = state.checks.filter(
      (c) => c.resource.type === url.searchParams.get('resourceType') && c.resource.id === id,
    )
    const value = found.map((c) =>
      checked(state, check, 'checks.CheckConfiguration', settings ? c : { ...c, settings: undefined }),
    )
    return ok({ count: value.length, value })
  }
  const body = JSON.parse(asked.body) as FakeCheck
  if (asked.method === 'PATCH') {
    if (at < 0) return no(404, 'no such check')
    state.checks[at] = { ...state.checks[at]!, ...body }
    return ok(state.checks[at])
  }
  if (typeof body.resource?.id !== 'string') return no(400, 'resource.id is a string')
  const made = { ...body, id: 19 + state.checks.length }
  state.checks.push(made)
  return ok(checked(state, check, 'checks.CheckConfiguration', made))
}

function permissions(state: FakeAzure, asked: Asked, id: string, check: Validator): Answer {
  const now = state.permissions.get(id) ?? { all: false, pipelines: [] }
  if (asked.method === 'PATCH') {
    const { pipelines = [], allPipelines } = JSON.parse(asked.body) as {
      pipelines?: { id: number }[]
      allPipelines?: { authorized: boolean }
    }
    now.all = allPipelines?.authorized ?? now.all
    now.pipelines.push(...pipelines.map((p) => p.id))
    state.permissions.set(id, now)
  }
  return ok(
    checked(state, check, 'permissions.ResourcePipelinePermissions', {
      resource: { type: 'environment', id },
      ...(now.all ? { allPipelines: { authorized: true } } : {}),
      pipelines: now.pipelines.map((p) => ({ id: p, authorized: true })),
    }),
  )
}

function entra(state: FakeAzure, asked: Asked): Answer {
  const form = new URLSearchParams(asked.body)
  const assertion = form.get('client_assertion')
  if (
    form.get('client_secret') !== 'client-secret-value' &&
    !(assertion && state.oidcTokens.includes(assertion))
  )
    return [
      401,
      JSON.stringify({
        error: 'invalid_client',
        error_description: 'AADSTS7000215: Invalid client secret provided.',
      }),
    ]
  const ofCluster = form.get('scope') === '6dae42f8-4368-4678-94ff-3960e28e3630/.default'
  const token = `eyJlbnRyYQ.${state.entraTokens.length}.${'entra'.repeat(4)}`
  if (ofCluster) state.clusterTokens.push(token)
  state.entraTokens.push(token)
  return ok({ token_type: 'Bearer', expires_in: state.lifetime, access_token: token })
}

function resourceManager(state: FakeAzure, request: IncomingMessage, parts: readonly string[]): Answer {
  const token = request.headers.authorization?.replace('Bearer ', '') ?? ''
  if (!state.entraTokens.includes(token)) return no(401, 'ExpiredAuthenticationToken')
  if (parts.at(-2) !== 'cluster-1')
    return [
      404,
      JSON.stringify({
        error: {
          code: 'ResourceNotFound',
          message: `The Resource 'Microsoft.ContainerService/managedClusters/${parts.at(-2)}' was not found.`,
        },
      }),
    ]
  return ok({
    kubeconfigs: [{ name: 'clusterUser', value: Buffer.from(state.kubeconfig).toString('base64') }],
  })
}

/** A connection of the job itself. */
export function jobConnection(fake: FakeAzure, token = fake.token): { [id: string]: Endpoint } {
  return {
    SYSTEMVSSCONNECTION: { url: fake.collection, scheme: 'OAuth', parameters: { ACCESSTOKEN: token } },
  }
}

type Validator = (definition: string, body: unknown) => string | null

function validator(): Validator {
  const file = path.resolve(import.meta.dirname, '../fixtures/azure/specification.json')
  const ajv = new Ajv({ strict: false, validateFormats: false })
  ajv.addSchema(JSON.parse(readFileSync(file, 'utf8')) as object, 'specification')
  return (definition, body) => {
    const validate = ajv.getSchema(`specification#/definitions/${definition}`)
    if (!validate) throw new Error(`the specification has no ${definition}`)
    return validate(JSON.parse(JSON.stringify(body))) ? null : ajv.errorsText(validate.errors)
  }
}

function checked<T>(state: FakeAzure, check: Validator, definition: string, body: T): T {
  const wrong = check(definition, body)
  if (wrong !== null) state.violations.push(`${definition}: ${wrong}`)
  return body
}

/** The same name has the same id. */
export function uuid(name: string): string {
  let hash = 0n
  for (const byte of Buffer.from(name)) hash = (hash * 1_000_003n + BigInt(byte)) % 2n ** 128n
  const hex = hash.toString(16).padStart(32, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}
