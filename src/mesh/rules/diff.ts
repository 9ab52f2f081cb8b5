import type { Json, KubeObject } from '../../kube/object.ts'
import type { Change } from '../json-diff.ts'
import { changedPaths, deepEqual } from '../json-diff.ts'
import { objectOf, textOf, without } from '../json-reading.ts'
import { describeRule } from './describe.ts'
import type { Dialect } from './dialect.ts'
import { destinationOf, rulesOf, entriesOf } from './scope.ts'

/**
 * The changes between two versions of one route, one line each: `http[2] route model-svc-blue weight 0 -> 50`. Indexes of rules
 * are those of `after`; a rule that is gone has the one it had.
 */
export function diffRoutes(before: KubeObject, after: KubeObject, dialect: Dialect): readonly string[] {
  const [old, now] = [rulesOf(before, dialect), rulesOf(after, dialect)]
  const pairs = pairRules(old, now, dialect)
  return [
    ...pairs.flatMap(([i, j]) => {
      if (i === null) return [`new rule ${describeRule(now[j!], j!, dialect)}`]
      if (j === null) return [`removed rule ${describeRule(old[i], i, dialect)}`]
      return diffRule(old[i], now[j], `${dialect.rules}[${j}]`, dialect)
    }),
    ...changedPaths(withoutRules(before, dialect), withoutRules(after, dialect)).map(line),
  ]
}

type Pair = readonly [number | null, number | null]

/** Rules are paired in order. Ours come and go in one place, so common beginnings and ends by identity are enough to see it. */
function pairRules(old: readonly Json[], now: readonly Json[], dialect: Dialect): readonly Pair[] {
  const shorter = Math.min(old.length, now.length)
  const alike = (i: number, j: number) =>
    old.length === now.length || identity(old[i], dialect) === identity(now[j], dialect)
  let front = 0
  while (front < shorter && alike(front, front)) front++
  let back = 0
  while (back < shorter - front && alike(old.length - 1 - back, now.length - 1 - back)) back++
  return [
    ...range(0, front).map((i): Pair => [i, i]),
    ...range(front, old.length - back).map((i): Pair => [i, null]),
    ...range(front, now.length - back).map((j): Pair => [null, j]),
    ...range(0, back).map((n): Pair => [old.length - back + n, now.length - back + n]),
  ]
}

function identity(rule: Json | undefined, { matches }: Dialect): string {
  const object = objectOf(rule)
  return JSON.stringify([object?.['name'] ?? null, object?.[matches] ?? null])
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from) }, (_, i) => from + i)
}

function diffRule(
  before: Json | undefined,
  after: Json | undefined,
  where: string,
  dialect: Dialect,
): string[] {
  if (deepEqual(before, after)) return []
  const rest = (rule: Json | undefined) => without(objectOf(rule) ?? {}, dialect.entries)
  return [
    ...diffEntries(
      entriesOf(before, dialect),
      entriesOf(after, dialect),
      `${where} ${dialect.entries}`,
      dialect,
    ),
    ...changedPaths(rest(before), rest(after), where).map(line),
  ]
}

function diffEntries(
  before: readonly Json[],
  after: readonly Json[],
  where: string,
  dialect: Dialect,
): string[] {
  const entryName = (entry: Json) => nameOf(entry, dialect)
  if (before.length === after.length) {
    return before.flatMap((old, i) => diffEntry(old, after[i]!, where, dialect))
  }
  const keys = (list: readonly Json[]) =>
    list.map((entry) => JSON.stringify(destinationOf(entry, dialect) ?? null))
  const [old, now] = [keys(before), keys(after)]
  return [
    ...before.flatMap((entry, i) =>
      now.includes(old[i]!)
        ? []
        : [`${where} ${entryName(entry)} removed${weightText(entry, ', weight was ')}`],
    ),
    ...after.flatMap((entry, i) => {
      const same = old.indexOf(now[i]!)
      if (same < 0) return [`${where} ${entryName(entry)} added${weightText(entry, ' with weight ')}`]
      return diffEntry(before[same]!, entry, where, dialect)
    }),
  ]
}

function diffEntry(before: Json, after: Json, where: string, dialect: Dialect): string[] {
  const [from, to] = [nameOf(before, dialect), nameOf(after, dialect)]
  const [old, now] = [destinationOf(before, dialect), destinationOf(after, dialect)]
  const renamed = deepEqual(old, now)
    ? []
    : from === to
      ? changedPaths(old, now, `${where} ${to}`).map(line)
      : [`${where} ${from} -> ${to}`]
  const others = (entry: Json) => dialect.destination.with(objectOf(entry) ?? {}, {})
  return [
    ...renamed,
    ...changedPaths(others(before), others(after)).map((change) => `${where} ${to} ${line(change)}`),
  ]
}

function nameOf(entry: Json, dialect: Dialect): string {
  return dialect.destination.name(destinationOf(entry, dialect))
}

function weightText(entry: Json, before: string): string {
  const weight = objectOf(entry)?.['weight']
  return weight === undefined ? '' : `${before}${JSON.stringify(weight)}`
}

function withoutRules(route: KubeObject, dialect: Dialect): Json {
  const metadata = objectOf(route.metadata)
  return {
    ...without(route, 'metadata', 'spec', 'status'),
    metadata: { labels: metadata?.['labels'], annotations: metadata?.['annotations'] },
    spec: without(objectOf(route['spec']) ?? {}, dialect.rules),
  }
}

function line({ path, before, after }: Change): string {
  const subject = path === '' ? '' : `${path} `
  return `${subject}${show(before)} -> ${show(after)}`
}

function show(value: Json | undefined): string {
  if (value === undefined) return '(none)'
  return textOf(value) ?? JSON.stringify(value)
}
