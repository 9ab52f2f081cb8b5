import { describe } from '../kube/object.ts'
import type { KubeObject } from '../kube/object.ts'
import type { Problem } from '../process/errors.ts'
import { messageOf } from '../process/errors.ts'
import { parseImage } from './image.ts'
import { at, isMap, textOf } from './json.ts'
import type { Fields } from './json.ts'
import { isClusterScoped, isRoute, removedApi } from './kinds.ts'
import type { RenderedObject } from './rendered-object.ts'
import { offsetOf } from './placeholders.ts'
import { indentationHint, isName, missingParts, what } from './object-shape.ts'
import { fieldName, filledFields } from './text-fields.ts'
import { leftover } from './leftovers.ts'
import type { ManifestDocument } from './yaml-documents.ts'

export interface ReadWhere {
  readonly namespace: string
  readonly purpose: 'version' | 'route'
}

type Path = readonly (string | number)[]

/** The objects of one document, lists flattened, with their namespace; or what is wrong with them. Empty documents have none. */
export function readObjects(
  source: ManifestDocument,
  where: ReadWhere,
): { readonly objects: readonly RenderedObject[]; readonly problems: readonly Problem[] } {
  const problems: Problem[] = []
  const report = (code: string, path: Path, message: string) => {
    problems.push({ code, message, file: source.file, ...source.place(offsetOf(source, path)) })
  }
  let value: unknown
  try {
    value = JSON.parse(JSON.stringify(source.document.toJS({ maxAliasCount: 1_000 }) ?? null))
  } catch (error) {
    report('manifest-yaml', [], `is not valid YAML: ${messageOf(error)}`)
    return { objects: [], problems }
  }
  const objects = flattened(value, []).flatMap(({ value: item, path }) => {
    const before = problems.length
    const object = readObject(item, path, where, report)
    if (!object || problems.length > before) {
      const about = isMap(item) ? { object: what(item) } : {}
      problems.push(...problems.splice(before).map((problem) => ({ ...problem, ...about })))
      return []
    }
    const place = (inside: Path) => source.place(offsetOf(source, [...path, ...inside]))
    return [{ object, file: source.file, line: place([]).line, place }]
  })
  return { objects, problems }
}

function flattened(value: unknown, path: Path): { value: unknown; path: Path }[] {
  if (value === null) return []
  const items = at(value, 'items')
  if (!isMap(value) || !/List$/.test(String(value.kind)) || !Array.isArray(items)) return [{ value, path }]
  return items.flatMap((item: unknown, i) => flattened(item, [...path, 'items', i]))
}

type Report = (code: string, path: Path, message: string) => void

function readObject(value: unknown, path: Path, where: ReadWhere, report: Report): KubeObject | null {
  if (!isMap(value)) {
    report(
      'manifest-shape',
      path,
      'is not a Kubernetes object: expected a map with apiVersion, kind and metadata',
    )
    return null
  }
  const { apiVersion, kind } = value
  const metadata = isMap(value.metadata) ? value.metadata : {}
  const missing = missingParts(value, metadata)
  if (missing.length > 0 || typeof apiVersion !== 'string' || typeof kind !== 'string') {
    report(
      'manifest-shape',
      path,
      `${what(value)} ${missing.map((part) => `has no ${part}`).join(' and ')}: ${indentationHint(value, missing)}`,
    )
    return null
  }
  const name = `${kind} ${String(metadata.name)}`
  if (typeof metadata.name !== 'string' || !isName(metadata.name, apiVersion)) {
    const shown = JSON.stringify(metadata.name)
    report(
      'manifest-name',
      [...path, 'metadata', 'name'],
      `${kind} ${shown} has no valid name: expected lower-case letters, digits, - and . , with a letter or digit at both ends`,
    )
    return null
  }
  const removed = removedApi(apiVersion, kind)
  if (removed) {
    report(
      'manifest-api',
      [...path, 'apiVersion'],
      `${name} uses ${apiVersion}, which is not served since Kubernetes ${removed.since}: use ${removed.use}`,
    )
  }
  if (apiVersion.startsWith('kustomize.config.k8s.io/')) {
    report('manifest-kind', path, `${name} is no object of the cluster: name its folder with \`kustomize\``)
  }
  if (where.purpose === 'version' && isRoute(apiVersion, kind)) {
    report(
      'manifest-route',
      path,
      `${name} is a route, and routes change from stage to stage: put its manifest under \`routes\``,
    )
  }
  const hook = at(metadata, 'annotations', 'helm.sh/hook')
  if (hook !== undefined) {
    report(
      'manifest-hook',
      path,
      `${name} is a Helm hook (${textOf(hook)}), which only \`helm install\` runs: leave it out with a value of the chart, or run it in a step before`,
    )
  }
  return checked(value, metadata, path, where, report)
}

function checked(value: Fields, metadata: Fields, path: Path, where: ReadWhere, report: Report): KubeObject {
  const object = {
    ...withoutServersFields(value),
    metadata: withNamespace(value, metadata, path, where, report),
  } as unknown as KubeObject
  for (const field of filledFields(object)) {
    const label = fieldName(field.path, object)
    const place = [...path, ...field.path]
    if (field.value === null) continue
    if (typeof field.value !== 'string') {
      report(
        'manifest-text',
        place,
        `${describe(ref(object))}: ${label} is ${kindOf(field.value)}, and Kubernetes wants text there: put it in quotes`,
      )
      continue
    }
    const left = leftover(field.value)
    if (left) {
      report(
        'manifest-leftover',
        place,
        `${describe(ref(object))}: ${label} still has ${left} in it: put in the real value`,
      )
    } else if (field.path.at(-1) === 'image') {
      const image = parseImage(field.value)
      // An unknown placeholder in it has been reported.
      if (!image.ok && !field.value.includes('${'))
        report('manifest-image', place, `${describe(ref(object))}: ${image.message}`)
    }
  }
  return object
}

function withNamespace(
  value: Fields,
  metadata: Fields,
  path: Path,
  where: ReadWhere,
  report: Report,
): Fields {
  const { creationTimestamp, resourceVersion, uid, generation, managedFields, selfLink, ...rest } = metadata
  void [creationTimestamp, resourceVersion, uid, generation, managedFields, selfLink]
  const { namespace, ...others } = rest
  if (isClusterScoped(String(value.kind))) return others
  // A route may live elsewhere, for example beside its gateway.
  if (namespace === undefined || namespace === null || namespace === '')
    return { ...others, namespace: where.namespace }
  if (namespace !== where.namespace && where.purpose === 'version') {
    const message = `${String(value.kind)} ${String(rest.name)} is for namespace ${JSON.stringify(namespace)}, and the rollout is in ${JSON.stringify(where.namespace)}: leave the namespace out, or write \${namespace}`
    report('manifest-namespace', [...path, 'metadata', 'namespace'], message)
  }
  return { ...others, namespace }
}

function withoutServersFields(value: Fields): Fields {
  const { status: _, ...rest } = value
  return rest
}

const ref = (object: KubeObject) => ({ apiVersion: '', kind: object.kind, name: object.metadata.name })

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (isMap(value)) return 'a map'
  return `the ${typeof value} ${String(value)}`
}
