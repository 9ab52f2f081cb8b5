import type { JsonObject } from '../../../src/kube/object.ts'
import type { Random } from './random.ts'

/** A rule for every request, whose answers depend on chance. Shares between 0 and 1. */
export interface SharedRule {
  readonly rule: JsonObject
  /** Of backend `b` among the answers. */
  readonly answered: number
  /** Of the requests that backend `b` gets a copy of; null: there is no mirror. */
  readonly mirrored: number | null
}

const WEIGHTS = [1, 2, 5, 10, 25, 30, 50, 70, 90, 99] as const

export function sharedHttp(random: Random): SharedRule {
  if (random.chance(0.5)) {
    const weight = random.pick(WEIGHTS)
    const route = [
      { destination: { host: 'echo', subset: 'a' }, weight: 100 - weight },
      { destination: { host: 'b' }, weight },
    ]
    return { rule: { route }, answered: weight / 100, mirrored: null }
  }
  const value = random.pick([0.5, 1, 12.5, 20, 50, 80])
  const route = [{ destination: { host: 'a' } }]
  const percentage = { value }
  const spelling = random.pick<JsonObject>([
    { mirror: { host: 'b' }, mirrorPercentage: percentage },
    { mirrors: [{ destination: { host: 'b' }, percentage }] },
  ])
  return { rule: { route, ...spelling }, answered: 0, mirrored: value / 100 }
}

export function sharedRules(random: Random): SharedRule {
  const a = { name: 'a', port: 80 }
  const b = { name: 'b', port: 5000 }
  if (random.chance(0.5)) {
    const weights = [random.between(1, 20), random.between(1, 20)] as const
    const backendRefs = [
      { ...a, weight: weights[0] },
      { ...b, weight: weights[1] },
    ]
    return { rule: { backendRefs }, answered: weights[1] / (weights[0] + weights[1]), mirrored: null }
  }
  const [more, mirrored] = random.pick<readonly [JsonObject, number]>([
    [{ percent: 20 }, 0.2],
    [{ percent: 50 }, 0.5],
    [{ fraction: { numerator: 1, denominator: 8 } }, 0.125],
    [{ fraction: { numerator: 5 } }, 0.05],
  ])
  const requestMirror = { backendRef: b, ...more }
  return {
    rule: { backendRefs: [a], filters: [{ type: 'RequestMirror', requestMirror }] },
    answered: 0,
    mirrored,
  }
}
