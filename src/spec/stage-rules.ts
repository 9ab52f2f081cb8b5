import { entryOf, partAt } from './located.ts'
import type { Located, LocatedMap, Place } from './located.ts'
import { quoted } from './reading.ts'
import type { Reading } from './reading.ts'
import type { Version } from './rollout.ts'

/** What can be said about a stage even when parts of it are wrong. */
interface Outline {
  readonly node: LocatedMap
  readonly kind: 'weight' | 'promote' | 'finish'
  /** For messages. */
  readonly label: string
}

/** Unique names, and the order: weight stages, then promote and finish, both or neither. */
export function checkStages(root: Located, reading: Reading): void {
  const list = partAt(root, 'stages')
  if (list?.kind !== 'list') return
  checkNames(list.items, reading)
  const stages = list.items.map(outline)
  for (const stage of stages) if (stage?.kind === 'weight') checkMirror(stage, reading)
  const order = stages.filter((stage) => stage !== null)
  // A stage of unknown kind could be any of those that the order asks for.
  if (order.length === stages.length) checkOrder(order, reading)
}

function outline(node: Located, index: number): Outline | null {
  if (node.kind !== 'map') return null
  const kinds = (['weight', 'promote', 'finish'] as const).filter((key) => entryOf(node, key) !== null)
  const name = partAt(node, 'name')
  const label = name?.kind === 'text' ? quoted(name.value) : `stages[${index}]`
  return kinds.length === 1 ? { node, kind: kinds[0]!, label } : null
}

function checkNames(items: readonly Located[], reading: Reading): void {
  const seen = new Map<string, string>()
  for (const item of items) {
    const name = partAt(item, 'name')
    if (name?.kind !== 'text') continue
    const lower = name.value.toLowerCase()
    const first = seen.get(lower)
    if (first === undefined) seen.set(lower, name.value)
    else {
      const what =
        first === name.value
          ? `the stage name ${quoted(name.value)} is there twice`
          : `the stage names ${quoted(first)} and ${quoted(name.value)} differ only in upper and lower case`
      reading.report(
        name.place,
        'duplicate-stage',
        `${what}; expected a different name for each stage; rename one`,
      )
    }
  }
}

function checkOrder(stages: readonly Outline[], reading: Reading): void {
  let promoted: Outline | null = null
  let finished: Outline | null = null
  for (const [i, stage] of stages.entries()) {
    const message = misplaced(stage, i === 0, promoted, finished)
    if (message !== null) reading.report(placeOf(stage, stage.kind), 'stage-order', message)
    const before = stages[i - 1]
    if (stage.kind === 'promote' && before?.kind === 'weight') checkBeforePromote(before, stage, reading)
    if (stage.kind === 'promote') promoted ??= stage
    if (stage.kind === 'finish') finished ??= stage
  }
  if (promoted !== null && finished === null) {
    const message = `${promoted.label} promotes, and nothing finishes; expected a finish stage directly after it; add one such as { name: Finish, finish: true }`
    reading.report(placeOf(promoted, 'promote'), 'stage-order', message)
  }
}

function misplaced(
  stage: Outline,
  isFirst: boolean,
  promoted: Outline | null,
  finished: Outline | null,
): string | null {
  const { kind, label } = stage
  if (isFirst && kind !== 'weight') {
    return `${label} is the first stage and has no weight; expected a weight stage before ${kind}; add one such as { name: Canary_0, weight: 0 }`
  }
  if ((kind === 'promote' && promoted !== null) || (kind === 'finish' && finished !== null)) {
    return `${label} is a second ${kind} stage; expected ${kind} once; remove one of them`
  }
  if (kind === 'finish') {
    if (promoted !== null) return null
    return `${label} finishes what no stage promotes; expected a promote stage directly before it; add one such as { name: Promote, promote: copy }, or remove this stage`
  }
  const passed = finished ?? promoted
  if (passed === null) return null
  return `${label} comes after the ${passed.kind} stage ${passed.label}; expected weight stages first, then promote, then finish; move it up or remove it`
}

/** Promotion redeploys or renames the side without traffic: so all of it must be on the canary. */
function checkBeforePromote(last: Outline, promote: Outline, reading: Reading): void {
  const weight = partAt(last.node, 'weight')
  if (weight?.kind === 'number' && weight.value !== 100) {
    const message = `${promote.label} promotes after ${last.label} with weight ${weight.source}; expected weight 100 in the last stage before it, because promotion never takes away what serves; add a stage such as { name: Canary_100, weight: 100 }`
    reading.report(placeOf(promote, 'promote'), 'stage-order', message)
  }
  if (entryOf(last.node, 'headers') !== null) {
    const message = `${last.label} still routes by header before the promotion; expected all traffic by weight 100 alone; remove "headers" from it`
    reading.report(placeOf(last, 'headers'), 'stage-order', message)
  }
}

/** At weight 100 every request reaches the canary already. */
function checkMirror(stage: Outline, reading: Reading): void {
  const weight = partAt(stage.node, 'weight')
  const mirror = partAt(stage.node, 'mirror')
  if (weight?.kind !== 'number' || mirror?.kind !== 'number' || weight.value !== 100 || !(mirror.value > 0))
    return
  const message = `${stage.label} copies requests to the canary that all go there already (weight 100); expected a mirror only below weight 100; remove "mirror"`
  reading.report(placeOf(stage, 'mirror'), 'conflict', message)
}

/** `copy` runs the canary's image with the values of the stable version: that is not what was tried out. */
export function checkCopy(versions: readonly [Version, Version], root: Located, reading: Reading): void {
  const [a, b] = versions
  const differing = Object.keys(a.values).filter(
    (name) => Object.hasOwn(b.values, name) && a.values[name] !== b.values[name],
  )
  const stages = partAt(root, 'stages')
  if (differing.length === 0 || stages?.kind !== 'list') return
  for (const stage of stages.items) {
    const promote = partAt(stage, 'promote')
    if (promote?.kind !== 'text' || promote.value !== 'copy') continue
    const names = differing.slice(0, 5).join(', ')
    const message = `"copy" would deploy the stable version with its own values, and ${names} ${differing.length === 1 ? 'differs' : 'differ'} between the versions; expected "swap", or the same values; write promote: swap`
    reading.report(promote.place, 'conflict', message)
  }
}

function placeOf(stage: Outline, key: string): Place {
  return entryOf(stage.node, key)?.place ?? stage.node.place
}
