import type { KubeObject } from '../kube/object.ts'
import { at, isMap, mapsIn } from './json.ts'
import type { Fields } from './json.ts'
import { podTemplateOf } from './pod-template.ts'

/** A ConfigMap or Secret without which the pods of a workload do not start. */
export interface ConfigReference {
  readonly kind: 'ConfigMap' | 'Secret'
  readonly name: string
  /** Where the workload names it: `envFrom of container tf-serving`, `volume config`. */
  readonly from: string
}

/** What the pods of a workload read at their start; optional references are left out, each name comes once. */
export function configReferences(object: KubeObject): ConfigReference[] {
  const spec = at(podTemplateOf(object), 'spec')
  const references = [
    ...['containers', 'initContainers'].flatMap((list) => mapsIn(at(spec, list)).flatMap(ofContainer)),
    ...mapsIn(at(spec, 'volumes')).flatMap(ofVolume),
  ]
  const first = ({ kind, name }: ConfigReference) =>
    references.findIndex((other) => other.kind === kind && other.name === name)
  return references.filter((reference, i) => first(reference) === i)
}

function ofContainer(container: Fields): ConfigReference[] {
  const of = `of container ${String(container.name)}`
  return [
    ...mapsIn(container.envFrom).flatMap((source) => [
      ...reference('ConfigMap', source.configMapRef, 'name', `envFrom ${of}`),
      ...reference('Secret', source.secretRef, 'name', `envFrom ${of}`),
    ]),
    ...mapsIn(container.env).flatMap(({ name, valueFrom }) => [
      ...reference('ConfigMap', at(valueFrom, 'configMapKeyRef'), 'name', `env ${String(name)} ${of}`),
      ...reference('Secret', at(valueFrom, 'secretKeyRef'), 'name', `env ${String(name)} ${of}`),
    ]),
  ]
}

function ofVolume(volume: Fields): ConfigReference[] {
  const from = `volume ${String(volume.name)}`
  return [volume, ...mapsIn(at(volume, 'projected', 'sources'))].flatMap((source) => [
    ...reference('ConfigMap', source.configMap, 'name', from),
    // A volume says `secretName`, a projected source `name`.
    ...reference('Secret', source.secret, source === volume ? 'secretName' : 'name', from),
  ])
}

function reference(
  kind: ConfigReference['kind'],
  value: unknown,
  key: string,
  from: string,
): ConfigReference[] {
  if (!isMap(value) || value.optional === true) return []
  const name = value[key]
  return typeof name === 'string' && name !== '' ? [{ kind, name, from }] : []
}
