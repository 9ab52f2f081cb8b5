import type { JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import type { Present, SubsetRequest } from '../../../../src/mesh/istio/index.ts'
import { renderSubsets, subsetsAround } from '../../../../src/mesh/istio/index.ts'
import { splitAt } from '../../../../src/mesh/route-state.ts'
import { blueGreen, resnets } from './routes.ts'

const labels = { stable: { version: 'resnet50' }, canary: { version: 'resnet101' } }
const request = (stable: boolean, canary: boolean): SubsetRequest => ({
  sides: resnets,
  labels,
  present: { stable, canary },
  namespace: 'default',
  name: null,
  apiVersion: 'networking.istio.io/v1beta1',
})
const subset = (name: string, more: JsonObject = {}) => ({ name, labels: { version: name }, ...more })
const rule = (subsets: JsonObject[] | undefined, more: JsonObject = {}): KubeObject => ({
  apiVersion: 'networking.istio.io/v1alpha3',
  kind: 'DestinationRule',
  metadata: { name: 'image-classifier', namespace: 'default' },
  spec: { host: 'image-classifier', ...(subsets ? { subsets } : {}), ...more },
})

function rendered(existing: KubeObject | null, present: SubsetRequest) {
  const result = renderSubsets(existing, present)
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result
}

test('is created when there is none, and deleted when its last subset goes', () => {
  const first = rendered(null, request(true, false))
  expect(first).toEqual({
    ok: true,
    action: 'created',
    object: {
      apiVersion: 'networking.istio.io/v1beta1',
      kind: 'DestinationRule',
      metadata: {
        name: 'image-classifier',
        namespace: 'default',
        annotations: { 'shiftgate.dev/created': 'true', 'shiftgate.dev/subsets': '["resnet50"]' },
      },
      spec: { host: 'image-classifier', subsets: [subset('resnet50')] },
    },
  })
  const second = rendered(first.object, request(true, true))
  expect(second.object?.['spec'].subsets).toEqual([subset('resnet50'), subset('resnet101')])
  expect(rendered(second.object, request(true, false)).object).toEqual(first.object)
  expect(rendered(first.object, request(false, false))).toEqual({ ok: true, object: null, action: 'deleted' })
})

test('adds what is missing and takes only that away again', () => {
  const policy = { trafficPolicy: { loadBalancer: { simple: 'ROUND_ROBIN' } } }
  const start = rule([subset('other', policy), subset('resnet50', policy)], { ...policy, exportTo: ['.'] })
  const added = rendered(start, request(true, true))
  expect(added.action).toBe('updated')
  expect(added.object?.['spec']).toEqual({
    ...start['spec'],
    subsets: [subset('other', policy), subset('resnet50', policy), subset('resnet101')],
  })
  expect(rendered(added.object, request(true, true)).action).toBe('unchanged')
  expect(rendered(added.object, request(false, false)).object).toEqual(start)
  expect(rendered(start, request(false, false))).toEqual({ ok: true, object: start, action: 'unchanged' })
})

test('a rule without any subsets has none again afterwards', () => {
  const added = rendered(rule(undefined), request(true, true))
  expect(rendered(added.object, request(false, false)).object).toEqual(rule(undefined))
})

test('a subset of the same name that selects other pods is refused', () => {
  const result = renderSubsets(rule([{ name: 'resnet101', labels: { version: 'old' } }]), request(true, true))
  expect(result.ok === false && result.problems).toEqual([
    {
      code: 'subset-labels',
      message:
        'DestinationRule image-classifier: the subset resnet101 selects pods with version=old, but the pods of this version have version=resnet101; correct the labels of the subset or of the pods',
    },
  ])
})

test('versions that are two Services need no subsets', () => {
  expect(renderSubsets(null, { ...request(true, true), sides: blueGreen })).toEqual({
    ok: true,
    object: null,
    action: 'unchanged',
  })
  const existing = rule([subset('other')])
  expect(renderSubsets(existing, { ...request(true, true), sides: blueGreen })).toEqual({
    ok: true,
    object: existing,
    action: 'unchanged',
  })
})

const only = (role: 'stable' | 'canary') => ({ kind: 'single', role }) as const
const both: Present = { stable: true, canary: true }
test.each([
  {
    name: 'before the first route',
    from: null,
    to: only('stable'),
    before: { stable: true, canary: false },
    after: { stable: true, canary: false },
  },
  { name: 'before the canary is named', from: only('stable'), to: splitAt(0), before: both, after: both },
  {
    name: 'after the canary is named no more',
    from: splitAt(0),
    to: only('stable'),
    before: both,
    after: { stable: true, canary: false },
  },
  {
    name: 'when the versions change places',
    from: only('stable'),
    to: only('canary'),
    before: both,
    after: { stable: false, canary: true },
  },
])('subsets exist $name', ({ from, to, before, after }) => {
  expect(subsetsAround(from, to)).toEqual({ before, after })
})
