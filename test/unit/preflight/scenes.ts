import type { KubeObject } from '../../../src/kube/object.ts'
import type { ClusterView } from '../../../src/preflight/scene.ts'
import { edited, MODEL, ROLLOUT, ROUTE } from './inspecting.ts'

/** The weighted rule with more in it. */
export const rule = (fields: string) => edited(ROUTE, '    - route:\n', `    - ${fields}\n      route:\n`)

const MATCH = '[{ headers: { x-api-version: { exact: blue } } }]'
/** A rule before the one with a match, and another match for that one. */
export const before = (first: string, second = MATCH) =>
  edited(
    ROUTE,
    `    - match: ${MATCH}`,
    `    - match: ${first}\n      route: [{ destination: { host: svc-green, port: { number: 5001 } } }]\n    - match: ${second}`,
  )

export const destinationRule = (subsets: string, host = 'svc-green', name = 'model') =>
  `---\napiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: { name: ${name} }\nspec:\n  host: ${host}\n  subsets: ${subsets}\n`

export const container = (field: string) =>
  edited(MODEL, '          ports:', `          ${field}\n          ports:`)

export const configMap = (name: string) =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name} }\ndata: { A: "1" }\n`

export const autoscaler = (target: string) =>
  `---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: "\${deployment}" }\nspec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: "${target}" }, maxReplicas: 3 }\n`

export const TWO_PORTS = edited(
  MODEL,
  '[{ name: http, port: 5001 }]',
  '[{ name: http, port: 5001 }, { name: grpc, port: 8500 }]',
)
/** Only for clients with a sidecar. */
export const MESH = edited(
  edited(ROUTE.slice(ROUTE.indexOf('---\n') + 4), '  gateways: [edge]\n', ''),
  '[models.example.com]',
  '[svc-green]',
)

export const SUBSETS = ROLLOUT.replace(', service: svc-green', ', service: svc, subset: green').replace(
  ', service: svc-blue',
  ', service: svc, subset: blue',
)
export const SHARED = edited(
  MODEL,
  '  selector: { app: model, version: "${version}" }\n  ports',
  '  selector: { app: model }\n  ports',
)
export const SPLIT =
  ROUTE.slice(0, ROUTE.indexOf('    - match')) +
  `    - route:
        - { destination: { host: svc, subset: green, port: { number: 5001 } }, weight: 100 }
        - { destination: { host: svc, subset: blue, port: { number: 5001 } }, weight: 0 }
`

export const HTTP = edited(ROLLOUT, 'virtualService', 'httpRoute')
export const HTTP_ROUTE = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge }
spec:
  gatewayClassName: istio
  listeners: [{ name: http, port: 80, protocol: HTTP }]
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: model }
spec:
  parentRefs: [{ name: edge }]
  hostnames: [models.example.com]
  rules:
    - backendRefs:
        - { name: svc-green, port: 5001, weight: 100 }
        - { name: svc-blue, port: 5001, weight: 0 }
`
export const GRANT = `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: models, namespace: other }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: abtesting }]
  to: [{ group: "", kind: Service }]
`
export const rules = (count: number) =>
  Array.from(
    { length: count },
    (_, i) =>
      `    - matches: [{ path: { value: /${i} } }]\n      backendRefs: [{ name: svc-green, port: 5001 }]\n`,
  ).join('')

export const ONLY_ROUTE = ROUTE.slice(ROUTE.indexOf('---'))
export const seen = (objects: readonly KubeObject[]): ClusterView => ({ objects, unknown: [] })
export const NAMESPACE: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'abtesting' } }
export const GATEWAY: KubeObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'Gateway',
  metadata: { name: 'edge', namespace: 'abtesting' },
  spec: { selector: {}, servers: [{ port: { number: 80 }, hosts: ['*'] }] },
}
export const HPA: KubeObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'by-hand', namespace: 'abtesting' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'model-green' },
    maxReplicas: 9,
  },
}
const destination = { destination: { host: 'svc-green' } }
export const LIVE_ROUTE: KubeObject = {
  apiVersion: 'networking.istio.io/v1',
  kind: 'VirtualService',
  metadata: { name: 'model', namespace: 'abtesting' },
  spec: {
    gateways: ['edge'],
    hosts: ['models.example.com'],
    http: [{ route: [destination] }, { match: [{ uri: { prefix: '/a' } }], route: [destination] }],
  },
}
