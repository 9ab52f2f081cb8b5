import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Alias, LineCounter, Node } from 'yaml'
import { keyPath } from './located.ts'
import type { Located, LocatedEntry, Place } from './located.ts'
import { INVALID, quoted } from './reading.ts'
import type { Read, Reading } from './reading.ts'

const LIMITS = { aliases: 100, nodes: 20_000 }
/** Names that mean something else on a JavaScript object; nothing in a rollout is called so. */
const RESERVED = ['__proto__', 'constructor', 'prototype']

/** The tree of a YAML document with places, aliases replaced by what they stand for. Keys that cannot be used are reported and left out. */
export function locate(root: Node, lines: LineCounter, reading: Reading): Read<Located> {
  const targets = aliasTargets(root)
  const open = new Set<Node>()
  let aliases = 0
  let nodes = 0

  function placeOf(node: Node, path: string): Place {
    const { line, col } = lines.linePos(node.range?.[0] ?? 0)
    return { path, line: Math.max(line, 1), column: Math.max(col, 1) }
  }

  function visit(node: Node | null, path: string, near: Place): Read<Located> {
    if (++nodes > LIMITS.nodes) {
      if (nodes > LIMITS.nodes + 1) return INVALID
      return reading.report(
        near,
        'too-large',
        `more than ${LIMITS.nodes} values; expected a file of some hundred lines; check the aliases ("*name")`,
      )
    }
    if (node === null) return { kind: 'empty', place: { ...near, path } }
    const place = placeOf(node, path)
    if (isAlias(node)) return visitAlias(node, place)
    if (isMap(node)) return visitMap(node.items as readonly { key: Node | null; value: Node | null }[], place)
    if (isSeq(node)) {
      const items = (node.items as readonly (Node | null)[]).map((item, i) =>
        visit(item, `${path}[${i}]`, place),
      )
      return items.includes(INVALID) ? INVALID : { kind: 'list', place, items: items as Located[] }
    }
    return isScalar(node)
      ? scalar(node.value, node.source ?? String(node.value), place)
      : { kind: 'empty', place }
  }

  function visitAlias(alias: Alias, place: Place): Read<Located> {
    const target = targets.get(alias)
    const name = `*${alias.source.slice(0, 60)}`
    if (target === undefined) {
      return reading.report(
        place,
        'alias',
        `the alias ${name} names no anchor; expected one that stands before it; add "&${alias.source.slice(0, 60)}" there, or write the value out`,
      )
    }
    if (open.has(target))
      return reading.report(
        place,
        'alias',
        `the alias ${name} stands inside its own anchor; expected a value; write the value out`,
      )
    if (++aliases > LIMITS.aliases) {
      if (aliases > LIMITS.aliases + 1) return INVALID
      return reading.report(
        place,
        'alias',
        `more than ${LIMITS.aliases} aliases; expected a few; write the values out`,
      )
    }
    open.add(target)
    const value = visit(target, place.path, place)
    open.delete(target)
    return value
  }

  function visitMap(pairs: readonly { key: Node | null; value: Node | null }[], place: Place): Read<Located> {
    const entries = new Map<string, LocatedEntry>()
    let broken = false
    let complete = true
    for (const pair of pairs) {
      const key = readKey(pair.key, place, reading, placeOf)
      if (key === INVALID) {
        complete = false
        continue
      }
      const first = entries.get(key.name)
      if (first !== undefined) {
        reading.report(
          key.place,
          'duplicate-key',
          `the key ${quoted(key.name)} is there twice, first in line ${first.place.line}; expected each key once; remove one of them`,
        )
        continue
      }
      const value = visit(pair.value, key.place.path, key.place)
      if (value === INVALID) broken = true
      else entries.set(key.name, { key: key.name, place: key.place, value })
    }
    return broken ? INVALID : { kind: 'map', place, entries: [...entries.values()], complete }
  }

  return visit(root, '', { path: '', line: 1, column: 1 })
}

function scalar(value: unknown, source: string, place: Place): Located {
  if (typeof value === 'string') return { kind: 'text', place, value }
  if (typeof value === 'number') return { kind: 'number', place, value, source }
  if (typeof value === 'boolean') return { kind: 'flag', place, value, source }
  return { kind: 'empty', place }
}

function readKey(
  node: Node | null,
  parent: Place,
  reading: Reading,
  placeOf: (node: Node, path: string) => Place,
): Read<{ name: string; place: Place }> {
  const bare = node === null ? parent : placeOf(node, parent.path)
  if (!isScalar(node) || typeof node.value !== 'string') {
    const source = isScalar(node) ? (node.source ?? String(node.value)) : ''
    if (source === '')
      return reading.report(
        bare,
        'bad-key',
        'this key is not text; expected a name before the ":"; write a word',
      )
    return reading.report(
      bare,
      'bad-key',
      `the key ${quoted(source).slice(1, -1)} is not text; expected text; put it in quotes: ${quoted(source)}`,
    )
  }
  const name = node.value
  const place = placeOf(node, keyPath(parent.path, name.slice(0, 60)))
  if (name === '<<')
    return reading.report(
      place,
      'bad-key',
      'merge keys ("<<") are not supported; expected plain keys; write the keys out, or use an alias for the whole value',
    )
  if (RESERVED.includes(name))
    return reading.report(place, 'bad-key', `the key "${name}" is reserved; expected another name; rename it`)
  return { name, place }
}

/** Which node each alias stands for: the last one before it that has the anchor. (The library looks through the whole document for every alias.) */
function aliasTargets(root: Node): Map<Alias, Node> {
  const anchors = new Map<string, Node>()
  const targets = new Map<Alias, Node>()
  function visit(node: Node | null): void {
    if (isAlias(node)) {
      const target = anchors.get(node.source)
      if (target !== undefined) targets.set(node, target)
      return
    }
    if (isMap(node) || isSeq(node) || isScalar(node))
      if (node.anchor !== undefined) anchors.set(node.anchor, node)
    if (isMap(node)) {
      for (const pair of node.items) {
        visit(pair.key as Node | null)
        visit(pair.value as Node | null)
      }
    } else if (isSeq(node)) for (const item of node.items) visit(item as Node | null)
  }
  visit(root)
  return targets
}
