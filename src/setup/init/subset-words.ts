import { at } from '../../workload/json.ts'
import type { FoundObject } from './manifests.ts'
import { versionName } from './words.ts'

/**
 * What the versions are called, where templates label their pods `${version}` and a DestinationRule selects its subsets by
 * that label: only these names make pods that the subsets find. Null: nothing says it.
 */
export function wordsOfSubsets(
  [a, b]: readonly [string, string],
  service: string,
  objects: readonly FoundObject[],
): readonly [string, string] | null {
  const keys = objects.flatMap(({ kind, object }) =>
    kind === 'Deployment' ? versionLabels(at(object, 'spec', 'template', 'metadata', 'labels')) : [],
  )
  const subsets = objects
    .filter(({ kind, object }) => kind === 'DestinationRule' && serviceOf(object) === service)
    .flatMap(({ object }) => at(object, 'spec', 'subsets') ?? []) as readonly unknown[]
  for (const key of keys) {
    const words = [a, b].map((name) =>
      at(
        subsets.find((s) => at(s, 'name') === name),
        'labels',
        key,
      ),
    )
    const [one, two] = words.map((w) => (typeof w === 'string' && versionName(w) === w ? w : null))
    if (one && two && one !== two) return [one, two]
  }
  return null
}

const serviceOf = (rule: unknown) => String(at(rule, 'spec', 'host')).split('.')[0]

const versionLabels = (labels: unknown): string[] =>
  Object.entries((labels ?? {}) as { readonly [key: string]: unknown })
    .filter(([, value]) => value === '${version}')
    .map(([key]) => key)
