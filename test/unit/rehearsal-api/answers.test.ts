import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startApi } from '../../../src/rehearsal/api/api.ts'
import type { EmbeddedApi } from '../../../src/rehearsal/api/contract.ts'
import { ask, comparable } from './answers.ts'
import { NAMESPACE, SERIES } from './answers.cases.ts'

// What a Kubernetes 1.34 with Istio's and the Gateway API's CRDs answered to the same steps in an empty namespace: one
// line `[series, step, answer]` each, made with `comparable`.
const file = join(import.meta.dirname, 'answers.recorded.jsonl')
const recorded = new Map(
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, string, unknown])
    .map(([series, step, answer]) => [`${series}: ${step}`, answer]),
)

describe.each(Object.entries(SERIES))('the embedded API answers as a real one: %s', (series, steps) => {
  let api: EmbeddedApi
  beforeAll(async () => {
    api = await startApi()
    api.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
  })
  afterAll(() => api.close())

  it.each(steps)('$name', async (step) => {
    expect(comparable(await ask(api, step))).toEqual(recorded.get(`${series}: ${step.name}`))
  })
})

it('every step is recorded once', () => {
  const names = Object.entries(SERIES).flatMap(([series, steps]) =>
    steps.map((step) => `${series}: ${step.name}`),
  )
  expect([...recorded.keys()].sort()).toEqual([...names].sort())
})
