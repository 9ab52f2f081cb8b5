import { readFileSync } from 'node:fs'
import { parseRollout } from '../../../src/spec/parse.ts'
import { completed } from '../../../src/spec/later-fields.ts'
import type { Rollout } from '../../../src/spec/rollout.ts'
import { partOfRelease, releaseOf } from '../../../src/workload/release.ts'

const TEXT = readFileSync('examples/mlopspython/rollout.yaml', 'utf8')
function file(more = ''): Rollout {
  const parsed = parseRollout(TEXT + more, 'rollout.yaml')
  if (!parsed.ok) throw new Error(parsed.problems[0]!.message)
  return parsed.rollout
}
const release = (rollout: Rollout) => releaseOf([], partOfRelease(rollout))

/** What a tool from before `metrics` and `timeouts.settle` froze in its record. */
function older(): Rollout {
  const { metrics: _, timeouts, ...rest } = file()
  const { settle: __, ...others } = timeouts
  return { ...rest, timeouts: others } as Rollout
}

test('a file without the later fields is the release that it was before there were any', () => {
  expect(JSON.stringify(partOfRelease(file()))).not.toMatch(/settle|metrics/)
  expect(release(file())).toBe(release(completed(older())))
})

test('a record without them is read as if it had said what was true then', () => {
  expect(completed(older())).toEqual(file())
})

test('a record is the same text when it is read and written again', () => {
  const settled = file('timeouts: { settle: 5s }')
  for (const one of [file(), settled]) expect(JSON.stringify(completed(one))).toBe(JSON.stringify(one))
  expect(release(completed(settled))).toBe(release(settled))
})

test('what such a field says is part of the release', () => {
  const values = [
    '',
    'timeouts: { settle: 0s }',
    'timeouts: { settle: 5s }',
    'metrics: { url: http://prometheus:9090 }',
  ]
  expect(new Set(values.map((more) => release(file(more)))).size).toBe(values.length)
  expect(release(file('timeouts: { settle: 2s }'))).toBe(release(file()))
})
