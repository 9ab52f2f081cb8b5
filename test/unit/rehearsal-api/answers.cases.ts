import type { Step } from './answers.ts'

export const NAMESPACE = 'api-answers'

const MERGE = 'application/merge-patch+json'
const JSON_PATCH = 'application/json-patch+json'
const APPLY = 'application/apply-patch+yaml'
const STRATEGIC = 'application/strategic-merge-patch+json'

const collection = (prefix: string, plural: string) => `${prefix}/namespaces/${NAMESPACE}/${plural}`
const DEPLOYMENTS = collection('/apis/apps/v1', 'deployments')
const SERVICES = collection('/api/v1', 'services')
const CONFIGS = collection('/api/v1', 'configmaps')
const AUTOSCALERS = collection('/apis/autoscaling/v2', 'horizontalpodautoscalers')
const ROUTES = collection('/apis/networking.istio.io/v1', 'virtualservices')
const OLD_ROUTES = collection('/apis/networking.istio.io/v1beta1', 'virtualservices')
const HTTP_ROUTES = collection('/apis/gateway.networking.k8s.io/v1', 'httproutes')

const post = (name: string, path: string, body: unknown): Step => ({ name, method: 'POST', path, body })
const put = (name: string, path: string, body: unknown): Step => ({ name, method: 'PUT', path, body })
const get = (name: string, path: string): Step => ({ name, method: 'GET', path })
const remove = (name: string, path: string, body?: unknown): Step => ({ name, method: 'DELETE', path, body })
const patch = (name: string, type: string, path: string, body: unknown): Step => ({
  name,
  method: 'PATCH',
  path,
  body,
  type,
})

// Paused and without replicas, so that the controllers of a real cluster leave it alone.
const deployment = (name: string, container: object = {}, spec: object = {}, metadata: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, labels: { app: 'm' }, ...metadata },
  spec: {
    paused: true,
    replicas: 0,
    selector: { matchLabels: { app: 'm' } },
    template: {
      metadata: { labels: { app: 'm' } },
      spec: {
        containers: [
          {
            name: 'model',
            image: 'x:1',
            env: [
              { name: 'A', value: '' },
              { name: 'B', value: 'b' },
              { name: 'P', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            ],
            ports: [{ containerPort: 5001, name: 'http' }],
            readinessProbe: { httpGet: { port: 5001 } },
            resources: { limits: { cpu: 0.5, memory: '1024Mi' } },
            volumeMounts: [{ name: 'c', mountPath: '/c' }],
            ...container,
          },
        ],
        volumes: [{ name: 'c', configMap: { name: 'cm' } }],
      },
    },
    ...spec,
  },
})
const bare = (name: string, spec: object, metadata: object = {}) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name, ...metadata },
  spec,
})
const containers = (...list: object[]) => ({ template: { spec: { containers: list } } })
const service = (name: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec,
})
const config = (name: string, more: object) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  ...more,
})
const route = (spec: object) => ({
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'vs' },
  spec: { hosts: ['a.b'], ...spec },
})
const RULES = { http: [{ route: [{ destination: { host: 'svc' } }] }] }
const applied = [
  {
    name: 'model',
    image: 'y',
    env: [
      { name: 'B', value: 'bb' },
      { name: 'Z', value: 'z' },
    ],
    ports: [{ containerPort: 9 }],
  },
  { name: 'side', image: 's', env: [{ name: 'Q', value: 'q' }] },
]

const D1 = `${DEPLOYMENTS}/d1`
const D2 = `${DEPLOYMENTS}/d2`

