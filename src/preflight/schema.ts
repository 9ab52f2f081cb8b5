import type { KubeObject } from '../kube/object.ts'
import { validateDestinationRule, validateVirtualService } from '../rehearsal/gateway/validate.ts'
import { isMap } from '../workload/json.ts'
import { hostsOf, isMeshOnly } from './destinations.ts'
import { finding, parsePath, pathText } from './finding.ts'
import type { Finding, Path, Subject } from './finding.ts'
import type { Scene } from './scene.ts'

/** What the API server and istiod's webhook would say to the routes of the manifests; what is in the cluster has passed them. */
export function checkSchemas(scene: Scene): Finding[] {
  const own = (kind: string) => scene.ofKind(kind).filter(({ file }) => file !== undefined)
  return [
    ...own('VirtualService').flatMap((route) => refusals(route, validateVirtualService)),
    ...own('DestinationRule').flatMap((rule) => refusals(rule, validateDestinationRule)),
  ]
}

function refusals(subject: Subject, validate: typeof validateVirtualService): Finding[] {
  if (!isMap(subject.object['spec'])) return []
  if (subject.object.kind === 'VirtualService' && hostsOf(subject).length === 0 && !isMeshOnly(subject)) {
    return [
      finding('route-invalid', subject, ['spec'], {
        what: 'has no hosts',
        why: 'it would be a delegate, and those have no gateways',
        fix: 'write hosts: with the names that clients ask for',
      }),
    ]
  }
  const empty = emptyItem(subject.object['spec'], ['spec'])
  if (empty !== null) {
    return [
      finding('route-invalid', subject, empty, {
        what: `has nothing in ${pathText(empty)}`,
        why: 'the API server refuses an empty list item',
        fix: 'write it out, or remove the "-"',
      }),
    ]
  }
  const { errors, warnings, by } = validate(withoutNulls(subject.object))
  const refused = errors
    .filter((text) => !text.includes('some validation rules were not checked'))
    .map((text) => {
      const path = by === 'schema' ? (/^spec[^:\s]*/.exec(text)?.[0] ?? '') : ''
      return finding('route-invalid', subject, parsePath(path), {
        what: `is refused by ${by === 'schema' ? 'the API server' : "istiod's webhook"}`,
        why: text,
        fix: 'correct what it names',
      })
    })
  const unknown = warnings.flatMap((text) => {
    const path = /^unknown field "(.+)"$/.exec(text)?.[1]
    if (path === undefined) return []
    return [
      finding('unknown-field', subject, parsePath(path), {
        what: `has the field ${path}, which ${subject.object.kind}s do not have`,
        fix: 'write the field as the API spells it, or remove it',
      }),
    ]
  })
  return [...refused, ...unknown]
}

/** The API server takes a null as a field that is not there. */
function withoutNulls(object: KubeObject): KubeObject {
  const drop = (_: string, value: unknown) =>
    isMap(value) ? Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== null)) : value
  return JSON.parse(JSON.stringify(object, drop)) as KubeObject
}

/** Where a list has a null: a "-" with nothing behind it. */
function emptyItem(value: unknown, path: Path): Path | null {
  if (Array.isArray(value)) {
    const at = value.indexOf(null)
    if (at >= 0) return [...path, at]
  }
  const entries: [string | number, unknown][] = Array.isArray(value)
    ? value.map((item: unknown, i) => [i, item])
    : isMap(value)
      ? Object.entries(value)
      : []
  for (const [key, inner] of entries) {
    const found = emptyItem(inner, [...path, key])
    if (found) return found
  }
  return null
}
