import { entryOf, partAt } from './located.ts'
import type { Located } from './located.ts'
import { quoted } from './reading.ts'
import type { Reading } from './reading.ts'
import type { Identify } from './rollout.ts'
import { suggest } from './suggest.ts'

const ROLES = ['stable', 'canary']

/** The sides of `traffic.identify` are both versions or both roles, and what identifies them differs. */
export function checkSides(
  identify: Identify,
  versions: readonly [string, string],
  root: Located,
  reading: Reading,
): void {
  const sides = sidesOf(identify)
  if (sides === null) return
  const node = partAt(root, 'traffic', 'identify', sides.key)
  const names = Object.keys(sides.values)
  const isRole = names.some((name) => ROLES.includes(name))
  const wanted: readonly string[] = isRole ? ROLES : versions
  let unknown = 0
  for (const name of names.filter((candidate) => !wanted.includes(candidate))) {
    unknown += 1
    const near = suggest(
      name,
      [...versions, ...ROLES].filter((candidate) => !names.includes(candidate)),
    )
    const mixed = isRole && versions.includes(name)
    const what = mixed
      ? `${quoted(name)} is a version, but the other side is a role`
      : `${quoted(name)} is neither a version nor a role`
    const todo = near !== null && !mixed ? `did you mean "${near}"?` : `write ${wanted.join(' and ')}`
    const message = `${what}; expected "${versions[0]}" and "${versions[1]}", or "stable" and "canary"; ${todo}`
    reading.report(entryOf(node, name)?.place ?? root.place, 'unknown-side', message)
  }
  if (unknown > 0) return
  const [one, other] = Object.values(sides.values)
  if (one === undefined || other === undefined || node === null) return
  if (typeof one === 'string' || typeof other === 'string') {
    if (one !== other) return
    const message = `both sides are told by ${quoted(String(one))}; expected two that differ; write what only one version answers`
    reading.report(node.place, 'conflict', message)
  } else if (one[0] <= other[1] && other[0] <= one[1]) {
    const message = `the bands [${one.join(', ')}] and [${other.join(', ')}] overlap; expected a number to tell one version; separate the bands`
    reading.report(node.place, 'conflict', message)
  }
}

type Sides = {
  readonly key: string
  readonly values: { readonly [side: string]: string | readonly [number, number] }
}

function sidesOf(identify: Identify): Sides | null {
  switch (identify.by) {
    case 'header':
      return identify.values === null ? null : { key: 'values', values: identify.values }
    case 'body':
      return { key: 'body', values: identify.patterns }
    case 'json':
      return { key: 'values', values: identify.values }
    case 'band':
      return { key: 'bands', values: identify.bands }
  }
}
