import { messageOf } from '../../../src/process/errors.ts'
import type { KubeClient, KubeErrorCode } from '../../../src/kube/client.ts'
import { createKubeClient } from '../../../src/kube/rest.ts'
import {
  CONFIG_MAP,
  configFor,
  configMap,
  sleepingClock,
  startApi,
  status,
  type Reply,
} from './api-server.ts'

const ROUTE = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  namespace: 'abtesting',
  name: 'mlmodel-virtualservice',
}
const get = (client: KubeClient) => client.get(CONFIG_MAP)
const create = (client: KubeClient) => client.create(configMap())
const apply = (client: KubeClient) => client.apply(configMap(), { force: false })
const guarded = (client: KubeClient) =>
  client.patch(ROUTE, [
    { op: 'test', path: '/spec/http/0/name', value: 'ours' },
    { op: 'remove', path: '/spec/http/0/mirror' },
  ])
const unguarded = (client: KubeClient) => client.patch(ROUTE, [{ op: 'remove', path: '/spec/http/0/mirror' }])
const remove = (client: KubeClient) => client.delete(CONFIG_MAP, { uid: 'u-1' })

const denied =
  'admission webhook "validation.istio.io" denied the request: configuration is invalid: weight -1 < 0'
const misfit = status(422, 'Invalid', 'the server rejected our request due to an error in our request')
const rbac =
  'virtualservices.networking.istio.io "mlmodel-virtualservice" is forbidden: User "ci" cannot patch resource "virtualservices" in API group "networking.istio.io" in the namespace "abtesting"'

const rows: [
  name: string,
  reply: Reply,
  act: (client: KubeClient) => Promise<unknown>,
  code: KubeErrorCode,
  message: RegExp,
][] = [
  [
    '409 Conflict',
    status(409, 'Conflict', 'the object has been modified'),
    apply,
    'conflict',
    /^APPLY ConfigMap abtesting\/record: the object has been modified$/,
  ],
  [
    '409 AlreadyExists',
    status(409, 'AlreadyExists', 'configmaps "record" already exists'),
    create,
    'already-exists',
    /^CREATE ConfigMap abtesting\/record: configmaps "record" already exists$/,
  ],
  [
    '409 of a delete precondition',
    status(409, 'Conflict', 'the UID in the precondition does not match'),
    remove,
    'conflict',
    /^DELETE ConfigMap abtesting\/record: the UID/,
  ],
  [
    '422 of a patch with a test',
    misfit,
    guarded,
    'conflict',
    /a test of the patch failed: somebody changed the object in between/,
  ],
  [
    '422 of a patch without a test',
    misfit,
    unguarded,
    'invalid',
    /^PATCH VirtualService abtesting\/mlmodel-virtualservice: the server rejected our request/,
  ],
  [
    '422 of a patch whose result is invalid',
    status(422, 'Invalid', 'Deployment "d" is invalid: spec.replicas', {
      name: 'd',
      causes: [{ field: 'spec.replicas', message: 'must be positive' }],
    }),
    guarded,
    'invalid',
    /spec\.replicas; must be positive$/,
  ],
  [
    'a webhook denial with 400',
    status(400, 'BadRequest', denied),
    unguarded,
    'invalid',
    /^PATCH VirtualService abtesting\/mlmodel-virtualservice: admission webhook "validation\.istio\.io" denied the request: configuration is invalid: weight -1 < 0$/,
  ],
  ['a webhook denial with 403', status(403, 'Forbidden', denied), create, 'invalid', /weight -1 < 0$/],
  ['a webhook denial with 422', status(422, 'Invalid', denied), guarded, 'invalid', /weight -1 < 0$/],
  [
    'a policy denial',
    status(422, 'Invalid', "ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no"),
    create,
    'invalid',
    /denied request: no$/,
  ],
  [
    '403 of RBAC',
    status(403, 'Forbidden', rbac),
    unguarded,
    'forbidden',
    /missing RBAC rule in a Role in namespace abtesting: apiGroups \["networking\.istio\.io"\], resources \["virtualservices"\], verbs \["patch"\]\)$/,
  ],
  [
    '403 of a quota',
    status(403, 'Forbidden', 'configmaps "record" is forbidden: exceeded quota: q'),
    create,
    'forbidden',
    /exceeded quota: q$/,
  ],
  [
    '404 of a write',
    status(404, 'NotFound', 'namespaces "abtesting" not found'),
    apply,
    'not-found',
    /^APPLY .*namespaces "abtesting" not found$/,
  ],
  [
    '404 of a kind that is not installed',
    { status: 404, body: '404 page not found\n' },
    guarded,
    'not-found',
    /CRD may not be installed/,
  ],
  [
    '404 of something in between',
    { status: 404, body: '<html>nginx</html>' },
    get,
    'not-found',
    /<html>nginx/,
  ],
  ['400', status(400, 'BadRequest', 'unknown field'), create, 'invalid', /unknown field$/],
  ['413', { status: 413, body: '' }, create, 'invalid', /HTTP 413$/],
  [
    'a redirect to a login page',
    { status: 302, headers: { location: 'https://login' }, body: '' },
    get,
    'server',
    /HTTP 302$/,
  ],
  [
    'a page that is no API answer',
    { status: 200, body: '<html>Sign in</html>' },
    get,
    'server',
    /no Kubernetes object/,
  ],
  ['429 that stays', status(429, 'TooManyRequests', 'too many'), create, 'throttled', /overloaded/],
]

test.each(rows)('%s', async (_name, reply, act, code, message) => {
  const api = await startApi([reply])
  const client = createKubeClient(configFor(api.url), { clock: sleepingClock() })
  try {
    await expect(act(client)).rejects.toMatchObject({
      name: 'KubeError',
      code,
      message: expect.stringMatching(message),
    })
  } finally {
    client.close()
    await api.close()
  }
})

test('a text that quotes a whole object is shortened, its end is kept', async () => {
  const api = await startApi([
    status(422, 'Invalid', `patch: ${'x'.repeat(9_000)} replicas must be a number`, { name: 'd' }),
  ])
  const client = createKubeClient(configFor(api.url))
  const text = await create(client).then(String, messageOf)
  client.close()
  await api.close()
  expect(text).toMatch(/replicas must be a number$/)
  expect(text.length).toBeLessThan(2_500)
})
