import { isMap } from '../workload/json.ts'
import { leftover } from '../workload/leftovers.ts'
import { finding, pathText } from './finding.ts'
import type { Finding, Path } from './finding.ts'
import type { Scene } from './scene.ts'

/** What is to be filled in, anywhere in a route; in workloads, whose texts can mean anything, only where reading them looks. */
export function checkUnresolved(scene: Scene): Finding[] {
  const kinds = ['VirtualService', 'DestinationRule', 'Gateway', 'HTTPRoute', 'ServiceEntry', 'Ingress']
  return kinds
    .flatMap((kind) => scene.ofKind(kind))
    .filter(({ file }) => file !== undefined)
    .flatMap((subject) =>
      texts(subject.object['spec'], ['spec']).flatMap(({ path, text }) => {
        const left = leftover(text)
        // A character class of a pattern looks like a placeholder.
        if (left === null || path.at(-1) === 'regex') return []
        return [
          finding('unresolved-placeholder', subject, path, {
            what: `still has ${left} in ${pathText(path)}`,
            fix: 'write the real value',
          }),
        ]
      }),
    )
}

function texts(value: unknown, path: Path): { readonly path: Path; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }]
  if (Array.isArray(value)) return value.flatMap((item: unknown, i) => texts(item, [...path, i]))
  if (!isMap(value)) return []
  return Object.entries(value).flatMap(([key, item]) => texts(item, [...path, key]))
}
