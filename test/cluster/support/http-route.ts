import type { KubeObject } from '../../../src/kube/object.ts'
import type { Cluster } from './environment.ts'
import type { World } from './world.ts'

const ROUTE = 'mlmodel'
const { GATEWAY_API_URL, GATEWAY_API_URL_2, GATEWAY_API_PARENT } = process.env
/** `namespace/name` of the Gateway that is served at GATEWAY_API_URL. */
const [gatewayNamespace, gatewayName] = (GATEWAY_API_PARENT ?? 'istio-system/testbed').split('/')
/** As an item of `parentRefs`. */
export const GATEWAY_PARENT = `{ namespace: ${gatewayNamespace}, name: ${gatewayName} }`

const backend = (version: string, weight?: number) => `
        - name: model-svc-${version}
          port: 5001${weight === undefined ? '' : `\n          weight: ${weight}`}
          filters:
            - { type: ResponseHeaderModifier, responseHeaderModifier: { set: [{ name: x-model-version, value: ${version} }] } }`

const pin = (version: string) => `
    - matches: [{ path: { value: /score }, headers: [{ name: x-api-version, value: ${version} }] }]
      backendRefs:${backend(version)}`

/** The route of MLOpsPython, as an HTTPRoute with this parent. */
export const httpRoute = (head: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: ${ROUTE} }
spec:${head}
  rules:${pin('blue')}${pin('green')}
    - backendRefs:${backend('green', 100)}${backend('blue', 0)}
`

/** The cluster with the gateways that serve HTTPRoutes; null when the environment names none. */
export function gatewayApi(cluster: Cluster): Cluster | null {
  if (!GATEWAY_API_URL) return null
  return { ...cluster, gateways: [GATEWAY_API_URL, ...(GATEWAY_API_URL_2 ? [GATEWAY_API_URL_2] : [])] }
}

/** The route on the Gateway of the environment. */
export const routeOnGateway = () => httpRoute(`\n  parentRefs: [${GATEWAY_PARENT}]\n  hostnames: ["*"]`)

/** Lets a world roll out by the HTTPRoute, with all that a stage can ask for in the second one, `Focused`. */
export async function useHttpRoute(world: World): Promise<void> {
  await world.edit((file) => {
    file.routes = [{ httpRoute: ROUTE, manifests: ['k8s/route.yaml'], pins: 'retarget' }]
    file.stages.splice(1, 0, {
      name: 'Focused',
      weight: 5,
      headers: { 'user-group': 'canary' },
      mirror: 12.5,
    })
  })
}

export async function readHttpRoute(world: World): Promise<KubeObject> {
  const found = await world.get('HTTPRoute', ROUTE)
  if (!found) throw new Error(`HTTPRoute ${ROUTE} is not there`)
  return found
}
