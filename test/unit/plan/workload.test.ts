import type { KubeObject } from '../../../src/kube/object.ts'
import { identity, refOf } from '../../../src/kube/object.ts'
import { isOurs, planWorkload } from '../../../src/plan/workload.ts'
import type { WorkloadPlanInput } from '../../../src/plan/workload.ts'
import { LAST_APPLIED, lastAppliedText } from '../../../src/workload/last-applied.ts'
import { lines } from './rollout-scene.ts'

const NS = 'abtesting'

function deployment(spec: { [field: string]: unknown } = {}): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'model-blue', namespace: NS },
    spec: {
      selector: { matchLabels: { app: 'model' } },
      template: {
        metadata: { labels: { app: 'model' } },
        spec: { containers: [{ name: 'model', image: 'model:new' }] },
      },
      ...spec,
    },
  }
}
const other = (kind: string, apiVersion = 'v1'): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: `a-${kind.toLowerCase()}`, namespace: NS },
})
const hpa = (min: number, max = 9): KubeObject => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'scaler', namespace: NS, uid: 'u', resourceVersion: '1' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'model-blue' },
    minReplicas: min,
    maxReplicas: max,
  },
})

function stored(object: KubeObject, labels: { [label: string]: string } = {}): KubeObject {
  const metadata = {
    ...object.metadata,
    uid: 'u',
    resourceVersion: '7',
    labels: { ...object.metadata.labels, ...labels },
  }
  return { ...object, metadata }
}

/** As the team's `kubectl apply` left it. */
function applied(object: KubeObject): KubeObject {
  const metadata = { ...object.metadata, annotations: { [LAST_APPLIED]: lastAppliedText(object) } }
  return stored({ ...object, metadata })
}

function plan(
  rendered: readonly KubeObject[],
  live: readonly KubeObject[] = [],
  more: Partial<WorkloadPlanInput> = {},
) {
  return planWorkload({
    rollout: 'diabetes',
    role: 'canary',
    deployment: 'model-blue',
    rendered,
    live: new Map(live.map((o) => [identity(refOf(o)), o])),
    shared: new Set(),
    autoscalers: live.filter((o) => o.kind === 'HorizontalPodAutoscaler'),
    replicas: 1,
    why: 'test',
    ...more,
  })
}
const OURS = { 'shiftgate.dev/rollout': 'diabetes' }

test('objects come in an order in which each finds what it needs', () => {
  const kinds = [
    'HorizontalPodAutoscaler',
    'Deployment',
    'Widget',
    'Service',
    'ConfigMap',
    'ServiceAccount',
    'Namespace',
  ]
  const rendered = kinds.map((kind) =>
    kind === 'Deployment' ? deployment() : kind === 'HorizontalPodAutoscaler' ? hpa(1) : other(kind),
  )
  expect(plan(rendered).map((w) => w.ref.kind)).toEqual([
    'Namespace',
    'ServiceAccount',
    'ConfigMap',
    'Service',
    'Widget',
    'Deployment',
    'HorizontalPodAutoscaler',
  ])
})

test('what is not there is made by server-side apply, signed as ours', () => {
  const [write] = plan([deployment()])
  expect(write).toMatchObject({ verb: 'apply', before: null, after: { metadata: { labels: OURS } } })
  expect(isOurs(write!.after!, 'diabetes')).toBe(true)
  expect(isOurs(write!.after!, 'another')).toBe(false)
})

test('what is ours and as it should be is left alone; what differs is applied, guarded by its version', () => {
  const [created] = plan([deployment()])
  const live = stored(created!.after!)
  expect(plan([deployment()], [live])).toEqual([])
  const [write] = plan([deployment({ minReadySeconds: 5 })], [live])
  expect(write).toMatchObject({
    verb: 'apply',
    after: { metadata: { resourceVersion: '7' }, spec: { minReadySeconds: 5 } },
  })
})

