import { expect, test } from '@jest/globals'
import { binomialAcceptance } from '../../src/stats/proportion.ts'
import { cli } from '../support/cli.ts'

/** Percent of the live requests that the canary answers once a stage has passed; header rules do not show in it. */
const EXAMPLES: readonly { readonly file: string; readonly shares: { readonly [stage: string]: number } }[] =
  [
    { file: 'tfserving-canary/rollout.yaml', shares: { Weight_0: 0, Weight_30: 30, Focused: 0 } },
    {
      file: 'tfserving-canary/rollout-everybody.yaml',
      shares: { Weight_0: 0, Weight_10: 10, Weight_100: 100, Swap: 100, Finish: 100 },
    },
    { file: 'header-routing/rollout.yaml', shares: { Default_only: 0, Condition1: 0 } },
    {
      file: 'header-routing/rollout-conditions.yaml',
      shares: { Testers: 0, Some: 10, Everybody: 100, Swap: 100, Finish: 100 },
    },
  ]
/** How often one of these checks may fail by chance. */
const LEVEL = 1e-7

interface Row {
  readonly name: string
  readonly requests: number
  readonly served: { readonly stable: number; readonly canary: number }
  readonly verdict: string
}

test.each(EXAMPLES)(
  '$file is valid and can be rehearsed as it stands',
  async ({ file, shares }) => {
    const valid = await cli(['validate', `examples/${file}`, '--json'])
    expect([valid.code, valid.json.findings]).toEqual([0, []])

    const { code, json } = await cli([
      'rehearse',
      `examples/${file}`,
      '--approve',
      'all',
      '--quiet',
      '--json',
    ])
    expect([code, json.outcome, json.message]).toEqual([
      0,
      'done',
      `all ${json.stages.length} stages have passed`,
    ])
    expect(json.totals).toMatchObject({ errors: 0, lost: 0 })
    const rows = json.stages as Row[]
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(shares))
    for (const { name, requests, served } of rows) {
      expect(requests).toBeGreaterThanOrEqual(100)
      expect(served.stable + served.canary).toBe(requests)
      const { low, high } = binomialAcceptance(requests, shares[name]! / 100, LEVEL)
      expect(served.canary).toBeGreaterThanOrEqual(low)
      expect(served.canary).toBeLessThanOrEqual(high)
    }
  },
  120_000,
)
