import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import type { Json, KubeObject } from '../../../../src/kube/object.ts'
import { istioRouter, renderSubsets } from '../../../../src/mesh/istio/index.ts'
import { objectOf } from '../../../../src/mesh/json-reading.ts'
import type { RouteState } from '../../../../src/mesh/route-state.ts'
import type { RouteContext, RouteMemory } from '../../../../src/mesh/router.ts'
import { randomRoute, randomState } from './random-routes.ts'
import { resnetContext, tfWeighted } from './routes.ts'

const junk: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json[]>(
    null,
    true,
    '',
    'x',
    'shiftgate-diabetes-0',
    0,
    -1,
    1.5,
    1e30,
    [],
    {},
    [null],
    { host: null },
    { value: 'x' },
  ),
  fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
)

type Mutation = { readonly at: number; readonly how: 'replace' | 'remove' | 'repeat'; readonly junk: Json }
const mutations = fc.array(
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom<Mutation['how']>('replace', 'replace', 'remove', 'repeat'),
    junk,
  }),
  { minLength: 1, maxLength: 4 },
)

/** A copy in which some place, anywhere, holds something else. */
function mutated<T>(value: T, list: readonly Mutation[]): T {
  const copy = JSON.parse(JSON.stringify(value)) as T
  for (const { at, how, junk } of list) {
    const places: { holder: Record<string, unknown>; key: string }[] = []
    collect(copy, places)
    const place = places[at % places.length]
    if (!place) continue
    const { holder, key } = place
    // A copy: the same value put into itself would be no JSON any more.
    if (how === 'replace') holder[key] = structuredClone(junk)
    else if (Array.isArray(holder))
      holder.splice(Number(key), how === 'remove' ? 1 : 0, ...(how === 'remove' ? [] : [holder[key]]))
    else if (how === 'remove') Reflect.deleteProperty(holder, key)
  }
  return copy
}
function collect(value: unknown, places: { holder: Record<string, unknown>; key: string }[]): void {
  if (typeof value !== 'object' || value === null) return
  for (const key of Object.keys(value)) {
    places.push({ holder: value as Record<string, unknown>, key })
    collect((value as Record<string, unknown>)[key], places)
  }
}

function everything(
  vs: KubeObject,
  state: RouteState,
  context: RouteContext,
  memory: RouteMemory,
  record: 'ours' | 'forged' = 'ours',
): void {
  const located = istioRouter.locate(vs, context, memory)
  // A record that somebody changed may name another rule as ours.
  const before = record === 'ours' ? notOurs(vs, context, memory) : null
  if (!located.ok) expect(located.problems.every((p) => p.code && p.message)).toBe(true)
  istioRouter.remember(vs, context, memory)
  istioRouter.read(vs, context, memory)
  istioRouter.fresh(vs, context)
  istioRouter.drift(vs, state, context, memory)
  istioRouter.canaryTraffic(vs, context)
  istioRouter.longestTimeout(vs, context)
  istioRouter.removeMarks(vs)
  for (const result of [
    istioRouter.render(vs, state, context, memory),
    istioRouter.restore(vs, context, memory),
  ]) {
    if (!result.ok) continue
    expect(istioRouter.diff(vs, result.object)).toBeInstanceOf(Array)
    expect(result.object['spec'].http).toBeInstanceOf(Array)
  }
  const rendered = istioRouter.render(vs, state, context, memory)
  // Where only one version remains, rules that are pinned to the other may follow it.
  if (!rendered.ok || before === null || state.kind === 'single') return
  const after = notOurs(rendered.object, context, rendered.memory)
  if (isDeepStrictEqual(after, before)) unchanged++
  else expect(after).toEqual(before)
}

let unchanged = 0

/** All of a route but our rule, our header rules and our marks; null: it is not clear which rule is ours. */
function notOurs(vs: KubeObject, context: RouteContext, memory: RouteMemory): unknown {
  const located = istioRouter.locate(vs, context, memory)
  if (!located.ok) return null
  const { index, ours } = located.rule
  const { http, ...spec } = vs['spec'] as { http: Json[] }
  const { annotations, ...metadata } = objectOf(vs.metadata) ?? {}
  // An API server stores nothing but a map of texts there.
  const foreign = Object.entries(objectOf(annotations) ?? {}).filter(
    ([name, value]) => typeof value === 'string' && !name.startsWith('shiftgate.dev/'),
  )
  const rules = http.filter((_, i) => i !== index && !ours.includes(i))
  return JSON.parse(JSON.stringify({ ...vs, metadata, spec, rules, foreign }))
}

function memoryOf(vs: KubeObject, context: RouteContext): RouteMemory {
  const result = istioRouter.remember(vs, context, null)
  return result.ok ? result.memory : {}
}

test('a VirtualService with anything anywhere is rendered or refused, and never an exception', () => {
  fc.assert(
    fc.property(randomRoute, randomState, mutations, fc.boolean(), ({ vs, context }, state, list, marked) => {
      const free = marked ? context : { ...context, rule: null }
      const memory = memoryOf(vs, context)
      const begun = istioRouter.render(vs, state, context, memory)
      everything(mutated(begun.ok ? begun.object : vs, list), state, free, begun.ok ? begun.memory : memory)
    }),
    {
      seed: 21,
      numRuns: 10_000,
      interruptAfterTimeLimit: 300_000,
      markInterruptAsFailure: true,
      endOnFailure: true,
    },
  )
  // The property was looked at, not only never contradicted.
  expect(unchanged).toBeGreaterThan(1_000)
})

test('neither is a record in which somebody changed something', () => {
  fc.assert(
    fc.property(randomRoute, randomState, mutations, ({ vs, context }, state, list) => {
      const begun = istioRouter.render(vs, { kind: 'single', role: 'stable' }, context, memoryOf(vs, context))
      if (begun.ok) everything(begun.object, state, context, mutated(begun.memory, list), 'forged')
    }),
    { seed: 22, numRuns: 700 },
  )
})

test('nor values that are no VirtualService at all', () => {
  fc.assert(
    fc.property(junk, junk, randomState, (value, spec, state) => {
      const kind = 'VirtualService'
      const objects = [
        value ?? {},
        { kind, spec },
        { kind, metadata: value, spec: { http: spec } },
        { kind, spec: { http: [spec, value] } },
      ]
      for (const vs of objects)
        everything(vs as unknown as KubeObject, state, resnetContext, (spec ?? {}) as RouteMemory)
    }),
    { seed: 23, numRuns: 1000 },
  )
})

test('nor a DestinationRule', () => {
  const rule = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: 'image-classifier', annotations: { 'shiftgate.dev/subsets': '["resnet101"]' } },
    spec: {
      host: 'image-classifier',
      subsets: [
        { name: 'resnet101', labels: { version: 'x' } },
        { name: 'resnet50', labels: { version: 'y' } },
      ],
    },
  }
  const present = fc.record({ stable: fc.boolean(), canary: fc.boolean() })
  fc.assert(
    fc.property(mutations, present, (list, present) => {
      const labels = { stable: { version: 'y' }, canary: { version: 'x' } }
      const { sides, namespace } = resnetContext
      const result = renderSubsets(mutated(rule, list), {
        sides,
        labels,
        present,
        namespace,
        name: null,
        apiVersion: tfWeighted([1, 1]).apiVersion,
      })
      if (!result.ok) expect(result.problems).not.toHaveLength(0)
    }),
    { seed: 24, numRuns: 1000 },
  )
})
