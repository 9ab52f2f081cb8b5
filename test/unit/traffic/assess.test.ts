import {
  assessErrors,
  assessLatency,
  assessShare,
  percent,
  SHARE_LEVEL,
} from '../../../src/gates/traffic/assess.ts'
import type { Answer } from '../../../src/gates/traffic/probing.ts'
import { mergeSamples, sampleBuilder, type Sample } from '../../../src/gates/traffic/sample.ts'
import { binomialProbability } from '../../../src/stats/binomial.ts'
import { requestsFor } from '../../../src/stats/proportion.ts'
import { seeded } from './model-server.ts'

const names = { stable: 'green', canary: 'blue' }
type Some = Partial<Answer> & { times: number }

/** A sample of so many answers of each kind. */
function sampleOf(...groups: Some[]): Sample {
  const builder = sampleBuilder(0)
  for (const { times, ...group } of groups) {
    const bad = group.version === null || (group.status ?? 200) >= 300
    const answer: Answer = {
      version: 'green',
      good: !bad,
      status: 200,
      error: bad ? `HTTP ${group.status}: oops` : null,
      kind: bad ? String(group.status ?? 'unidentified') : null,
      reached: true,
      ms: 10,
      address: 'a:80',
      body: null,
      ...group,
    }
    for (let i = 0; i < times; i++) builder.add(answer)
  }
  return builder.sample(1)
}
const split = (green: number, blue: number, address = 'a:80') =>
  sampleOf({ version: 'green', times: green, address }, { version: 'blue', times: blue, address })

describe('shares', () => {
  const cases: {
    name: string
    sample: Sample
    expected: number
    verdict: string
    reason: string | RegExp
  }[] = [
    {
      name: 'half',
      sample: split(510, 490),
      expected: 0.5,
      verdict: 'pass',
      reason: '490 of 1000 answers from blue, expected 50 %',
    },
    {
      name: 'half, and it is 40 %',
      sample: split(600, 400),
      expected: 0.5,
      verdict: 'inconclusive',
      reason: /^400 of 1000 answers from blue, expected \d+ to \d+ \(50 %\)$/,
    },
    {
      name: 'none, and there are three',
      sample: split(997, 3),
      expected: 0,
      verdict: 'inconclusive',
      reason: '3 of 1000 answers from blue, expected 0',
    },
    {
      name: 'none',
      sample: split(1000, 0),
      expected: 0,
      verdict: 'pass',
      reason: '0 of 1000 answers from blue, expected 0 %',
    },
    {
      name: 'all, and one is not',
      sample: split(1, 999),
      expected: 1,
      verdict: 'inconclusive',
      reason: '1 of 1000 answers from green, expected 0',
    },
    {
      name: 'all',
      sample: split(0, 1000),
      expected: 1,
      verdict: 'pass',
      reason: '1000 of 1000 answers from blue, expected 100 %',
    },
    {
      name: 'ten requests say nothing about half',
      sample: split(5, 5),
      expected: 0.5,
      verdict: 'inconclusive',
      reason: /fewer than 20/,
    },
    {
      name: 'ten requests say nothing about none',
      sample: split(10, 0),
      expected: 0,
      verdict: 'inconclusive',
      reason: /fewer than 20/,
    },
    {
      name: 'a hundred say nothing about 5 %',
      sample: split(95, 5),
      expected: 0.05,
      verdict: 'inconclusive',
      reason: /too few requests to tell that share from none/,
    },
    {
      name: 'a hundred say nothing about 95 %',
      sample: split(5, 95),
      expected: 0.95,
      verdict: 'inconclusive',
      reason: /too few requests to tell that share from all/,
    },
    {
      name: 'no answers',
      sample: sampleOf(),
      expected: 0.5,
      verdict: 'inconclusive',
      reason: /^0 of 0 answers/,
    },
    {
      name: 'the measured 44 of 10,000 at 0.5 %',
      sample: split(9956, 44),
      expected: 0.005,
      verdict: 'pass',
      reason: '44 of 10000 answers from blue, expected 0.5 %',
    },
    {
      name: 'right in total and wrong at each address',
      sample: mergeSamples(split(500, 0, 'a:80'), split(0, 500, 'b:80')),
      expected: 0.5,
      verdict: 'inconclusive',
      reason: /^0 of 500 answers at a:80 from blue, expected \d+ to \d+ \(50 %\)$/,
    },
    {
      name: 'an address that told nothing',
      sample: mergeSamples(split(500, 500, 'a:80'), sampleOf({ version: null, times: 5, address: 'b:80' })),
      expected: 0.5,
      verdict: 'inconclusive',
      reason: /no attributed answer at b:80/,
    },
  ]
  for (const { name, sample, expected, verdict, reason } of cases) {
    test(`${name}: ${verdict}`, () => {
      const assessment = assessShare(sample, expected, names)
      expect(assessment.verdict).toBe(verdict)
      if (typeof reason === 'string') expect(assessment.reason).toBe(reason)
      else expect(assessment.reason).toMatch(reason)
    })
  }

  test('keys can be roles', () => {
    const sample = sampleOf({ version: 'stable', times: 30 }, { version: 'canary', times: 30 })
    expect(assessShare(sample, 0.5, names).verdict).toBe('pass')
  })

  /** Draws counts of a gate with two addresses; from a table of the distribution, because single requests take a thousand draws. */
  function gates(share: number, n: number): (random: () => number) => Pick<Sample, 'counts' | 'perAddress'> {
    const half = n / 2
    const cumulative = Array.from({ length: half + 1 }, () => 0)
    for (let k = 0, sum = 0; k <= half; k++) cumulative[k] = sum += binomialProbability(k, half, share)
    const at = (random: () => number) => {
      const x = random()
      let low = 0
      let high = half
      while (low < high) {
        const middle = (low + high) >> 1
        if (cumulative[middle]! > x) high = middle
        else low = middle + 1
      }
      return { n: half, errors: 0, unreached: 0, counts: { green: half - low, blue: low } }
    }
    return (random) => {
      const [a, b] = [at(random), at(random)]
      return {
        perAddress: { a, b },
        counts: { green: a.counts.green + b.counts.green, blue: a.counts.blue + b.counts.blue },
      }
    }
  }

  test('no false alarm in 10,000 gates with the true share', () => {
    const random = seeded(20)
    let alarms = 0
    for (const share of [0.05, 0.1, 0.3, 0.5, 0.9]) {
      const draw = gates(share, 1000)
      for (let i = 0; i < 2_000; i++) if (assessShare(draw(random), share, names).verdict !== 'pass') alarms++
    }
    expect(alarms).toBe(0)
  })

  test('the simulation does raise alarms at a level that allows them', () => {
    const random = seeded(21)
    let alarms = 0
    const draw = gates(0.5, 1000)
    for (let i = 0; i < 2_000; i++)
      if (assessShare(draw(random), 0.5, names, 0.2).verdict !== 'pass') alarms++
    // Three tests share 20 %, and a discrete test uses less than its level.
    expect(alarms).toBeGreaterThan(100)
    expect(alarms).toBeLessThan(400)
  })

  for (const [served, expected] of [
    [0.4, 0.5],
    [0, 0.05],
    [1, 0.9],
    [0.01, 0],
    [0.2, 0.1],
  ] as const) {
    test(`${percent(served)} instead of ${percent(expected)} is found`, () => {
      const random = seeded(22)
      const n = requestsFor(expected, Math.abs(served - expected), SHARE_LEVEL / 3, 0.999)
      let found = 0
      const draw = gates(served, n + (n % 2))
      for (let i = 0; i < 200; i++)
        if (assessShare(draw(random), expected, names).verdict === 'inconclusive') found++
      expect(found).toBeGreaterThanOrEqual(198)
    })
  }
})

