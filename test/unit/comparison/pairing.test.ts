import type { LoggedAnswer } from '../../../src/gates/comparison/answer.ts'
import { createPairing } from '../../../src/gates/comparison/pairing.ts'
import type { PairingOptions } from '../../../src/gates/comparison/pairing.ts'
import { answer } from './answers.ts'

function pairingOf(options: Partial<PairingOptions> = {}) {
  const pairs: [LoggedAnswer, LoggedAnswer][] = []
  const pairing = createPairing({
    since: 0,
    settle: 1_000,
    onPair: (stable, canary) => pairs.push([stable, canary]),
    ...options,
  })
  return { pairing, pairs }
}

test('pairs come whichever side is first, and in any order', () => {
  const { pairing, pairs } = pairingOf()
  pairing.add('canary', answer('1', { label: 'c1' }))
  pairing.add('stable', answer('2', { label: 's2' }))
  pairing.add('stable', answer('1', { label: 's1' }))
  pairing.add('canary', answer('2', { label: 'c2' }))
  expect(pairs.map((pair) => pair.map(({ label }) => label))).toEqual([
    ['s1', 'c1'],
    ['s2', 'c2'],
  ])
  expect([pairing.unpaired('stable'), pairing.unpaired('canary')]).toEqual([0, 0])
})

test('an id makes one pair, however often it comes', () => {
  const { pairing, pairs } = pairingOf()
  for (let i = 0; i < 100; i++) {
    pairing.add('stable', answer('same'))
    pairing.add('canary', answer('same'))
  }
  expect(pairs).toHaveLength(1)
  expect(pairing.counts).toEqual({
    stable: { answers: 1, errors: 0, duplicates: 99 },
    canary: { answers: 1, errors: 0, duplicates: 99 },
  })
})

test('a retry that went well stands for the request, one that did not does not', () => {
  const { pairing, pairs } = pairingOf()
  pairing.add('stable', answer('1', { bad: true }))
  pairing.add('stable', answer('1', { label: 'second' }))
  pairing.add('stable', answer('1', { bad: true }))
  pairing.add('canary', answer('1'))
  expect(pairs).toEqual([[answer('1', { label: 'second' }), answer('1')]])
  expect(pairing.counts.stable).toEqual({ answers: 1, errors: 0, duplicates: 2 })
})

test('what is older than the route change is not looked at', () => {
  const { pairing, pairs } = pairingOf({ since: 10_001 })
  pairing.add('stable', answer('1'))
  pairing.add('canary', answer('1'))
  expect(pairs).toEqual([])
  expect(pairing.counts.stable.answers).toBe(0)
})

test('a missing partner counts in the settled part of the window only', () => {
  const { pairing } = pairingOf()
  // One each 100 ms for 10 s, all without partner but those of the 6th second.
  for (let at = 0; at <= 10_000; at += 100) {
    pairing.add('stable', answer(String(at), { at }))
    if (at >= 5_000 && at < 6_000) pairing.add('canary', answer(String(at), { at }))
  }
  expect(pairing.coverage()).toEqual({ wanted: 80, arrived: 10 })
})

test('the copies that a canary is late with are not missing while they can be on the way', () => {
  const { pairing } = pairingOf()
  for (let at = 0; at <= 10_000; at += 100) pairing.add('stable', answer(String(at), { at }))
  for (let at = 0; at <= 9_000; at += 100) pairing.add('canary', answer(String(at), { at }))
  const { wanted, arrived } = pairing.coverage()
  expect(wanted).toBe(80)
  expect(arrived).toBe(80)
})

test('what waits for a partner is bounded, and what was given up is still missing', () => {
  const { pairing, pairs } = pairingOf({ mostPending: 10, mostRemembered: 10 })
  for (let i = 0; i < 1_000; i++) pairing.add('stable', answer(String(i), { at: 5_000 + i }))
  expect(pairing.unpaired('stable')).toBe(1_000)
  for (let i = 0; i < 1_000; i++) pairing.add('canary', answer(String(i), { at: 10_000 }))
  expect(pairs.length).toBeLessThanOrEqual(10)
  expect(pairs.length).toBeGreaterThanOrEqual(5)
  expect(pairing.coverage()).toEqual({ wanted: 1_000, arrived: pairs.length })
})
