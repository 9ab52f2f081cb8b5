import fc from 'fast-check'
import type { RouteState } from '../../../src/mesh/route-state.ts'
import {
  autoscalerOf,
  autoscalersOf,
  raisedMinimum,
  replicasFor,
  replicasForState,
} from '../../../src/workload/capacity.ts'

test.each([
  [0, 10, 0],
  [0.01, 10, 1],
  [0.01, 0, 1],
  [50, 1, 1],
  [50, 2, 1],
  [50, 3, 2],
  [100, 7, 7],
  [7, 100, 7],
  [0.07, 10_000, 7],
  [14.29, 7, 2],
  [33.33, 3, 1],
  [33.34, 3, 2],
  [29, 100, 29],
  [57, 100, 57],
  [58, 100, 58],
])('weight %p of what %p replicas carried needs %p', (weight, baseline, expected) => {
  expect(replicasFor(weight, baseline)).toBe(expected)
})

test('the replicas are the smallest number that carries the share', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.integer({ min: 1, max: 5_000 }),
      (hundredths, baseline) => {
        const replicas = replicasFor(hundredths / 100, baseline)
        expect(replicas * 10_000).toBeGreaterThanOrEqual(hundredths * baseline)
        expect((replicas - 1) * 10_000).toBeLessThan(hundredths * baseline)
      },
    ),
  )
})

const HEADER = { headers: { 'user-group': { kind: 'exact' as const, value: 'canary' } }, path: null }
test.each<[string, RouteState, number, number]>([
  ['nothing yet', { kind: 'split', weight: 0, headers: [], mirror: 0 }, 10, 0],
  ['a half', { kind: 'split', weight: 50, headers: [], mirror: 0 }, 5, 5],
  ['headers only', { kind: 'split', weight: 0, headers: [HEADER], mirror: 0 }, 10, 1],
  ['headers beside a weight', { kind: 'split', weight: 30, headers: [HEADER], mirror: 0 }, 7, 3],
  ['a full mirror', { kind: 'split', weight: 0, headers: [], mirror: 100 }, 10, 10],
  ['a mirror beside a weight', { kind: 'split', weight: 50, headers: [], mirror: 10 }, 5, 6],
  ['stable only', { kind: 'single', role: 'stable' }, 10, 0],
  ['canary only', { kind: 'single', role: 'canary' }, 0, 10],
])('%s, of ten replicas', (_, state, stable, canary) => {
  expect([replicasForState(state, 'stable', 10), replicasForState(state, 'canary', 10)]).toEqual([
    stable,
    canary,
  ])
})

const workload = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'd', namespace: 'n' } }
const hpa = (name: string, target: object, spec: object = {}, namespace = 'n') => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name, namespace },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', ...target }, maxReplicas: 5, ...spec },
})

test('the autoscaler of a workload is found by its target', () => {
  const all = [
    hpa('other', { name: 'e' }),
    hpa('kind', { name: 'd', kind: 'StatefulSet' }),
    hpa('group', { name: 'd', apiVersion: 'argoproj.io/v1alpha1' }),
    hpa('elsewhere', { name: 'd' }, {}, 'm'),
    { apiVersion: 'x', kind: 'Other', metadata: { name: 'x' } },
    hpa('old-version', { name: 'd', apiVersion: 'apps/v1beta1' }),
    hpa('no-version', { name: 'd', apiVersion: undefined }),
  ]
  expect(autoscalerOf(all, workload)?.metadata.name).toBe('old-version')
  expect(autoscalersOf(all, workload).map(({ metadata }) => metadata.name)).toEqual([
    'old-version',
    'no-version',
  ])
  expect(autoscalerOf(all.slice(0, 5), workload)).toBeNull()
})

test.each([
  ['below', { minReplicas: 1 }, 3, 3],
  ['absent, which is 1', {}, 2, 2],
  ['enough already', { minReplicas: 3 }, 3, null],
  ['more already', { minReplicas: 4 }, 3, null],
  ['as far as the maximum allows', { minReplicas: 1 }, 9, 5],
  ['at the maximum already', { minReplicas: 5 }, 9, null],
])('the minimum is raised: %s', (_, spec, needed, expected) => {
  const before = hpa('h', { name: 'd' }, spec)
  const after = raisedMinimum(before, needed)
  expect(after).toEqual(
    expected === null ? null : { ...before, spec: { ...before.spec, minReplicas: expected } },
  )
})
