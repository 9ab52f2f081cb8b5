import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { KubeObject } from '../../../src/kube/object.ts'
import { preflight } from '../../../src/preflight/preflight.ts'
import { referencesOf } from '../../../src/preflight/references.ts'
import type { PreflightInput } from '../../../src/preflight/scene.ts'
import { parseRollout } from '../../../src/spec/parse.ts'
import { objectsOf, VALUES } from '../workload/rendering.ts'
import { MODEL, ROLLOUT, ROUTE } from './inspecting.ts'
import { autoscaler, destinationRule, GRANT, HTTP_ROUTE, rule } from './scenes.ts'

/** Objects of every kind that the checks look into; routes are no objects of a version, so they are told to be of one of ours. */
async function sample(): Promise<readonly KubeObject[]> {
  const routes = [
    rule('mirrors: [{ destination: { host: svc-blue, subset: a } }]'),
    destinationRule('[{ name: a, labels: { app: model } }]'),
    ROUTE,
    HTTP_ROUTE,
    GRANT,
  ]
  const kinds = /kind: (VirtualService|Gateway|DestinationRule|HTTPRoute)/g
  const texts = await objectsOf(MODEL + autoscaler('model-blue'), { ...VALUES, service: 'svc-blue' })
  const named = routes.map((text) =>
    text.replace(kinds, 'kind: Was$1').replace('namespace: other', 'namespace: abtesting'),
  )
  const others = (await Promise.all(named.map((text) => objectsOf(text)))).flat()
  return [...texts, ...others.map((object) => ({ ...object, kind: object.kind.replace(/^Was/, '') }))]
}

const junk = fc.oneof(
  fc.constantFrom(null, '', 0, -1, true, [], {}, [null], [[]], [{}], 'svc-blue', '*', 'a/b', '.', 'a.b.c.d', {
    number: 'x',
  }),
  fc.jsonValue({ maxDepth: 2 }),
)

/** The value with the part at the n-th place (counted depth first) replaced. */
function withJunk(value: unknown, n: { left: number }, part: unknown): unknown {
  if (n.left-- === 0) return part
  if (Array.isArray(value)) return value.map((item: unknown) => withJunk(item, n, part))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withJunk(inner, n, part)]))
}

test('whatever stands in the objects, there are findings and no failure', async () => {
  const objects = await sample()
  expect(objects.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining([
      'VirtualService',
      'HTTPRoute',
      'DestinationRule',
      'HorizontalPodAutoscaler',
      'Service',
    ]),
  )
  const parsed = parseRollout(ROLLOUT, 'r.yaml')
  if (!parsed.ok) throw new Error('the rollout file does not parse')
  const { rollout } = parsed
  fc.assert(
    fc.property(
      fc.nat(objects.length - 1),
      fc.array(fc.tuple(fc.nat(60), junk), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (which, edits, online) => {
        const broken = objects.map((object, i) => {
          if (i !== which) return object
          const spec = edits.reduce<unknown>(
            (value, [place, part]) => withJunk(value, { left: place }, part),
            object['spec'],
          )
          return { ...object, spec }
        })
        const rendered = broken.map((object) => ({ object, file: 'm.yaml', line: 1 }))
        const cluster = online ? { objects: broken, unknown: [] } : null
        const input: PreflightInput = {
          rollout,
          versions: [online ? [] : rendered, []],
          routes: [],
          complete: true,
          cluster,
        }
        for (const one of preflight(input)) {
          expect(one.message.length).toBeGreaterThan(0)
          expect(one.message).not.toMatch(/undefined|\[object Object\]|NaN/)
        }
        expect(referencesOf(input).every(({ name }) => typeof name === 'string')).toBe(true)
      },
    ),
    { numRuns: 600 },
  )
})