describe('errors', () => {
  const limits = { errors: 0.01 }
  const none = { errors: 0 }
  const cases: {
    name: string
    sample: Sample
    limits: { errors: number }
    verdict: string
    reason: string | RegExp
  }[] = [
    {
      name: 'no errors',
      sample: split(500, 500),
      limits,
      verdict: 'pass',
      reason: '0 of 1000 answers were errors (0 %), limit 1 %',
    },
    {
      name: 'many',
      sample: sampleOf({ times: 943 }, { version: null, status: 500, times: 57 }),
      limits,
      verdict: 'fail',
      reason: '57 of 1000 answers were errors (5.7 %, 500: 57), limit 1 %; e.g. HTTP 500: oops',
    },
    {
      name: 'exactly the limit',
      sample: sampleOf({ times: 990 }, { version: null, status: 503, times: 10 }),
      limits,
      verdict: 'pass',
      reason: /^10 of 1000 answers were errors \(1 %, 503: 10\)/,
    },
    {
      name: 'one in ten is no proof against 1 %',
      sample: sampleOf({ times: 9 }, { status: 500, times: 1 }),
      limits,
      verdict: 'inconclusive',
      reason: /^1 of 10 .*: not enough requests to exclude chance/,
    },
    {
      name: 'one in a million fails a limit of none',
      sample: sampleOf({ times: 1000 }, { status: 500, times: 1 }),
      limits: none,
      verdict: 'fail',
      reason: /^1 of 1001 answers from green were errors \(0.1 %, 500: 1\), limit 0 %/,
    },
    {
      name: 'none and a limit of none',
      sample: split(10, 0),
      limits: none,
      verdict: 'pass',
      reason: /^0 of 10/,
    },
    {
      name: 'a canary of 0.9 % that always fails',
      sample: sampleOf({ times: 991 }, { version: 'blue', status: 500, times: 9 }),
      limits,
      verdict: 'fail',
      reason: '9 of 9 answers from blue were errors (100 %, 500: 9), limit 1 %; e.g. HTTP 500: oops',
    },
    {
      name: 'a failing canary among other errors',
      sample: sampleOf(
        { times: 990 },
        { version: 'blue', status: 500, times: 9 },
        { version: null, status: 503, times: 1 },
      ),
      limits,
      verdict: 'fail',
      reason: /^9 of 9 answers from blue were errors \(100 %; all errors: 500: 9, 503: 1\), limit 1 %/,
    },
    {
      name: 'a failing stable side',
      sample: sampleOf({ times: 40, status: 500 }, { version: 'blue', times: 9960 }),
      limits,
      verdict: 'fail',
      reason: /^40 of 40 answers from green/,
    },
    {
      name: 'good answers of nobody',
      sample: sampleOf({ times: 100 }, { version: null, times: 50 }),
      limits,
      verdict: 'fail',
      reason: /unidentified: 50|200: 50/,
    },
    {
      name: 'nothing measured',
      sample: sampleOf(),
      limits,
      verdict: 'inconclusive',
      reason: /^0 of 0 answers/,
    },
  ]
  for (const { name, sample, limits, verdict, reason } of cases) {
    test(`${name}: ${verdict}`, () => {
      const assessment = assessErrors(sample, limits, names)
      expect(assessment.verdict).toBe(verdict)
      if (typeof reason === 'string') expect(assessment.reason).toBe(reason)
      else expect(assessment.reason).toMatch(reason)
    })
  }
})

