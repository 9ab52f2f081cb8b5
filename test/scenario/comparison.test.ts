import path from 'node:path'
import { cli } from '../support/cli.ts'

/** The example as it lies there: live traffic, copies by the gateway, logs by the API server. */
const EXAMPLE = path.resolve(import.meta.dirname, '../../examples/shadow-ab/rollout.yaml')

interface Measured {
  readonly name: string
  readonly value: number | null
  readonly verdict: string | null
}

test('shadow-ab: the logs of both versions are paired, and the rollout goes to its end', async () => {
  const { code, json, stderr } = await cli(['rehearse', EXAMPLE, '--approve', 'all', '--json'])
  if (code !== 0) throw new Error(stderr)
  expect(json).toMatchObject({ outcome: 'done', totals: { errors: 0 } })
  const shadow = json.stages.find(({ name }: { name: string }) => name === 'Shadow')
  // Nobody was answered by the canary, and yet there is a pair for nearly every request.
  expect(shadow).toMatchObject({ weight: 0, served: { canary: 0 }, verdict: 'done' })
  expect(shadow.mirrored.requests).toBeGreaterThanOrEqual(100)
  expect(shadow.mirrored.copies).toBe(shadow.mirrored.requests)
  const { comparison } = shadow
  expect(comparison.source).toBe('pod logs')
  expect(comparison.pairs).toBeGreaterThan(400)
  expect(comparison.sides.stable.errors + comparison.sides.canary.errors).toBe(0)
  const values = Object.fromEntries(comparison.measures.map((m: Measured) => [m.name, m.value]))
  expect(values.coverage).toBeGreaterThan(0.99)
  expect(values.agreement).toBeGreaterThan(0.9)
  // Ten iterations move the threshold a little further than one.
  expect(values['max-difference']).toBeGreaterThan(0)
  expect(values['p99-difference']).toBeLessThan(0.25)
})

test('shadow-ab with a canary that is given other numbers: fails with the figures, and nobody lost a request', async () => {
  const { code, json } = await cli([
    'rehearse',
    EXAMPLE,
    '--approve',
    'all',
    '--fault',
    'other-input',
    '--json',
  ])
  expect(code).toBe(1)
  expect(json).toMatchObject({ outcome: 'aborted', totals: { errors: 0, lost: 0 } })
  expect(json.message).toMatch(/agreement [\d.]+ % \([\d.]+ % to [\d.]+ %\), limit at least 90 %/)
  expect(json.message).toMatch(/e\.g\. (large became small|small became large) \d+ times/)
  const shadow = json.stages.at(-1)
  expect(shadow).toMatchObject({ name: 'Shadow', verdict: 'aborted', served: { canary: 0 } })
  const agreement = shadow.comparison.measures.find((m: Measured) => m.name === 'agreement')
  expect(agreement).toMatchObject({ verdict: 'fail' })
  expect(agreement.value).toBeLessThan(0.5)
})
