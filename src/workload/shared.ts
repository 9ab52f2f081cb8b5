import { identity, refOf } from '../kube/object.ts'
import type { Problem } from '../process/errors.ts'
import { isMap, same } from './json.ts'
import { named, problemWith } from './rendered-object.ts'
import type { RenderedObject } from './rendered-object.ts'

export interface SharedObjects {
  /** Rendered alike for both versions: applied once, never deleted. */
  readonly shared: readonly RenderedObject[]
  readonly onlyA: readonly RenderedObject[]
  readonly onlyB: readonly RenderedObject[]
  /** The same name with different content. */
  readonly problems: readonly Problem[]
}

/** Sorts the renderings of the two versions into what is common and what belongs to one of them. */
export function sharedObjects(a: readonly RenderedObject[], b: readonly RenderedObject[]): SharedObjects {
  const byIdentity = new Map(b.map((rendered) => [identity(refOf(rendered.object)), rendered]))
  const common = new Set<string>()
  const shared: RenderedObject[] = []
  const problems: Problem[] = []
  for (const rendered of a) {
    const key = identity(refOf(rendered.object))
    const twin = byIdentity.get(key)
    if (!twin) continue
    common.add(key)
    if (same(rendered.object, twin.object)) shared.push(rendered)
    else problems.push(problemWith(rendered, 'manifest-shared', differs(rendered, twin)))
  }
  const own = (rendered: RenderedObject) => !common.has(identity(refOf(rendered.object)))
  return { shared, onlyA: a.filter(own), onlyB: b.filter(own), problems }
}

function differs(rendered: RenderedObject, twin: RenderedObject): string {
  const where = firstDifference(rendered.object, twin.object, [])
  return `${named(rendered.object)} has the same name for both versions, but another ${where}: put \${version} into its name, or make its content the same`
}

function firstDifference(a: unknown, b: unknown, path: readonly string[]): string {
  const keys = (value: unknown) => (isMap(value) || Array.isArray(value) ? Object.keys(value) : [])
  const inner = [...new Set([...keys(a), ...keys(b)])].find((key) => !same(child(a, key), child(b, key)))
  const scalar = inner === undefined || !(keys(a).length > 0 && keys(b).length > 0)
  if (scalar)
    return path.reduce(
      (text, key) => (/^\d+$/.test(key) ? `${text}[${key}]` : text === '' ? key : `${text}.${key}`),
      '',
    )
  return firstDifference(child(a, inner), child(b, inner), [...path, inner])
}

function child(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)]
  return isMap(value) ? value[key] : undefined
}