export const WORKLOAD_STEPS: readonly Step[] = [
  post('create with all defaults', `${DEPLOYMENTS}?fieldManager=one`, deployment('d1')),
  patch('strategic merge puts a new item first', STRATEGIC, `${D1}?fieldManager=two`, {
    spec: containers({ name: 'model', env: [{ name: 'C', value: 'c' }] }),
  }),
  patch('strategic merge in a given order, with a removal', STRATEGIC, `${D1}?fieldManager=two`, {
    spec: containers({
      name: 'model',
      '$setElementOrder/env': [{ name: 'B' }, { name: 'C' }, { name: 'A' }],
      env: [
        { name: 'P', $patch: 'delete' },
        { name: 'C', value: 'cc' },
      ],
    }),
  }),
  patch('JSON patch', JSON_PATCH, `${D1}?fieldManager=two`, [
    { op: 'test', path: '/spec/replicas', value: 0 },
    { op: 'add', path: '/metadata/annotations', value: { x: 'y' } },
  ]),
  patch('merge patch removes a label', MERGE, `${D1}?fieldManager=two`, {
    metadata: { labels: { app: null } },
  }),
  patch(
    'apply conflicts with two managers',
    APPLY,
    `${D1}?fieldManager=shiftgate`,
    bare(
      'd1',
      containers({
        name: 'model',
        image: 'y',
        env: [
          { name: 'B', value: 'bb' },
          { name: 'C', value: 'x' },
        ],
      }),
    ),
  ),
  patch(
    'forced apply takes over and adds',
    APPLY,
    `${D1}?fieldManager=shiftgate&force=true`,
    bare('d1', containers(...applied), { annotations: { mine: '1' } }),
  ),
  patch('another manager touches an applied container', STRATEGIC, `${D1}?fieldManager=other`, {
    spec: containers({ name: 'side', image: 's', stdin: true }),
  }),
  patch(
    'apply without what it had keeps what others own',
    APPLY,
    `${D1}?fieldManager=shiftgate`,
    bare('d1', containers({ name: 'model', image: 'y', env: [{ name: 'Z', value: 'z' }] })),
  ),
  patch('apply of nothing gives all up', APPLY, `${D1}?fieldManager=shiftgate`, bare('d1', {})),
  patch('managers can be reset', JSON_PATCH, `${D1}?fieldManager=x`, [
    { op: 'replace', path: '/metadata/managedFields', value: [{}] },
  ]),
  patch('without managers nothing is tracked', MERGE, `${D1}?fieldManager=x`, {
    spec: { revisionHistoryLimit: 3 },
  }),
  patch(
    'until the first apply',
    APPLY,
    `${D1}?fieldManager=shiftgate&force=true`,
    bare('d1', { minReadySeconds: 2 }),
  ),
  patch('apply creates', APPLY, `${D2}?fieldManager=shiftgate`, deployment('d2')),
  patch(
    'apply replaces a list of environment variables',
    APPLY,
    `${D2}?fieldManager=shiftgate`,
    deployment('d2', { env: [{ name: 'B', value: 'b' }] }),
  ),
  put('put without a version overwrites', `${D2}?fieldManager=put`, deployment('d2', { image: 'z:2' })),
  put('put of an old version', `${D2}?fieldManager=put`, deployment('d2', {}, {}, { resourceVersion: '1' })),
  put('put of another uid', `${D2}?fieldManager=put`, deployment('d2', {}, {}, { uid: '1' })),
  put('put of another name', D2, deployment('d3')),
  get('scale', `${D2}/scale`),
  patch('recreate with rolling parameters', MERGE, D2, { spec: { strategy: { type: 'Recreate' } } }),
  patch('no surge and nothing unavailable', MERGE, D2, {
    spec: { strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } } },
  }),
  patch('bad percents', MERGE, D2, {
    spec: { strategy: { rollingUpdate: { maxSurge: 'x', maxUnavailable: 0 } } },
  }),
  patch('negative replicas', MERGE, D2, { spec: { replicas: -1 } }),
  patch('other selector', MERGE, D2, { spec: { selector: { matchLabels: { app: 'z' } } } }),
  patch('bad container', MERGE, D2, { spec: containers({ name: 'Bad', image: '' }) }),
  patch('several bad things', MERGE, D2, {
    spec: containers(
      {
        name: 'a',
        image: 'x',
        volumeMounts: [{ name: 'nope', mountPath: '/x' }],
        env: [{ name: '' }],
        ports: [{ containerPort: 99_999 }],
      },
      { name: 'a', image: 'b' },
    ),
  }),
  post('bad name, empty selector', DEPLOYMENTS, deployment('x.y_', {}, { selector: {} })),
  post('text for a number', DEPLOYMENTS, deployment('x', {}, { replicas: '3' })),
  post('other version', DEPLOYMENTS, { ...deployment('x'), apiVersion: 'apps/v1beta1' }),
  post('other kind', DEPLOYMENTS, config('x', {})),
  post('other namespace', DEPLOYMENTS, deployment('x', {}, {}, { namespace: 'z' })),
  post('exists', DEPLOYMENTS, deployment('d1')),
  post('on an object', D1, deployment('d1')),
  patch('apply without a manager', APPLY, D1, bare('d1', {})),
  patch('apply of an old version', APPLY, `${D1}?fieldManager=s`, bare('d1', {}, { resourceVersion: '1' })),
  patch('apply with managers', APPLY, `${D1}?fieldManager=s`, bare('d1', {}, { managedFields: [] })),
  patch(
    'apply of a uid that is gone',
    APPLY,
    `${DEPLOYMENTS}/d9?fieldManager=s`,
    deployment('d9', {}, {}, { uid: '1' }),
  ),
  patch('nothing there', MERGE, `${DEPLOYMENTS}/nope`, {}),
  patch('unknown kind of patch', 'application/json', D1, {}),
  remove('other uid', D1, { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: 'x' } }),
  remove('delete', D1),
  remove('delete again', D1),
]

