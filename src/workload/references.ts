import type { KubeObject } from '../kube/object.ts'
import { at, isMap, mapsIn } from './json.ts'
import type { Fields } from './json.ts'
import { podTemplatePath } from './pod-template.ts'

/** A ConfigMap or Secret without which the pods of a workload do not start. */
export interface ConfigReference {
  readonly kind: 'ConfigMap' | 'Secret'
  readonly name: string
  /** Where the workload names it: `envFrom of container tf-serving`, `volume config`. */
  readonly from: string
  /** Keys and indexes to the name. */
  readonly path: Path
}
type Path = readonly (string | number)[]

/** What the pods of a workload read at their start; optional references are left out, each name comes once. */
export function configReferences(object: KubeObject): ConfigReference[] {
  const template = podTemplatePath(object)
  if (!template) return []
  const base = [...template, 'spec']
  const spec = at(object, ...base)
  const references = [
    ...['containers', 'initContainers'].flatMap((list) =>
      mapsIn(at(spec, list)).flatMap((container, i) => ofContainer(container, [...base, list, i])),
    ),
    ...mapsIn(at(spec, 'volumes')).flatMap((volume, i) => ofVolume(volume, [...base, 'volumes', i])),
  ]
  const first = ({ kind, name }: ConfigReference) =>
    references.findIndex((other) => other.kind === kind && other.name === name)
  return references.filter((reference, i) => first(reference) === i)
}

function ofContainer(container: Fields, path: Path): ConfigReference[] {
  const of = `of container ${String(container.name)}`
  return [
    ...mapsIn(container.envFrom).flatMap((source, i) => [
      ...reference('ConfigMap', source.configMapRef, `envFrom ${of}`, [
        ...path,
        'envFrom',
        i,
        'configMapRef',
        'name',
      ]),
      ...reference('Secret', source.secretRef, `envFrom ${of}`, [...path, 'envFrom', i, 'secretRef', 'name']),
    ]),
    ...mapsIn(container.env).flatMap(({ name, valueFrom }, i) => {
      const from = `env ${String(name)} ${of}`
      const key = (word: string): Path => [...path, 'env', i, 'valueFrom', word, 'name']
      return [
        ...reference('ConfigMap', at(valueFrom, 'configMapKeyRef'), from, key('configMapKeyRef')),
        ...reference('Secret', at(valueFrom, 'secretKeyRef'), from, key('secretKeyRef')),
      ]
    }),
  ]
}

function ofVolume(volume: Fields, path: Path): ConfigReference[] {
  const from = `volume ${String(volume.name)}`
  const projected = mapsIn(at(volume, 'projected', 'sources')).flatMap((source, i) => {
    const inside: Path = [...path, 'projected', 'sources', i]
    return [
      ...reference('ConfigMap', source.configMap, from, [...inside, 'configMap', 'name']),
      ...reference('Secret', source.secret, from, [...inside, 'secret', 'name']),
    ]
  })
  return [
    ...reference('ConfigMap', volume.configMap, from, [...path, 'configMap', 'name']),
    // A volume says `secretName`, a projected source `name`.
    ...reference('Secret', volume.secret, from, [...path, 'secret', 'secretName']),
    ...projected,
  ]
}

function reference(
  kind: ConfigReference['kind'],
  value: unknown,
  from: string,
  path: Path,
): ConfigReference[] {
  if (!isMap(value) || value.optional === true) return []
  const name = value[String(path.at(-1))]
  return typeof name === 'string' && name !== '' ? [{ kind, name, from, path }] : []
}