describe('latency', () => {
  const limits = { p50: 100, p99: 500 }
  const blue = (times: number, ms: number) => ({ version: 'blue', times, ms })
  const cases: {
    name: string
    sample: Sample
    limits: { p50: number | null; p99: number | null }
    verdict: string
    reason: string | RegExp
  }[] = [
    {
      name: 'fast',
      sample: sampleOf(blue(1000, 20)),
      limits,
      verdict: 'pass',
      reason:
        'p50 of 1000 answers from blue is 20 ms, limit 100 ms; p99 of 1000 answers from blue is 20 ms, limit 500 ms',
    },
    {
      name: 'slow',
      sample: sampleOf(blue(1000, 120)),
      limits,
      verdict: 'fail',
      reason: 'p50 of 1000 answers from blue is 120 ms, limit 100 ms',
    },
    {
      name: 'slow tail',
      sample: sampleOf(blue(960, 20), blue(40, 900)),
      limits,
      verdict: 'fail',
      reason: 'p99 of 1000 answers from blue is 900 ms, limit 500 ms',
    },
    {
      name: 'tail just over the limit',
      sample: sampleOf(blue(988, 20), blue(12, 900)),
      limits,
      verdict: 'inconclusive',
      reason: /not enough answers to exclude chance/,
    },
    {
      name: 'only stable is slow',
      sample: sampleOf({ times: 1000, ms: 9000 }, blue(1000, 20)),
      limits,
      verdict: 'pass',
      reason: /20 ms/,
    },
    {
      name: 'too few for p99',
      sample: sampleOf(blue(99, 20)),
      limits,
      verdict: 'inconclusive',
      reason: /needs 100 answers/,
    },
    {
      name: 'few, but all of them slow',
      sample: sampleOf(blue(19, 2000)),
      limits,
      verdict: 'fail',
      reason: /2000 ms/,
    },
    {
      name: 'no answers',
      sample: split(100, 0),
      limits,
      verdict: 'inconclusive',
      reason: /no good answers from blue/,
    },
    {
      name: 'not judged',
      sample: split(100, 0),
      limits: { p50: null, p99: null },
      verdict: 'pass',
      reason: '',
    },
  ]
  for (const { name, sample, limits, verdict, reason } of cases) {
    test(`${name}: ${verdict}`, () => {
      const assessment = assessLatency(sample, limits, names)
      expect(assessment.verdict).toBe(verdict)
      if (typeof reason === 'string') expect(assessment.reason).toBe(reason)
      else expect(assessment.reason).toMatch(reason)
    })
  }
})

test('samples add up', () => {
  const a = sampleOf({ times: 3, status: 500, error: 'one' }, { times: 2, ms: 1 })
  const b = sampleOf({ times: 2, status: 500, error: 'two', address: 'b:80' }, { version: null, times: 1 })
  expect(mergeSamples(a, b)).toMatchObject({
    n: 8,
    counts: { green: 7 },
    bad: { green: 5 },
    errors: 6,
    unattributed: 1,
    errorKinds: { '500': { count: 5, examples: ['one', 'two'] } },
    latencies: { green: [1, 1] },
    perAddress: {
      'a:80': { n: 6, counts: { green: 5 }, errors: 4 },
      'b:80': { n: 2, counts: { green: 2 }, errors: 2 },
    },
  })
})