export const CONFIGURATION_STEPS: readonly Step[] = [
  post(
    'create',
    `${SERVICES}?fieldManager=one`,
    service('svc', { selector: { app: 'm' }, ports: [{ port: 80 }] }),
  ),
  patch(
    'apply merges ports by number, replaces the selector',
    APPLY,
    `${SERVICES}/svc?fieldManager=shiftgate&force=true`,
    service('svc', {
      selector: { app: 'm', v: '1' },
      ports: [
        { port: 80, name: 'http' },
        { port: 81, name: 'b', targetPort: 'http' },
      ],
    }),
  ),
  patch(
    'apply gives a port up',
    APPLY,
    `${SERVICES}/svc?fieldManager=shiftgate`,
    service('svc', { ports: [{ port: 81, name: 'b', targetPort: 'http' }] }),
  ),
  put(
    'put keeps the address',
    `${SERVICES}/svc?fieldManager=put`,
    service('svc', { selector: { app: 'm' }, ports: [{ port: 80 }] }),
  ),
  post('two ports without names', SERVICES, service('Svc2', { ports: [{ port: 80 }, { port: 81 }] })),
  post('no ports', SERVICES, service('svc3', { selector: { app: 'm' } })),
  post('create a ConfigMap', `${CONFIGS}?fieldManager=one`, config('cm', { data: { a: 'b' } })),
  post('create it again', CONFIGS, config('cm', { data: { a: 'b' } })),
  patch('change and add keys', MERGE, `${CONFIGS}/cm?fieldManager=two`, { data: { a: 'c', d: 'e' } }),
  patch('make it immutable', MERGE, `${CONFIGS}/cm?fieldManager=two`, { immutable: true }),
  patch('change immutable data', MERGE, `${CONFIGS}/cm`, { data: { a: 'z' } }),
  patch('make it mutable again', MERGE, `${CONFIGS}/cm`, { immutable: null }),
  patch('label an immutable one', MERGE, `${CONFIGS}/cm?fieldManager=two`, {
    metadata: { labels: { a: 'b' } },
  }),
  post('bad key', CONFIGS, config('cm2', { data: { 'a b': 'b' } })),
  post('number for a text', CONFIGS, config('cm2', { data: { a: 1 } })),
  post('no name', CONFIGS, { apiVersion: 'v1', kind: 'ConfigMap', metadata: {} }),
  post('missing namespace', '/api/v1/namespaces/nope/configmaps', config('x', {})),
  put('put of what is not there', `${CONFIGS}/new`, config('new', {})),
  post('create an autoscaler', `${AUTOSCALERS}?fieldManager=one`, {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'h' },
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'nope' } },
  }),
  patch('minimum above maximum', MERGE, `${AUTOSCALERS}/h`, { spec: { minReplicas: 5 } }),
  patch('raise the minimum', MERGE, `${AUTOSCALERS}/h?fieldManager=two`, { spec: { minReplicas: 2 } }),
  get('bad label selector', `${CONFIGS}?labelSelector=${encodeURIComponent('a in b')}`),
  get('empty list', `${CONFIGS}?labelSelector=nope`),
  get('missing kind', `/apis/apps/v1/namespaces/${NAMESPACE}/foos`),
  get('missing group', '/apis/foo.io/v1'),
  remove('delete', `${CONFIGS}/cm`),
]

