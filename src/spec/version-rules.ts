import { entryOf, partAt } from './located.ts'
import type { Located, Place } from './located.ts'
import type { Reading } from './reading.ts'
import type { Version } from './rollout.ts'

/** What the two versions must and must not have in common. */
export function checkVersions(versions: readonly [Version, Version], root: Located, reading: Reading): void {
  const [a, b] = versions
  const placeOf = (version: Version, key: string): Place =>
    entryOf(partAt(root, 'versions', version.name), key)?.place ??
    entryOf(partAt(root, 'versions'), version.name)?.place ??
    root.place
  const both = `"${a.name}" and "${b.name}"`

  if (a.deployment === b.deployment) {
    const message = `${both} have the same Deployment "${b.deployment}"; expected one for each, so that both can run at once; rename one`
    reading.report(placeOf(b, 'deployment'), 'conflict', message)
  }
  if (a.backend.kind !== b.backend.kind) {
    const [subset, service] = a.backend.kind === 'subset' ? [a, b] : [b, a]
    const message = `"${subset.name}" is a subset and "${service.name}" a Service of its own; expected the same for both; give both a "subset", or none`
    reading.report(placeOf(subset, 'subset'), 'conflict', message)
  } else if (a.backend.kind === 'subset' && b.backend.kind === 'subset') {
    if (a.backend.service !== b.backend.service) {
      const message = `the subsets of ${both} belong to two Services, "${a.backend.service}" and "${b.backend.service}"; expected one Service for both; name the same one, or remove "subset"`
      reading.report(placeOf(b, 'service'), 'conflict', message)
    }
    if (a.backend.subset === b.backend.subset) {
      const message = `${both} have the same subset "${b.backend.subset}"; expected one for each; rename one`
      reading.report(placeOf(b, 'subset'), 'conflict', message)
    }
  } else if (a.backend.service === b.backend.service) {
    const message = `${both} have the same Service "${b.backend.service}"; expected one for each, or one with two subsets; rename one, or give both a "subset"`
    reading.report(placeOf(b, 'service'), 'conflict', message)
  }
  for (const [one, other] of [versions, [b, a] as const]) {
    for (const name of Object.keys(one.values).filter((key) => !Object.hasOwn(other.values, key))) {
      const message = `"${other.name}" has no value "${name}", which "${one.name}" has; expected the same names in both; add "${name}: ..." to the values of "${other.name}"`
      reading.report(placeOf(other, 'values'), 'conflict', message)
    }
  }
}
