import { isFields, listAt, textAt, show } from './json-value.ts'
import type { Fields, Value } from './json-value.ts'

/** Sets a field when it is absent. */
export function preset(fields: Fields, key: string, value: Value): void {
  fields[key] ??= value
}

export function eachFields(list: Value | undefined, visit: (item: Fields) => void): void {
  for (const item of Array.isArray(list) ? list : []) if (isFields(item)) visit(item)
}

/** What the API server fills into a pod spec (pkg/apis/core/v1/defaults.go). `kind` is Pod or something with a template. */
export function presetPodSpec(spec: Fields, kind: 'pod' | 'template'): void {
  preset(spec, 'dnsPolicy', 'ClusterFirst')
  preset(spec, 'restartPolicy', 'Always')
  preset(spec, 'securityContext', {})
  preset(spec, 'terminationGracePeriodSeconds', 30)
  preset(spec, 'schedulerName', 'default-scheduler')
  if (typeof spec['serviceAccount'] === 'string') preset(spec, 'serviceAccountName', spec['serviceAccount'])
  if (typeof spec['serviceAccountName'] === 'string') spec['serviceAccount'] = spec['serviceAccountName']
  eachFields(spec['containers'], (container) => presetContainer(container, kind))
  eachFields(spec['initContainers'], (container) => presetContainer(container, kind))
  eachFields(spec['volumes'], presetVolume)
  if (kind === 'pod') preset(spec, 'enableServiceLinks', true)
}

function presetContainer(container: Fields, kind: 'pod' | 'template'): void {
  preset(
    container,
    'imagePullPolicy',
    tagOf(textAt(container, 'image') ?? '') === 'latest' ? 'Always' : 'IfNotPresent',
  )
  preset(container, 'terminationMessagePath', '/dev/termination-log')
  preset(container, 'terminationMessagePolicy', 'File')
  preset(container, 'resources', {})
  eachFields(container['ports'], (port) => preset(port, 'protocol', 'TCP'))
  for (const item of listAt(container, 'env')) {
    const from = isFields(item) && isFields(item['valueFrom']) ? item['valueFrom']['fieldRef'] : null
    if (isFields(from)) preset(from, 'apiVersion', 'v1')
  }
  for (const name of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    const probe = container[name]
    if (isFields(probe)) presetProbe(probe)
  }
  const resources = container['resources']
  if (!isFields(resources)) return
  for (const side of ['limits', 'requests']) {
    const amounts = resources[side]
    if (!isFields(amounts)) continue
    for (const [name, amount] of Object.entries(amounts)) amounts[name] = canonicalQuantity(amount)
  }
  if (kind === 'pod' && isFields(resources['limits'])) {
    resources['requests'] = {
      ...resources['limits'],
      ...(isFields(resources['requests']) ? resources['requests'] : {}),
    }
  }
}

/** The tag of an image reference, `latest` when it has neither tag nor digest. */
function tagOf(image: string): string {
  if (image.includes('@')) return ''
  return /:([^:/]+)$/.exec(image)?.[1] ?? 'latest'
}

function presetProbe(probe: Fields): void {
  for (const [key, value] of [
    ['timeoutSeconds', 1],
    ['periodSeconds', 10],
    ['successThreshold', 1],
    ['failureThreshold', 3],
  ] as const) {
    if (probe[key] === 0) delete probe[key]
    preset(probe, key, value)
  }
  const get = probe['httpGet']
  if (isFields(get)) {
    preset(get, 'path', '/')
    preset(get, 'scheme', 'HTTP')
  }
}

const VOLUME_MODE = 0o644

function presetVolume(volume: Fields): void {
  if (Object.keys(volume).every((key) => key === 'name')) volume['emptyDir'] = {}
  for (const kind of ['configMap', 'secret', 'projected', 'downwardAPI']) {
    const source = volume[kind]
    if (isFields(source)) preset(source, 'defaultMode', VOLUME_MODE)
  }
  const path = volume['hostPath']
  if (isFields(path)) preset(path, 'type', '')
}

const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti']
const DECIMAL = ['m', '', 'k', 'M', 'G', 'T']

/** `0.5` → `500m`, `1024Mi` → `1Gi`, `1000m` → `1`: the form in which the API server gives quantities back. */
export function canonicalQuantity(value: Value): Value {
  const text = show(value)
  const [, amount, unit = ''] = /^([0-9]*\.?[0-9]+)(m|k|M|G|T|Ki|Mi|Gi|Ti)?$/.exec(text) ?? []
  if (amount === undefined) return value
  const isBinary = unit.endsWith('i')
  const units = isBinary ? BINARY : DECIMAL
  const base = isBinary ? 1024 : 1000
  let at = units.indexOf(unit)
  let number = Number(amount)
  while (!Number.isInteger(number) && at > 0) {
    number = Math.round(number * base * 1e9) / 1e9
    at--
  }
  while (number !== 0 && number % base === 0 && at < units.length - 1) {
    number /= base
    at++
  }
  return number === 0 ? '0' : `${number}${units[at]}`
}
