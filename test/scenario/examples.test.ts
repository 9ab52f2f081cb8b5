import { expect, test } from '@jest/globals'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { binomialAcceptance } from '../../src/stats/proportion.ts'
import { cli } from '../support/cli.ts'
import { SHADOW_AB } from '../support/shadow-ab.ts'

interface Expected {
  /** Percent of the live requests that the canary answers once a stage has passed; header rules do not show in it. */
  readonly shares: { readonly [stage: string]: number }
  /** Percent of the requests that are copied to it meanwhile. */
  readonly copies?: { readonly [stage: string]: number }
}

const MIRRORING: Expected = {
  shares: { Baseline: 0, Mirror_10: 0, Mirror_100: 0, Share_20: 20, All_v2: 100, Promote: 100, Finish: 100 },
  copies: { Mirror_10: 10, Mirror_100: 100 },
}

const EXAMPLES: { readonly [file: string]: Expected } = {
  'mlopspython/rollout.yaml': {
    // Green is redeployed in Blue_Green and answers alone in Green_100.
    shares: { Blue_0: 0, Blue_50: 50, Blue_100: 100, Blue_Green: 100, Green_100: 0 },
  },
  'tfserving-canary/rollout.yaml': { shares: { Weight_0: 0, Weight_30: 30, Focused: 0 } },
  'tfserving-canary/rollout-everybody.yaml': {
    shares: { Weight_0: 0, Weight_10: 10, Weight_100: 100, Swap: 100, Finish: 100 },
  },
  'header-routing/rollout.yaml': { shares: { Default_only: 0, Condition1: 0 } },
  'header-routing/rollout-conditions.yaml': {
    shares: { Testers: 0, Some: 10, Everybody: 100, Swap: 100, Finish: 100 },
  },
  'httpbin-mirroring/rollout.yaml': MIRRORING,
  'httpbin-mirroring/rollout-gateway.yaml': MIRRORING,
}
/** Rehearsed with what they compare in comparison.test.ts. */
const ELSEWHERE = SHADOW_AB.map(({ file }) => `shadow-ab/${file}`)

/** How often one of these checks may fail by chance. */
const LEVEL = 1e-7

interface Row {
  readonly name: string
  readonly requests: number
  readonly served: { readonly stable: number; readonly canary: number }
  readonly mirrored?: { readonly requests: number; readonly copies: number }
  readonly verdict: string
}

test('no example is left out', () => {
  const folder = path.resolve(import.meta.dirname, '../../examples')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll(path.sep, '/'))
    .filter((file) => /^[^/]+\/rollout[^/]*\.yaml$/.test(file))
  expect([...Object.keys(EXAMPLES), ...ELSEWHERE].toSorted()).toEqual(files.toSorted())
})

test.each(Object.entries(EXAMPLES))(
  '%s is valid and can be rehearsed as it stands',
  async (file, { shares, copies = {} }) => {
    const valid = await cli(['validate', `examples/${file}`, '--json'])
    const codes = valid.json.findings.map(({ code }: { code: string }) => code)
    expect([valid.code, codes]).toEqual([0, []])

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
    for (const { name, requests, served, mirrored } of rows) {
      expect(requests).toBeGreaterThanOrEqual(100)
      expect(served.stable + served.canary).toBe(requests)
      expectShare(served.canary, requests, shares[name]!)
      expect(mirrored === undefined).toBe(copies[name] === undefined)
      if (mirrored) expectShare(mirrored.copies, mirrored.requests, copies[name]!)
    }
  },
  120_000,
)

function expectShare(n: number, of: number, percent: number): void {
  const { low, high } = binomialAcceptance(of, percent / 100, LEVEL)
  expect(n).toBeGreaterThanOrEqual(low)
  expect(n).toBeLessThanOrEqual(high)
}