test("what is somebody else's is merged and replaced under its version, and never signed", () => {
  const before = applied(deployment({ replicas: 1, paused: true }))
  const edited = { ...before, spec: { ...before['spec'], revisionHistoryLimit: 3 } }
  const [write] = plan([deployment({ minReadySeconds: 5 })], [edited])
  expect(write).toMatchObject({
    verb: 'replace',
    after: { metadata: { resourceVersion: '7' }, spec: { minReadySeconds: 5, revisionHistoryLimit: 3 } },
  })
  expect(write!.after!['spec']).not.toHaveProperty('paused')
  expect(isOurs(write!.after!, 'diabetes')).toBe(false)
})

describe('pods', () => {
  const replicas: readonly [string, number | undefined, number, number | undefined, number][] = [
    ['the manifest names none: what the stage needs', undefined, 3, undefined, 3],
    ['the manifest wants more', 5, 3, undefined, 5],
    ['somebody runs more: nothing is taken away', 1, 3, 6, 6],
    ['the stage needs more than runs', 1, 3, 2, 3],
  ]
  test.each(replicas)('%s', (_name, manifest, needed, running, expected) => {
    const live = running === undefined ? [] : [stored(deployment({ replicas: running }), OURS)]
    const rendered = deployment(manifest === undefined ? {} : { replicas: manifest })
    const [write] = plan([rendered], live, { replicas: needed })
    expect((write?.after ?? live[0]!)['spec'].replicas).toBe(expected)
  })

  const strategies: readonly [string, unknown, unknown][] = [
    ['none', undefined, { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } }],
    [
      'one that takes pods away first',
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } },
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: 0 } },
    ],
    [
      'one with its own surge',
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: 2, maxUnavailable: '50%' } },
      { type: 'RollingUpdate', rollingUpdate: { maxSurge: 2, maxUnavailable: 0 } },
    ],
    [
      'Recreate: its author knows that two cannot live side by side',
      { type: 'Recreate' },
      { type: 'Recreate' },
    ],
  ]
  test.each(strategies)(
    'no pod is taken away before its successor is ready; strategy: %s',
    (_name, given, expected) => {
      const [write] = plan([deployment(given === undefined ? {} : { strategy: given })])
      expect(write!.after!['spec'].strategy).toEqual(expected)
    },
  )
})

describe('an autoscaler', () => {
  test("of the team's: replicas are not sent, its minimum is raised as far as its maximum allows, and the old one is remembered", () => {
    const writes = plan([deployment({ replicas: 1 })], [hpa(1, 3)], { replicas: 5 })
    expect(lines(writes)).toEqual([
      'apply Deployment model-blue model:new x-',
      'replace HorizontalPodAutoscaler scaler min 3',
    ])
    expect(writes[1]!.remember).toMatchObject({ kind: 'autoscaler', minReplicas: 1 })
  })

  test('that is high enough is left alone', () => {
    expect(lines(plan([deployment()], [hpa(5)], { replicas: 5 }))).toEqual([
      'apply Deployment model-blue model:new x-',
    ])
  })

  test('of another workload is none of our business', () => {
    const foreign = {
      ...hpa(1),
      spec: {
        ...hpa(1)['spec'],
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'other' },
      },
    }
    expect(lines(plan([deployment()], [foreign], { replicas: 5 }))).toEqual([
      'apply Deployment model-blue model:new x5',
    ])
  })

  test('among the manifests is made with the minimum that the stage needs', () => {
    const { uid: _, resourceVersion: __, ...metadata } = hpa(1).metadata
    const writes = plan([deployment(), { ...hpa(1), metadata }], [], { replicas: 4 })
    expect(lines(writes)).toEqual([
      'apply Deployment model-blue model:new x-',
      'apply HorizontalPodAutoscaler scaler min 4',
    ])
    expect(writes[1]!.remember).toMatchObject({ kind: 'autoscaler', minReplicas: 1 })
  })
})
