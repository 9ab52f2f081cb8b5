import { describe, expect, test } from '@jest/globals'
import type { KubeObject } from '../../../src/kube/object.ts'
import { identity, refOf } from '../../../src/kube/object.ts'
import { adoptionProblems } from '../../../src/plan/adoption.ts'
import { COPY, FILE, SWAP, rolloutOf } from './rollout-scene.ts'
import type { Backends } from './rollout-scene.ts'

type Labels = { readonly [label: string]: string }

function deployment(name: string, pods: Labels, selector: object = { matchLabels: pods }): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'abtesting' },
    spec: { selector, template: { metadata: { labels: pods }, spec: { containers: [] } } },
  }
}

function service(name: string, selector: Labels | null, more: object = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'abtesting', ...more },
    spec: selector ? { selector } : {},
  }
}

const GREEN = { app: 'model', version: 'green' }
const BLUE = { app: 'model', version: 'blue' }

/** What is wrong, with this in the cluster; the manifests render both versions with the labels app and version. */
function codes(
  live: readonly KubeObject[],
  {
    backends = 'services',
    stages = COPY,
    services = true,
  }: { backends?: Backends; stages?: string; services?: boolean } = {},
) {
  const rollout = rolloutOf(FILE(backends, stages))
  const [stable, canary] = rollout.versions
  const own = (version: string, pods: Labels) =>
    backends === 'services' ? service(`model-svc-${version}`, pods) : service('model', { app: 'model' })
  const rendered = {
    stable: [deployment('model-green', GREEN), ...(services ? [own('green', GREEN)] : [])],
    canary: [deployment('model-blue', BLUE), ...(services ? [own('blue', BLUE)] : [])],
  }
  const named = (name: string) => live.find((o) => o.kind === 'Service' && o.metadata.name === name) ?? null
  return adoptionProblems({
    rollout,
    roles: { stable, canary },
    rendered,
    live: new Map(live.map((o) => [identity(refOf(o)), o])),
    services: { stable: named(stable.backend.service), canary: named(canary.backend.service) },
  }).map(({ code }) => code)
}

describe('two Services', () => {
  const stable = deployment('model-green', GREEN)
  test.each<[string, KubeObject[], string[]]>([
    ['as the manifests say', [stable, service('model-svc-green', GREEN)], []],
    ['no Service of stable', [stable], []],
    ['one without a selector', [stable, service('model-svc-green', null)], []],
    ['one that reaches both', [stable, service('model-svc-green', { app: 'model' })], ['service-overlap']],
    ['one that reaches only the canary', [stable, service('model-svc-green', BLUE)], ['service-overlap']],
    ['one of more labels', [stable, service('model-svc-green', { ...GREEN, tier: 'gold' })], []],
    [
      'a Service of the canary that keeps somebody’s label',
      [stable, service('model-svc-blue', { ...BLUE, tier: 'gold' })],
      ['service-misses'],
    ],
    [
      'a Service of ours is written anew',
      [
        stable,
        service('model-svc-blue', { tier: 'gold' }, { labels: { 'shiftgate.dev/rollout': 'diabetes' } }),
      ],
      [],
    ],
    [
      'stable with another selector',
      [deployment('model-green', GREEN, { matchLabels: { app: 'model' } })],
      ['selector-differs'],
    ],
    [
      'a canary left over with another selector',
      [stable, deployment('model-blue', { app: 'old' })],
      ['selector-differs'],
    ],
    [
      'the same selector in another order',
      [deployment('model-green', { version: 'green', app: 'model' })],
      [],
    ],
    [
      'the same labels and an expression',
      [
        deployment('model-green', GREEN, {
          matchLabels: GREEN,
          matchExpressions: [{ key: 'x', operator: 'Exists' }],
        }),
      ],
      ['selector-differs'],
    ],
  ])('%s', (_, live, expected) => {
    expect(codes(live)).toEqual(expected)
  })

  test('a swap never writes stable, so its selector may differ', () => {
    const other = deployment('model-green', GREEN, { matchLabels: { version: 'green' } })
    expect(codes([other], { stages: SWAP })).toEqual([])
  })

  test('a canary without any Service', () => {
    expect(codes([stable], { services: false })).toEqual(['no-service'])
    expect(codes([stable, service('model-svc-blue', BLUE)], { services: false })).toEqual([])
    expect(codes([stable, service('model-svc-blue', { app: 'x' })], { services: false })).toEqual([
      'service-misses',
    ])
  })
})

describe('subsets of one Service', () => {
  const shared = service('model', { app: 'model' })
  test.each<[string, KubeObject[], string[]]>([
    ['as the manifests say', [deployment('model-green', GREEN), shared], []],
    [
      'pods with more labels',
      [deployment('model-green', { ...GREEN, tier: 'gold' }, { matchLabels: GREEN }), shared],
      [],
    ],
    [
      'pods without the label that tells the versions apart',
      [deployment('model-green', { app: 'model' }, { matchLabels: GREEN }), shared],
      ['subset-without-pods'],
    ],
    [
      'pods with another one',
      [deployment('model-green', { app: 'model', version: 'v1' }, { matchLabels: GREEN }), shared],
      ['subset-without-pods'],
    ],
    [
      'a Service that reaches stable only',
      [deployment('model-green', GREEN), service('model', GREEN)],
      ['service-misses'],
    ],
  ])('%s', (_, live, expected) => {
    expect(codes(live, { backends: 'subsets' })).toEqual(expected)
  })
})
