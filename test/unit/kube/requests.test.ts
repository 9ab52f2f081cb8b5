import type { KubeClient } from '../../../src/kube/client.ts'
import { createKubeClient, type KubeClientOptions } from '../../../src/kube/rest.ts'
import {
  CONFIG_MAP,
  configFor,
  configMap,
  sleepingClock,
  startApi,
  status,
  type ApiServer,
  type Reply,
} from './api-server.ts'

const ok: Reply = { status: 200, body: configMap() }
const notFound = status(404, 'NotFound', 'not found')
const noSuchGroup: Reply = {
  status: 404,
  body: '404 page not found\n',
  headers: { 'content-type': 'text/plain' },
}
const list = (names: string[], next = ''): Reply => ({
  status: 200,
  body: {
    kind: 'PodList',
    apiVersion: 'v1',
    metadata: { continue: next },
    items: names.map((name) => ({ metadata: { name } })),
  },
})
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function against(script: readonly Reply[], options: KubeClientOptions = {}, path = '') {
  const api = await startApi(script)
  const client = createKubeClient(configFor(api.url + path), { clock: sleepingClock(), ...options })
  closers.push(
    () => client.close(),
    () => api.close(),
  )
  return { api, client }
}

const lines = (api: ApiServer) => api.seen.map(({ method, url }) => `${method} ${url}`)

describe('what is sent', () => {
  const collection = '/api/v1/namespaces/abtesting/configmaps'
  const one = `${collection}/record`
  const patch = [{ op: 'test', path: '/data/a', value: null }] as const
  const rows: [string, (client: KubeClient) => Promise<unknown>, string, string | undefined, unknown][] = [
    ['get', (c) => c.get(CONFIG_MAP), `GET ${one}`, undefined, null],
    [
      'create',
      (c) => c.create(configMap()),
      `POST ${collection}?fieldManager=shiftgate`,
      'application/json',
      configMap(),
    ],
    [
      'replace',
      (c) => c.replace(configMap()),
      `PUT ${one}?fieldManager=shiftgate`,
      'application/json',
      configMap(),
    ],
    [
      'apply, without managedFields',
      (c) => c.apply(configMap({}, { managedFields: [{ manager: 'x' }] }), { force: true }),
      `PATCH ${one}?fieldManager=shiftgate&force=true`,
      'application/apply-patch+yaml',
      configMap(),
    ],
    [
      'apply without force',
      (c) => c.apply(configMap(), { force: false }),
      `PATCH ${one}?fieldManager=shiftgate&force=false`,
      'application/apply-patch+yaml',
      configMap(),
    ],
    [
      'patch',
      (c) => c.patch(CONFIG_MAP, patch),
      `PATCH ${one}?fieldManager=shiftgate`,
      'application/json-patch+json',
      patch,
    ],
    [
      'delete',
      (c) => c.delete(CONFIG_MAP, { uid: 'u', resourceVersion: '3' }),
      `DELETE ${one}`,
      'application/json',
      {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        preconditions: { uid: 'u', resourceVersion: '3' },
      },
    ],
    [
      'a kind of a group',
      (c) =>
        c.get({
          apiVersion: 'networking.istio.io/v1beta1',
          kind: 'VirtualService',
          namespace: 'n',
          name: 'r',
        }),
      'GET /apis/networking.istio.io/v1beta1/namespaces/n/virtualservices/r',
      undefined,
      null,
    ],
    [
      'a cluster-scoped kind, its namespace left out',
      (c) => c.get({ apiVersion: 'v1', kind: 'Namespace', namespace: 'n', name: 'm' }),
      'GET /api/v1/namespaces/m',
      undefined,
      null,
    ],
    [
      'a namespaced kind without namespace: the one of the context',
      (c) => c.get({ apiVersion: 'apps/v1', kind: 'Deployment', name: 'm' }),
      'GET /apis/apps/v1/namespaces/abtesting/deployments/m',
      undefined,
      null,
    ],
    [
      'a name that needs escaping',
      (c) => c.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'a/b', name: '..?x' }),
      'GET /api/v1/namespaces/a%2Fb/configmaps/..%3Fx',
      undefined,
      null,
    ],
  ]
  test.each(rows)('%s', async (_name, act, line, type, body) => {
    const { api, client } = await against([ok])
    await act(client)
    expect(lines(api)).toEqual([line])
    expect(api.seen[0]!.headers['content-type']).toBe(type)
    expect(api.seen[0]!.body === '' ? null : JSON.parse(api.seen[0]!.body)).toEqual(body)
  })

  test('goes below the path of the server', async () => {
    const { api, client } = await against([ok], {}, '/k8s/clusters/c-1')
    await client.get(CONFIG_MAP)
    expect(lines(api)).toEqual([`GET /k8s/clusters/c-1${one}`])
  })

  test('keeps bytes beyond ASCII', async () => {
    const { api, client } = await against([ok])
    await client.create(configMap({ text: 'größer 模型 🚦' }))
    expect(JSON.parse(api.seen[0]!.body).data.text).toBe('größer 模型 🚦')
  })

  test('names us and impersonates when the kubeconfig says so', async () => {
    const api = await startApi([ok])
    const impersonate = { 'impersonate-user': 'deployer', 'impersonate-group': ['a', 'b'] }
    const client = createKubeClient(configFor(api.url, { impersonate }), { userAgent: 'shiftgate/1' })
    closers.push(
      () => client.close(),
      () => api.close(),
    )
    await client.get(CONFIG_MAP)
    expect(api.seen[0]!.headers).toMatchObject({
      'user-agent': 'shiftgate/1',
      'impersonate-user': 'deployer',
      'impersonate-group': 'a, b',
    })
  })
})

