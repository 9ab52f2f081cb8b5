import http from 'node:http'
import { startApi } from '../../../src/rehearsal/api/api.ts'
import type { EmbeddedApi } from '../../../src/rehearsal/api/contract.ts'
import { fieldsAt, listAt, textAt } from '../../../src/rehearsal/api/json-value.ts'
import { ask } from './answers.ts'

const CONFIGS = '/api/v1/namespaces/default/configmaps'
const config = (name: string, more: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', ...more },
})

let api: EmbeddedApi
beforeEach(async () => {
  api = await startApi()
})
afterEach(() => api.close())

const create = (name: string, more: object = {}) =>
  ask(api, { method: 'POST', path: CONFIGS, body: config(name, more) })
const names = (body: unknown) => listAt(body, 'items').map((item) => textAt(item, 'metadata', 'name'))

async function until(look: () => boolean): Promise<void> {
  while (!look()) await new Promise((resolve) => setTimeout(resolve, 5))
}

describe('access', () => {
  it.each([undefined, 'wrong'])('with the token %s is refused', async (token) => {
    const answer = await ask({ url: api.url, token }, { method: 'GET', path: CONFIGS })
    expect(answer).toMatchObject({ status: 401, body: { reason: 'Unauthorized', message: 'Unauthorized' } })
  })

  it('is described by the kubeconfig', () => {
    expect(JSON.parse(api.kubeconfig('ns'))).toMatchObject({
      clusters: [{ cluster: { server: api.url } }],
      users: [{ user: { token: api.token } }],
      contexts: [{ context: { namespace: 'ns' } }],
    })
  })

  it('to what one may do is always granted', async () => {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews'
    const body = { spec: { resourceAttributes: { verb: 'get', resource: 'pods' } } }
    expect(await ask(api, { method: 'POST', path, body })).toMatchObject({
      status: 201,
      body: { status: { allowed: true } },
    })
  })
})

describe('discovery', () => {
  it('serves one route storage at three versions', async () => {
    const groups = await ask(api, { method: 'GET', path: '/apis' })
    const istio = listAt(groups.body, 'groups').find((g) => textAt(g, 'name') === 'networking.istio.io')
    expect(listAt(istio, 'versions').map((v) => textAt(v, 'version'))).toEqual(['v1', 'v1beta1', 'v1alpha3'])
    expect(fieldsAt(istio, 'preferredVersion')['version']).toBe('v1')
  })

  it.each(['/api', '/api/v1', '/apis/apps', '/apis/apps/v1', '/version', '/readyz'])(
    'answers %s',
    async (path) => {
      expect((await ask(api, { method: 'GET', path })).status).toBe(200)
    },
  )
})

describe('a list', () => {
  it('comes in pages that miss nothing', async () => {
    for (const name of ['e', 'a', 'd', 'b', 'c']) await create(name, { labels: { page: 'yes' } })
    const seen: unknown[] = []
    let token = ''
    let pages = 0
    do {
      const path = `${CONFIGS}?limit=2&labelSelector=page&continue=${token}`
      const { body } = await ask(api, { method: 'GET', path })
      seen.push(...names(body))
      token = textAt(body, 'metadata', 'continue') ?? ''
      pages++
    } while (token !== '')
    expect({ seen, pages }).toEqual({ seen: ['a', 'b', 'c', 'd', 'e'], pages: 3 })
  })

  it('of a built-in kind has items without kind and apiVersion, as Go leaves them out', async () => {
    await create('a')
    const { body } = await ask(api, { method: 'GET', path: `${CONFIGS}?fieldSelector=metadata.name=a` })
    expect(body).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' })
    const [item] = listAt(body, 'items')
    expect(Object.keys(fieldsAt(item))).toEqual(['metadata'])
  })
})

