import type { KubeObject } from '../kube/object.ts'
import { at, isMap, mapsIn } from './json.ts'
import { podTemplatePath } from './pod-template.ts'

/**
 * Whether Kubernetes wants text at a path of keys (without list indexes) whatever the value looks like. Kinds are not told apart:
 * in a `data` map of another kind a quoted number does no harm either.
 */
export function isTextField(path: readonly string[]): boolean {
  const [last, parent = ''] = [path.at(-1), path.at(-2)]
  if (['labels', 'annotations', 'matchLabels', 'nodeSelector', 'selector'].includes(parent)) return true
  if (path.length === 2 && ['data', 'stringData'].includes(parent)) return true
  return (
    (last === 'value' && parent === 'env') ||
    ['name', 'namespace', 'image', 'args', 'command', 'host', 'subset', 'serviceName'].includes(last ?? '')
  )
}

export interface TextField {
  /** Keys and indexes. */
  readonly path: readonly (string | number)[]
  readonly value: unknown
}

/** The values in which users leave things to fill in: environment, arguments, images, configuration. */
export function filledFields(object: KubeObject): TextField[] {
  const data = (object.kind === 'ConfigMap' ? ['data'] : []).flatMap((key) => entries(object, [key]))
  return [
    ...data,
    ...entries(object, ['metadata', 'labels']),
    ...entries(object, ['metadata', 'annotations']),
    ...podFields(object),
  ]
}

function podFields(object: KubeObject): TextField[] {
  const template = podTemplatePath(object)
  if (!template) return []
  const maps =
    template.length > 0
      ? ['labels', 'annotations'].flatMap((key) => entries(object, [...template, 'metadata', key]))
      : []
  const containers = ['containers', 'initContainers'].flatMap((list) => {
    const path = [...template, 'spec', list]
    return mapsIn(at(object, ...path)).flatMap((container, i) => containerFields(container, [...path, i]))
  })
  return [...maps, ...containers]
}

function containerFields(
  container: { readonly [key: string]: unknown },
  path: readonly (string | number)[],
): TextField[] {
  const list = (key: string) => {
    const items = container[key]
    return Array.isArray(items)
      ? items.map((value, i) => ({ path: [...path, key, i], value: value as unknown }))
      : []
  }
  const env = mapsIn(container.env).flatMap((variable, i) =>
    variable.value === undefined ? [] : [{ path: [...path, 'env', i, 'value'], value: variable.value }],
  )
  const image = container.image === undefined ? [] : [{ path: [...path, 'image'], value: container.image }]
  return [...image, ...env, ...list('args'), ...list('command')]
}

function entries(object: KubeObject, path: readonly string[]): TextField[] {
  const map = at(object, ...path)
  return isMap(map) ? Object.entries(map).map(([key, value]) => ({ path: [...path, key], value })) : []
}

/** `env GRAB_CUT_ITERS`, `image of container model`, `data MODEL_PATH`. */
export function fieldName(path: TextField['path'], object: KubeObject): string {
  const last = String(path.at(-1))
  const container = path.findIndex((key) => typeof key === 'number')
  if (container < 0) return `${String(path.at(-2))} ${last}`
  let found: unknown = object
  const names = path.map((key) => {
    found = Array.isArray(found) ? found[Number(key)] : at(found, String(key))
    return isMap(found) ? found.name : undefined
  })
  const of = `of container ${String(names[container])}`
  const inside = path.slice(container + 1)
  if (inside[0] === 'env') return `env ${String(names[container + 2])} ${of}`
  return inside.length > 1 ? `${String(inside[0])} ${of}` : `${last} ${of}`
}