describe('absence', () => {
  test('of an object is null, and false for delete', async () => {
    const { client } = await against([notFound])
    expect(await client.get(CONFIG_MAP)).toBeNull()
    expect(await client.delete(CONFIG_MAP, { uid: 'u' })).toBe(false)
  })

  test('of a well-known kind whose CRD is not installed is null and empty', async () => {
    const { client } = await against([noSuchGroup])
    const kind = { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute' }
    expect(await client.get({ ...kind, name: 'x' })).toBeNull()
    expect(await client.list(kind)).toEqual([])
  })

  test('of a kind that discovery does not find is null and empty, and not-found for a write', async () => {
    const { client } = await against([noSuchGroup])
    const kind = { apiVersion: 'example.com/v1', kind: 'Thing' }
    expect(await client.get({ ...kind, name: 'x' })).toBeNull()
    expect(await client.list(kind)).toEqual([])
    await expect(client.apply({ ...kind, metadata: { name: 'x' } }, { force: true })).rejects.toMatchObject({
      code: 'not-found',
      message:
        'APPLY Thing x: the server does not know the kind Thing of example.com/v1; its CRD may not be installed',
    })
  })

  test('that is said by something which is no API server is an error, not absence', async () => {
    const { client } = await against([{ status: 404, body: '<html>' }])
    await expect(client.get(CONFIG_MAP)).rejects.toMatchObject({ code: 'not-found', status: 404 })
    await expect(client.list(CONFIG_MAP)).rejects.toMatchObject({ code: 'not-found' })
    await expect(client.delete(CONFIG_MAP, { uid: 'u' })).rejects.toMatchObject({ code: 'not-found' })
  })
})

test('an unknown kind is discovered once', async () => {
  const resources = [
    { name: 'things/status', kind: 'Thing', namespaced: true },
    { name: 'thingies', kind: 'Thing', namespaced: false },
  ]
  const { api, client } = await against([{ status: 200, body: { kind: 'APIResourceList', resources } }, ok])
  const ref = { apiVersion: 'example.com/v1', kind: 'Thing', namespace: 'left-out', name: 'x' }
  await client.get(ref)
  await client.get(ref)
  expect(lines(api)).toEqual([
    'GET /apis/example.com/v1',
    'GET /apis/example.com/v1/thingies/x',
    'GET /apis/example.com/v1/thingies/x',
  ])
})

describe('a list', () => {
  const pods = { apiVersion: 'v1', kind: 'Pod' }

  test('reads all pages, and gives its items the kind that the server leaves out', async () => {
    const { api, client } = await against([list(['a', 'b'], 'to/ken'), list(['c'])])
    expect(
      await client.list({ ...pods, namespace: 'n', labelSelector: 'app=x,v in (1,2)', fieldSelector: 'a=b' }),
    ).toEqual(['a', 'b', 'c'].map((name) => ({ ...pods, metadata: { name } })))
    const query = 'limit=500&labelSelector=app%3Dx%2Cv+in+%281%2C2%29&fieldSelector=a%3Db'
    expect(lines(api)).toEqual([
      `GET /api/v1/namespaces/n/pods?${query}`,
      `GET /api/v1/namespaces/n/pods?${query}&continue=to%2Fken`,
    ])
  })

  test('begins again when the server forgot where it was', async () => {
    const gone = status(410, 'Expired', 'The provided continue parameter is too old')
    const { client } = await against([list(['a'], 't1'), gone, list(['b'], 't2'), list(['c'])])
    expect((await client.list(pods)).map(({ metadata }) => metadata.name)).toEqual(['b', 'c'])
  })

  test('gives up when that does not end', async () => {
    const gone = status(410, 'Expired', 'too old')
    const { client } = await against([(seen) => (seen.url.includes('continue') ? gone : list(['a'], 't'))])
    await expect(client.list(pods)).rejects.toMatchObject({ code: 'server', status: 410 })
  })
})

test.each<[string, (client: KubeClient) => Promise<unknown>]>([
  ['a replace without resourceVersion', (c) => c.replace(configMap({}, { resourceVersion: undefined }))],
  ['a delete without uid and resourceVersion', (c) => c.delete(CONFIG_MAP, {})],
])('%s is refused before anything is sent', async (_name, act) => {
  const { api, client } = await against([ok])
  await expect(act(client)).rejects.toMatchObject({
    code: 'invalid',
    message: expect.stringContaining('overwrite'),
  })
  expect(api.seen).toEqual([])
})