describe('a watch', () => {
  function watch(query: string): { lines: { type: string; object: unknown }[]; end: () => void } {
    const lines: { type: string; object: unknown }[] = []
    const headers = { authorization: `Bearer ${api.token}` }
    const request = http.get(`${api.url}${CONFIGS}?watch=1&${query}`, { headers }, (reply) => {
      reply.setEncoding('utf8')
      let rest = ''
      reply.on('data', (chunk: string) => {
        const parts = (rest + chunk).split('\n')
        rest = parts.pop() ?? ''
        for (const part of parts) lines.push(JSON.parse(part) as (typeof lines)[number])
      })
      reply.on('error', () => undefined)
    })
    request.on('error', () => undefined)
    return { lines, end: () => request.destroy() }
  }
  const told = (lines: { type: string; object: unknown }[]) =>
    lines.map(({ type, object }) => `${type} ${textAt(object, 'metadata', 'name')}`)

  it('replays what came after a version, then goes on', async () => {
    const first = await create('a')
    await create('b')
    const version = textAt(first.body, 'metadata', 'resourceVersion')
    const { lines, end } = watch(`resourceVersion=${version}`)
    await until(() => lines.length === 1)
    await ask(api, { method: 'DELETE', path: `${CONFIGS}/a` })
    await until(() => lines.length === 2)
    end()
    expect(told(lines)).toEqual(['ADDED b', 'DELETED a'])
  })

  it('tells that an object came into, or left, the selection', async () => {
    const { lines, end } = watch('resourceVersion=0&labelSelector=on')
    await until(() => api.requests.length === 1)
    await create('a')
    const patch = (labels: object) =>
      ask(api, {
        method: 'PATCH',
        path: `${CONFIGS}/a`,
        body: { metadata: { labels } },
        type: 'application/merge-patch+json',
      })
    await patch({ on: '1' })
    await patch({ on: '2' })
    await patch({ on: null })
    await until(() => lines.length === 3)
    end()
    expect(told(lines)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a'])
  })

  it('from a version that is forgotten ends with Expired', async () => {
    const { lines, end } = watch('resourceVersion=1')
    await until(() => lines.length === 1)
    end()
    expect(lines).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }])
  })
})

describe('an interceptor', () => {
  it('sees each request once, with its body, and can answer in the place of the server', async () => {
    const seen: string[] = []
    api.intercept((request) => {
      seen.push(`${request.index} ${request.method} ${request.path} ${request.mutating}`)
      if (!request.mutating) return
      expect(request.body).toMatchObject({ metadata: { name: 'a' } })
      return { kind: 'respond', status: 429, body: { kind: 'Status' }, headers: { 'Retry-After': '1' } }
    })
    const refused = await create('a')
    expect(refused).toMatchObject({ status: 429, headers: { 'retry-after': '1' } })
    expect((await ask(api, { method: 'GET', path: `${CONFIGS}/a` })).status).toBe(404)
    expect(seen).toEqual([`0 POST ${CONFIGS} true`, `1 GET ${CONFIGS}/a false`])
    expect(api.requests.map((r) => r.status)).toEqual([429, 404])
  })

  it.each([
    ['before its effect', false],
    ['after its effect', true],
  ])('can reset a request %s', async (_name, after) => {
    const reset = () => ({ kind: 'reset' }) as const
    api.intercept(after ? null : reset, after ? reset : null)
    await expect(create('a')).rejects.toMatchObject({ code: 'ECONNRESET' })
    api.intercept(null)
    const { status } = await ask(api, { method: 'GET', path: `${CONFIGS}/a` })
    expect(status).toBe(after ? 200 : 404)
    expect(api.requests[0]).toMatchObject({ method: 'POST', status: 0, mutating: true })
  })

  it('can keep silent, and close() still ends', async () => {
    api.intercept(() => ({ kind: 'silence' }))
    const answer = create('a').catch((error: unknown) => error)
    await until(() => api.requests.length === 1)
    await api.close()
    expect(await answer).toMatchObject({ code: 'ECONNRESET' })
    api = await startApi()
  })

  it('may take its time', async () => {
    let release: () => void = () => undefined
    const gate = new Promise<void>((resolve) => (release = resolve))
    api.intercept(() => gate)
    const answer = create('a')
    await until(() => api.requests.length === 1)
    expect(api.store.get({ ...config('a'), namespace: 'default', name: 'a' })).toBeNull()
    release()
    expect((await answer).status).toBe(201)
  })
})