export const ROUTE_STEPS: readonly Step[] = [
  post('create at an older version', `${OLD_ROUTES}?fieldManager=one`, {
    ...route(RULES),
    apiVersion: 'networking.istio.io/v1beta1',
  }),
  get('read at the newest', `${ROUTES}/vs`),
  patch('guarded JSON patch', JSON_PATCH, `${ROUTES}/vs?fieldManager=two`, [
    { op: 'test', path: '/spec/http/0/route/0/destination/host', value: 'svc' },
    { op: 'add', path: '/spec/http/0/route/0/weight', value: 100 },
  ]),
  patch('failed test', JSON_PATCH, `${ROUTES}/vs`, [{ op: 'test', path: '/spec/hosts', value: ['x'] }]),
  patch('path that is not there', JSON_PATCH, `${ROUTES}/vs`, [{ op: 'remove', path: '/spec/nope' }]),
  patch('another version written', JSON_PATCH, `${ROUTES}/vs`, [
    { op: 'replace', path: '/metadata/resourceVersion', value: '1' },
  ]),
  patch('no list of operations', JSON_PATCH, `${ROUTES}/vs`, { a: 1 }),
  patch('strategic merge', STRATEGIC, `${ROUTES}/vs`, { spec: {} }),
  patch('annotate', MERGE, `${ROUTES}/vs?fieldManager=two`, { metadata: { annotations: { a: 'b' } } }),
  patch('apply over a list', APPLY, `${ROUTES}/vs?fieldManager=shiftgate`, route({ http: [] })),
  patch('apply with an own field', APPLY, `${ROUTES}/vs?fieldManager=shiftgate`, route({ exportTo: ['*'] })),
  patch('apply without it', APPLY, `${ROUTES}/vs?fieldManager=shiftgate`, route({})),
  patch('status does not count as a change', MERGE, `${ROUTES}/vs/status?fieldManager=st`, {
    status: { observedGeneration: '1' },
  }),
  put('put without a version', `${ROUTES}/vs`, route(RULES)),
  put('put of an old version', `${ROUTES}/vs`, {
    ...route(RULES),
    metadata: { name: 'vs', resourceVersion: '1' },
  }),
  patch('refused by the webhook', MERGE, `${ROUTES}/vs`, {
    spec: { http: [{ route: [{ destination: { host: 'a' }, weight: -1 }] }] },
  }),
  post('create a Gateway API route', `${HTTP_ROUTES}?fieldManager=one`, {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'HTTPRoute',
    metadata: { name: 'r' },
    spec: {
      parentRefs: [{ name: 'nogw' }],
      rules: [
        {
          matches: [{ headers: [{ name: 'a', value: 'b' }] }],
          backendRefs: [{ name: 'svc', port: 80 }],
          filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'svc', port: 80 } } }],
        },
      ],
    },
  }),
  patch('negative weight', MERGE, `${HTTP_ROUTES}/r`, {
    spec: { rules: [{ backendRefs: [{ name: 'svc', port: 80, weight: -1 }] }] },
  }),
  patch('fractional weight', MERGE, `${HTTP_ROUTES}/r`, {
    spec: { rules: [{ backendRefs: [{ name: 'svc', port: 80, weight: 1.5 }] }] },
  }),
  remove('delete', `${ROUTES}/vs`),
  remove('delete again', `${ROUTES}/vs`),
]

export const SERIES = {
  workloads: WORKLOAD_STEPS,
  configuration: CONFIGURATION_STEPS,
  routes: ROUTE_STEPS,
} as const
