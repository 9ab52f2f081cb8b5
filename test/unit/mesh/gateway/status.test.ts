import type { JsonObject } from '../../../../src/kube/object.ts'
import { acceptanceOf, grantsServices } from '../../../../src/mesh/gateway/index.ts'
import { everyPath, httpRoute, ref } from './routes.ts'

const parent = { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'models' }
const condition = (type: string, status: string, observedGeneration: number, more: JsonObject = {}) => ({
  type,
  status,
  observedGeneration,
  reason: type,
  message: 'ok',
  ...more,
})
const said = (accepted: JsonObject, resolved: JsonObject, parentRef: JsonObject = parent) => ({
  controllerName: 'istio.io/gateway-controller',
  parentRef,
  conditions: [accepted, resolved],
})
const fine = (generation: number, parentRef: JsonObject = parent) =>
  said(condition('Accepted', 'True', generation), condition('ResolvedRefs', 'True', generation), parentRef)
const notFound = said(
  condition('Accepted', 'True', 3),
  condition('ResolvedRefs', 'False', 3, { reason: 'BackendNotFound', message: 'backend(b) not found' }),
)

/** The route in its third generation. */
const route = (parents: JsonObject[], parentRefs: JsonObject[] = [parent]) => {
  const plain = httpRoute([{ matches: [everyPath], backendRefs: [ref('svc-green')] }], { generation: 3 })
  return { ...plain, spec: { ...plain['spec'], parentRefs }, status: { parents } }
}

test.each<[string, ReturnType<typeof route>, ReturnType<typeof acceptanceOf>]>([
  ['said for this generation', route([fine(3)]), { kind: 'accepted' }],
  [
    'nobody has said anything',
    route([]),
    { kind: 'waiting', why: 'no controller has reported on Gateway models' },
  ],
  [
    'said for the generation before',
    route([fine(2)]),
    { kind: 'waiting', why: 'Gateway models has not said Accepted for generation 3, only for generation 2' },
  ],
  [
    'one of two conditions is late',
    route([said(condition('Accepted', 'True', 3), condition('ResolvedRefs', 'True', 2))]),
    {
      kind: 'waiting',
      why: 'Gateway models has not said ResolvedRefs for generation 3, only for generation 2',
    },
  ],
  [
    'a backend is missing',
    route([notFound]),
    {
      kind: 'unresolved',
      why: 'Gateway models: ResolvedRefs is False: BackendNotFound: backend(b) not found',
    },
  ],
  [
    'the parent does not take it',
    route([
      said(
        condition('Accepted', 'False', 3, { reason: 'NotAllowedByListeners', message: 'no' }),
        condition('ResolvedRefs', 'True', 3),
      ),
    ]),
    { kind: 'not-served', why: 'Gateway models: Accepted is False: NotAllowedByListeners: no' },
  ],
  [
    'a parent that is no longer ours counts for nothing',
    route([fine(3), { ...notFound, parentRef: { ...parent, name: 'old' } }]),
    { kind: 'accepted' },
  ],
  [
    'the last word of a controller that is gone is outvoted',
    route([{ ...fine(1), controllerName: 'gone' }, fine(3)]),
    { kind: 'accepted' },
  ],
  [
    'every parent has to take it',
    route([fine(3)], [parent, { group: '', kind: 'Service', name: 'model', port: 80 }]),
    { kind: 'waiting', why: 'no controller has reported on Service model' },
  ],
  [
    'defaults of a parent are filled in',
    route([fine(3, { name: 'models', namespace: 'abtesting' })], [{ name: 'models' }]),
    { kind: 'accepted' },
  ],
])('%s', (_, object, expected) => {
  expect(acceptanceOf(object)).toEqual(expected)
})

describe('a ReferenceGrant', () => {
  const grant = (from: JsonObject, to: JsonObject) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'ReferenceGrant',
    metadata: { name: 'g', namespace: 'abtesting' },
    spec: { from: [from], to: [to] },
  })
  const routes = { group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'edge' }
  const services = { group: '', kind: 'Service' }
  test.each<[string, JsonObject, JsonObject, boolean]>([
    ['for all Services', routes, services, true],
    ['for one of two', routes, { ...services, name: 'a' }, false],
    ['for another namespace', { ...routes, namespace: 'other' }, services, false],
    ['for another kind of route', { ...routes, kind: 'GRPCRoute' }, services, false],
    ['for Secrets', routes, { group: '', kind: 'Secret' }, false],
  ])('%s', (_, from, to, expected) => {
    expect(grantsServices([grant(from, to)], 'edge', ['a', 'b'])).toBe(expected)
  })
  test('may be spread over several', () => {
    const both = [grant(routes, { ...services, name: 'a' }), grant(routes, { ...services, name: 'b' })]
    expect(grantsServices(both, 'edge', ['a', 'b'])).toBe(true)
  })
})
