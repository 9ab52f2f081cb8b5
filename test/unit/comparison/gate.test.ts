import { comparisonGate } from '../../../src/gates/comparison/comparison-gate.ts'
import type { AnswerSource, Take } from '../../../src/gates/comparison/source.ts'
import { CannotLook } from '../../../src/gates/cannot-look.ts'
import { KubeError } from '../../../src/kube/client.ts'
import { systemClock } from '../../../src/process/clock.ts'
import type { Comparison } from '../../../src/spec/rollout.ts'
import { comparisonMarkdown, comparisonText } from '../../../src/report/comparison.ts'
import { answer, NO_LIMITS } from './answers.ts'

const SPEC: Comparison = {
  source: { kind: 'logs', container: null },
  pattern: null,
  fields: { id: 'id', label: 'y', number: 'p', latency: null, status: null, time: null },
  settle: 1_000,
  limits: { ...NO_LIMITS, agreement: 0.95, p99Difference: 0.1, errors: 0.01, coverage: 0.95, minPairs: 100 },
}

/** Both logs after n requests. */
function logs(take: Take, n: number, canaryLabel: (i: number) => string = () => 'cat') {
  for (let i = 0; i < n; i++) {
    take('stable', answer(String(i), { at: i * 10, number: 0.5 }))
    take('canary', answer(String(i), { at: i * 10, number: 0.5 + (i % 7) / 100, label: canaryLabel(i) }))
  }
  return Promise.resolve({ stable: n, canary: n })
}

function run(
  read: AnswerSource['read'],
  patience = 60_000,
  more: { signal?: AbortSignal; since?: number } = {},
) {
  const waits: string[] = []
  const result = comparisonGate({
    spec: SPEC,
    source: { name: 'pod logs', read },
    versions: { stable: 'green', canary: 'blue' },
    mirrored: 1,
    since: more.since ?? 0,
    deadline: patience,
    // Time passes only by waiting: the gate is fast, and the deadline exact.
    clock: { ...systemClock, now: () => time, sleep: (ms) => ((time += ms), Promise.resolve()) },
    signal: more.signal ?? new AbortController().signal,
    onWaiting: (reason) => waits.push(reason),
    stillOurs: () => Promise.resolve(),
  })
  let time = 0
  return result.then((r) => ({ ...r, waits }))
}

test('looks again while there are too few pairs, and passes when there are enough', async () => {
  let n = 0
  const { verdict, waits, comparison } = await run((take) => logs(take, (n += 400)))
  expect(verdict).toBe('pass')
  expect(waits.length).toBeGreaterThan(1)
  expect(comparison!.pairs).toBe(n)
})

test('holds at the deadline when nothing comes', async () => {
  const { verdict, waits, reason } = await run((take) => logs(take, 0), 5_000)
  expect(verdict).toBe('inconclusive')
  expect(waits.length).toBeGreaterThan(2)
  expect(reason).toContain('0 comparable pairs')
})

test('a wrong canary fails at the first look that shows it', async () => {
  const { verdict, reason, comparison, waits } = await run((take) =>
    logs(take, 2_000, (i) => (i % 3 === 0 ? 'dog' : 'cat')),
  )
  expect({ verdict, waits }).toEqual({ verdict: 'fail', waits: [] })
  expect(reason).toContain('agreement 66.65 %')
  expect(comparison!.disagreements).toEqual([{ stable: 'cat', canary: 'dog', count: 667 }])
})

test('what cannot be read is an error, and read again', async () => {
  const failures = [new KubeError('connection', 'refused'), new CannotLook('no pod')]
  const read: AnswerSource['read'] = (take) => {
    const failure = failures.shift()
    return failure ? Promise.reject(failure) : logs(take, 4_000)
  }
  expect(await run(read)).toMatchObject({ verdict: 'pass', waits: ['refused', 'no pod'] })
  expect(await run(() => Promise.reject(new CannotLook('no pod')), 0)).toMatchObject({
    verdict: 'error',
    reason: 'no pod',
    waits: [],
  })
})

test('ends when it is cancelled', async () => {
  const cancel = new AbortController()
  const running = run((take) => (cancel.abort(new Error('cancelled')), logs(take, 10)), 60_000, {
    signal: cancel.signal,
  })
  await expect(running).rejects.toThrow('cancelled')
})

test('a report for the terminal, and one for a summary', async () => {
  const result = await run((take) => logs(take, 3_000, (i) => (i % 100 === 0 ? 'do|g`::set-env' : 'cat')))
  const text = comparisonText(result.comparison!)
  expect(text).toContain('green and blue answered 3000 of the same requests (pod logs); 3000 pairs compared')
  expect(text).toMatch(/^agreement +99 % +98\.\d+ % to 99\.\d+ % +at least 95 % +pass$/m)
  expect(text).toMatch(/^agreement {2}90 % \|·*┃·*─*●─*·*\| 100 % {2}\(┃ limit\)$/m)
  expect(text).toMatch(/^ *up to 0\.06 +\|█+ 428$/m)
  expect(text).toContain('cat became do|g`: :set-env: 30 times')
  const markdown = comparisonMarkdown(result.verdict, result.comparison!).join('\n')
  expect(markdown).toContain('| agreement | 99 % |')
  // The plot is fenced, and nothing in it can end the fence.
  expect(markdown.split('```')).toHaveLength(3)
  expect(text).not.toContain('::')
})
