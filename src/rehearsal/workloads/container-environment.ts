import type { Store } from '../api/contract.ts'
import { fieldsAt, isFields, listAt, textAt, show } from '../api/json-value.ts'
import type { Value } from '../api/json-value.ts'
import type { KubeObject } from '../../kube/object.ts'
import type { ContainerSpec } from './contract.ts'

/** A ConfigMap, Secret or key that the container needs is not there: the kubelet's CreateContainerConfigError. */
export class ConfigError extends Error {}

/** What the container asks for, with everything filled in. Throws ConfigError. */
export function containerSpec(store: Store, pod: KubeObject, container: Value, podIP: string): ContainerSpec {
  const env = variables(store, pod, container, podIP)
  const expand = (texts: Value[]) => texts.map((text) => expanded(show(text), env))
  return {
    image: textAt(container, 'image') ?? '',
    env,
    command: expand(listAt(container, 'command')),
    args: expand(listAt(container, 'args')),
    ports: listAt(container, 'ports').map((port) => Number(fieldsAt(port)['containerPort'])),
    files: mountedFiles(store, pod, container),
  }
}

function variables(store: Store, pod: KubeObject, container: Value, podIP: string): Record<string, string> {
  const env: Record<string, string> = { HOSTNAME: pod.metadata.name }
  for (const source of listAt(container, 'envFrom')) {
    const prefix = textAt(source, 'prefix') ?? ''
    for (const kind of ['ConfigMap', 'Secret'] as const) {
      const reference = fieldsAt(source, kind === 'ConfigMap' ? 'configMapRef' : 'secretRef')
      const name = textAt(reference, 'name')
      if (name === undefined) continue
      const data = contentOf(store, pod, kind, name, reference['optional'] === true)
      for (const [key, value] of Object.entries(data ?? {})) env[prefix + key] = value
    }
  }
  for (const item of listAt(container, 'env')) {
    const name = textAt(item, 'name') ?? ''
    const from = fieldsAt(item, 'valueFrom')
    const value = isFields(item) && item['valueFrom'] !== undefined ? sourced(store, pod, from, podIP) : null
    if (value !== null) env[name] = value
    else if (!isFields(item) || item['valueFrom'] === undefined) {
      env[name] = expanded(textAt(item, 'value') ?? '', env)
    }
  }
  return env
}

/** Null for an optional reference to something that is not there. */
function sourced(store: Store, pod: KubeObject, from: Value, podIP: string): string | null {
  for (const kind of ['ConfigMap', 'Secret'] as const) {
    const reference = fieldsAt(from, kind === 'ConfigMap' ? 'configMapKeyRef' : 'secretKeyRef')
    const name = textAt(reference, 'name')
    const key = textAt(reference, 'key')
    if (name === undefined || key === undefined) continue
    const optional = reference['optional'] === true
    const value = contentOf(store, pod, kind, name, optional)?.[key]
    if (value !== undefined) return value
    if (optional) return null
    throw new ConfigError(`couldn't find key ${key} in ${kind} ${pod.metadata.namespace}/${name}`)
  }
  const path = textAt(from, 'fieldRef', 'fieldPath')
  return path === undefined ? null : fieldOf(pod, path, podIP)
}

function fieldOf(pod: KubeObject, path: string, podIP: string): string {
  const [, holder = '', key = ''] = /^metadata\.(labels|annotations)\['(.+)'\]$/.exec(path) ?? []
  if (key !== '') return show(fieldsAt(pod, 'metadata', holder)[key] ?? '')
  switch (path) {
    case 'metadata.name':
      return pod.metadata.name
    case 'metadata.namespace':
      return pod.metadata.namespace ?? ''
    case 'metadata.uid':
      return pod.metadata.uid ?? ''
    case 'spec.nodeName':
      return textAt(pod, 'spec', 'nodeName') ?? ''
    case 'spec.serviceAccountName':
      return textAt(pod, 'spec', 'serviceAccountName') ?? 'default'
    case 'status.podIP':
    case 'status.podIPs':
      return podIP
    case 'status.hostIP':
      return '127.0.0.1'
    default:
      throw new ConfigError(`unsupported fieldPath: ${path}`)
  }
}

function contentOf(
  store: Store,
  pod: KubeObject,
  kind: 'ConfigMap' | 'Secret',
  name: string,
  optional: boolean,
): Record<string, string> | null {
  const object = store.get({ apiVersion: 'v1', kind, namespace: pod.metadata.namespace, name })
  if (!object) {
    if (optional) return null
    throw new ConfigError(`${kind.toLowerCase()} ${JSON.stringify(name)} not found`)
  }
  const decode = (value: unknown) =>
    kind === 'Secret' ? Buffer.from(String(value), 'base64').toString() : String(value)
  return Object.fromEntries(
    Object.entries(fieldsAt(object, 'data')).map(([key, value]) => [key, decode(value)]),
  )
}

function mountedFiles(store: Store, pod: KubeObject, container: Value): Record<string, string> {
  const files: Record<string, string> = {}
  for (const mount of listAt(container, 'volumeMounts')) {
    const volume = listAt(pod, 'spec', 'volumes').find((v) => textAt(v, 'name') === textAt(mount, 'name'))
    const path = (textAt(mount, 'mountPath') ?? '').replace(/\/$/, '')
    const only = textAt(mount, 'subPath')
    for (const kind of ['ConfigMap', 'Secret'] as const) {
      const source = fieldsAt(volume, kind === 'ConfigMap' ? 'configMap' : 'secret')
      const name = textAt(source, kind === 'ConfigMap' ? 'name' : 'secretName')
      if (name === undefined) continue
      const data = contentOf(store, pod, kind, name, source['optional'] === true) ?? {}
      const items = listAt(source, 'items')
      for (const [key, value] of Object.entries(data)) {
        const item = items.find((i) => textAt(i, 'key') === key)
        if (items.length > 0 && !item) continue
        const file = textAt(item, 'path') ?? key
        if (only === undefined) files[`${path}/${file}`] = value
        else if (only === file) files[path] = value
      }
    }
  }
  return files
}

/** `$(NAME)` by the variable, `$$(NAME)` as it stands, unknown names stay. */
function expanded(text: string, env: Readonly<Record<string, string>>): string {
  return text.replace(/\$\$|\$\(([^)]+)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (env[name] ?? whole),
  )
}