describe('deletion', () => {
  const owned = (uid: string | undefined) => ({
    ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'owner', uid }],
  })
  const exists = (name: string) => api.store.get({ ...config(name), namespace: 'default', name }) !== null

  it.each([
    ['background', undefined, false],
    ['foreground', 'Foreground', false],
    ['orphan', 'Orphan', true],
  ])('%s: decides over what is owned', async (_name, propagationPolicy, stays) => {
    const { body } = await create('owner')
    await create('child', owned(textAt(body, 'metadata', 'uid')))
    await ask(api, { method: 'DELETE', path: `${CONFIGS}/owner`, body: { propagationPolicy } })
    await until(() => !exists('owner') && exists('child') === stays)
    await new Promise((resolve) => setImmediate(resolve))
    expect(exists('child')).toBe(stays)
  })

  it('waits for finalizers', async () => {
    await create('a', { finalizers: ['example.com/wait'] })
    const ending = await ask(api, { method: 'DELETE', path: `${CONFIGS}/a` })
    expect(textAt(ending.body, 'metadata', 'deletionTimestamp')).toMatch(/Z$/)
    expect(exists('a')).toBe(true)
    const body = { metadata: { finalizers: null } }
    await ask(api, { method: 'PATCH', path: `${CONFIGS}/a`, body, type: 'application/merge-patch+json' })
    expect(exists('a')).toBe(false)
  })

  it('of what belongs to an owner that never was happens by itself', async () => {
    await create('child', owned('no-such-uid'))
    await until(() => !exists('child'))
  })

  it('of a namespace takes everything in it, and nothing new comes in', async () => {
    const space = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }
    await ask(api, { method: 'POST', path: '/api/v1/namespaces', body: space })
    const path = '/api/v1/namespaces/team/configmaps'
    const inside = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } }
    await ask(api, { method: 'POST', path, body: inside })
    const stop = api.store.subscribe(({ object }) => {
      if (object.kind !== 'Namespace' || object.metadata.deletionTimestamp === undefined) return
      stop()
      expect(() => api.store.put({ ...inside, metadata: { name: 'late', namespace: 'team' } })).toThrow(
        'configmaps "late" is forbidden: unable to create new content in namespace team because it is being terminated',
      )
    })
    await ask(api, { method: 'DELETE', path: '/api/v1/namespaces/team' })
    await until(() => api.store.get({ apiVersion: 'v1', kind: 'Namespace', name: 'team' }) === null)
    expect(api.store.list({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'team' })).toEqual([])
  })
})

describe('the store', () => {
  it('tells of changes in their order, also of those that a listener makes', () => {
    const told: string[] = []
    api.store.subscribe(({ type, object }) => {
      told.push(`${type} ${object.metadata.name}`)
      if (object.metadata.name === 'a' && type === 'ADDED') api.store.put(config('b'))
    })
    api.store.subscribe(({ type, object }) => told.push(`then ${type} ${object.metadata.name}`))
    api.store.put(config('a'))
    expect(told).toEqual(['ADDED a', 'then ADDED a', 'ADDED b', 'then ADDED b'])
  })

  it('says nothing of a write that changes nothing, or of a dry run', async () => {
    const put = api.store.put(config('a', { labels: { a: 'b' } }))
    let count = 0
    api.store.subscribe(() => count++)
    expect(api.store.put(config('a', { labels: { a: 'b' } }))).toEqual(put)
    const dry = await ask(api, { method: 'POST', path: `${CONFIGS}?dryRun=All`, body: config('dry') })
    expect(dry.status).toBe(201)
    await ask(api, { method: 'DELETE', path: `${CONFIGS}/a?dryRun=All` })
    expect(count).toBe(0)
  })

  it('prunes what a route schema does not know, with a warning', async () => {
    const answer = await ask(api, {
      method: 'POST',
      path: '/apis/networking.istio.io/v1/namespaces/default/virtualservices',
      body: {
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: 'vs' },
        spec: { hosts: ['a.b'], http: [{ route: [{ destination: { host: 'svc' } }], wieght: 1 }] },
      },
    })
    expect(answer.headers['warning']).toBe('299 - "unknown field \\"spec.http[0].wieght\\""')
    expect(fieldsAt(answer.body, 'spec')['http']).toEqual([{ route: [{ destination: { host: 'svc' } }] }])
  })
})
