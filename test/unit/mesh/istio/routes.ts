import type { JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import type { Sides } from '../../../../src/mesh/route-state.ts'
import type { RouteContext } from '../../../../src/mesh/router.ts'

type Weights = readonly [number, number]

export function virtualService(
  name: string,
  namespace: string,
  spec: JsonObject,
  apiVersion = 'networking.istio.io/v1',
): KubeObject {
  return { apiVersion, kind: 'VirtualService', metadata: { name, namespace }, spec }
}

export const http = (vs: KubeObject): JsonObject[] => vs['spec'].http

const service = (name: string, service: string) =>
  ({ name, backend: { kind: 'service', service, port: null } }) as const
const subset = (service: string, name: string) =>
  ({ name, backend: { kind: 'subset', service, subset: name, port: null } }) as const

export function contextOf(sides: Sides, overrides: Partial<RouteContext> = {}): RouteContext {
  return { sides, rollout: 'diabetes', namespace: 'abtesting', rule: null, pins: 'retarget', ...overrides }
}

/** MLOpsPython: two Services, a rule for each by x-api-version, and the weighted rule without a match behind them. */
export const blueGreen: Sides = {
  stable: service('green', 'model-svc-green'),
  canary: service('blue', 'model-svc-blue'),
}
const scored = (version: string) => ({
  match: [{ uri: { prefix: '/score' }, headers: { 'x-api-version': { exact: version } } }],
  route: [
    { destination: { host: `model-svc-${version}.abtesting.svc.cluster.local`, port: { number: 5001 } } },
  ],
})
export function mlops(weights: Weights = [100, 0]): KubeObject {
  const destination = (version: string) => ({
    host: `model-svc-${version}.abtesting.svc.cluster.local`,
    port: { number: 5001 },
  })
  return virtualService(
    'mlmodel-virtualservice',
    'abtesting',
    {
      gateways: ['mlmodel-gateway'],
      hosts: ['*'],
      http: [
        scored('blue'),
        scored('green'),
        {
          route: [
            { destination: destination('green'), weight: weights[0] },
            { destination: destination('blue'), weight: weights[1] },
          ],
        },
      ],
    },
    'networking.istio.io/v1alpha3',
  )
}

/** TF Serving: two subsets of one Service with two ports. */
export const resnets: Sides = {
  stable: subset('image-classifier', 'resnet50'),
  canary: subset('image-classifier', 'resnet101'),
}
export const resnetContext = contextOf(resnets, { rollout: 'resnet', namespace: 'default' })
const resnet = (name: string | null, weight?: number) => ({
  destination: { host: 'image-classifier', ...(name ? { subset: name } : {}), port: { number: 8501 } },
  ...(weight === undefined ? {} : { weight }),
})
const classifier = (rules: readonly JsonObject[]) =>
  virtualService(
    'image-classifier',
    'default',
    { hosts: ['*'], gateways: ['image-classifier-gateway'], http: rules },
    'networking.istio.io/v1alpha3',
  )
export const tfPlain = () => classifier([{ route: [resnet(null)] }])
export const tfWeighted = (weights: Weights) =>
  classifier([{ route: [resnet('resnet50', weights[0]), resnet('resnet101', weights[1])] }])
export const tfFocused = () =>
  classifier([
    { match: [{ headers: { 'user-group': { exact: 'canary' } } }], route: [resnet('resnet101')] },
    { route: [resnet('resnet50')] },
  ])

/** Shadow A/B: a mesh-only route with a mirror in the old spelling. */
export const shadows: Sides = {
  stable: subset('predict-server', 'predict-pod-subset-a'),
  canary: subset('predict-server', 'predict-pod-subset-b'),
}
export const shadowContext = contextOf(shadows, { rollout: 'shadow', namespace: 'default' })
export const shadow = (mirror: JsonObject = {}) =>
  virtualService('predict-server', 'default', {
    hosts: ['predict-server'],
    http: [
      {
        route: [{ destination: { host: 'predict-server', subset: 'predict-pod-subset-a' }, weight: 100 }],
        ...mirror,
      },
    ],
  })
export const shadowMirror = { host: 'predict-server', subset: 'predict-pod-subset-b' }

/** Header routing: a header rule for one subset, everything else to the other. */
export const proxies: Sides = {
  stable: subset('proxy-server', 'proxy-pod-subset2'),
  canary: subset('proxy-server', 'proxy-pod-subset1'),
}
export const proxyContext = contextOf(proxies, { rollout: 'proxy', namespace: 'default' })
export const proxy = () =>
  virtualService('proxy-server', 'default', {
    hosts: ['proxy-server'],
    http: [
      {
        match: [{ headers: { target: { exact: 'condition1' } } }],
        route: [{ destination: { host: 'proxy-server', subset: 'proxy-pod-subset1' } }],
        timeout: '10s',
      },
      {
        route: [{ destination: { host: 'proxy-server', subset: 'proxy-pod-subset2' } }],
        timeout: '10s',
      },
    ],
  })
