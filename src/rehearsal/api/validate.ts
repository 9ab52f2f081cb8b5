import { equal, fieldsAt, isEmpty, isFields, listAt, numberAt, textAt, show } from './json-value.ts'
import type { Fields, Value } from './json-value.ts'
import type { Resource } from './resources.ts'
import { matchesSelector } from './selector.ts'
import {
  badRequest,
  duplicateValue,
  forbiddenValue,
  invalidValue,
  requiredValue,
  unsupportedValue,
} from './status-error.ts'
import type { FieldError } from './status-error.ts'
import { labelErrors, labelNameErrors, metadataErrors } from './validate-meta.ts'
import { notNegative, podSpecErrors, portErrors } from './validate-pod.ts'
import { httpRouteErrors } from './validate-route.ts'

/** What the real server answers 422 for, in its words and order. */
export function contentErrors(resource: Resource, object: Fields, old: Fields | null): FieldError[] {
  return [...metadataErrors(resource, object), ...kindErrors(resource, object, old)]
}

function kindErrors(resource: Resource, object: Fields, old: Fields | null): FieldError[] {
  switch (`${resource.group}/${resource.kind}`) {
    case 'apps/Deployment':
    case 'apps/ReplicaSet':
      return workloadErrors(resource, object, old)
    case '/Pod':
      return podErrors(object, old)
    case '/Service':
      return serviceErrors(fieldsAt(object, 'spec'), old)
    case '/ConfigMap':
    case '/Secret':
      return configErrors(object, old)
    case 'autoscaling/HorizontalPodAutoscaler':
      return autoscalerErrors(fieldsAt(object, 'spec'))
    case 'gateway.networking.k8s.io/HTTPRoute':
      return httpRouteErrors(fieldsAt(object, 'spec'))
    case 'rbac.authorization.k8s.io/RoleBinding':
      return old && !equal(old['roleRef'], object['roleRef'])
        ? [invalidValue('roleRef', object['roleRef'], 'cannot change roleRef')]
        : []
    default:
      return []
  }
}

function workloadErrors(resource: Resource, object: Fields, old: Fields | null): FieldError[] {
  const errors: FieldError[] = []
  const spec = fieldsAt(object, 'spec')
  const replicas = numberAt(spec, 'replicas') ?? 0
  if (replicas < 0) errors.push(notNegative('spec.replicas', replicas))
  const selector = spec['selector']
  const labels = fieldsAt(spec, 'template', 'metadata', 'labels')
  if (selector === undefined) errors.push(requiredValue('spec.selector'))
  else if (isEmpty(selector)) {
    errors.push(invalidValue('spec.selector', {}, 'empty selector is invalid for deployment'))
  }
  if (selector === undefined || !matchesSelector(selector, labels)) {
    const shown = isEmpty(labels) ? null : labels
    errors.push(
      invalidValue('spec.template.metadata.labels', shown, '`selector` does not match template `labels`'),
    )
  }
  errors.push(...labelErrors(fieldsAt(spec, 'template', 'metadata'), 'spec.template'))
  errors.push(...podSpecErrors(fieldsAt(spec, 'template', 'spec'), 'spec.template.spec', 'template'))
  if (resource.kind === 'Deployment') errors.push(...strategyErrors(fieldsAt(spec, 'strategy')))
  if (old && !equal(fieldsAt(old, 'spec')['selector'], selector)) {
    errors.push(invalidValue('spec.selector', selector ?? null, 'field is immutable'))
  }
  return errors
}

function strategyErrors(strategy: Fields): FieldError[] {
  const type = textAt(strategy, 'type')
  if (type === 'Recreate') {
    return strategy['rollingUpdate'] === undefined
      ? []
      : [
          forbiddenValue(
            'spec.strategy.rollingUpdate',
            "may not be specified when strategy `type` is 'Recreate'",
          ),
        ]
  }
  if (type !== 'RollingUpdate') {
    return [unsupportedValue('spec.strategy.type', type ?? '', ['Recreate', 'RollingUpdate'])]
  }
  const rolling = fieldsAt(strategy, 'rollingUpdate')
  const isZero = (value: Value | undefined) => (Number.parseInt(show(value), 10) || 0) === 0
  const at = 'spec.strategy.rollingUpdate'
  return [
    ...['maxUnavailable', 'maxSurge'].flatMap((key) => amountErrors(`${at}.${key}`, rolling[key])),
    ...(isZero(rolling['maxUnavailable']) && isZero(rolling['maxSurge'])
      ? [invalidValue(`${at}.maxUnavailable`, rolling['maxUnavailable'], 'may not be 0 when `maxSurge` is 0')]
      : []),
  ]
}

function amountErrors(field: string, value: Value | undefined): FieldError[] {
  if (typeof value === 'number') return value < 0 ? [notNegative(field, value)] : []
  if (typeof value !== 'string' || /^[0-9]+%$/.test(value)) return []
  const detail =
    "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')"
  return [invalidValue(field, value, detail)]
}

function podErrors(object: Fields, old: Fields | null): FieldError[] {
  const spec = fieldsAt(object, 'spec')
  if (!old) return podSpecErrors(spec, 'spec', 'pod')
  const fixed = (pod: Fields) => ({
    ...fieldsAt(pod, 'spec'),
    containers: listAt(pod, 'spec', 'containers').map((c) => ({ ...(isFields(c) ? c : {}), image: '' })),
    nodeName: '',
  })
  return equal(fixed(object), fixed(old))
    ? []
    : [
        forbiddenValue(
          'spec',
          'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
        ),
      ]
}

function serviceErrors(spec: Fields, old: Fields | null): FieldError[] {
  const errors: FieldError[] = []
  const ports = listAt(spec, 'ports')
  const type = textAt(spec, 'type') ?? ''
  if (!['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'].includes(type)) {
    errors.push(
      unsupportedValue('spec.type', type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']),
    )
  }
  if (ports.length === 0 && type !== 'ExternalName' && spec['clusterIP'] !== 'None') {
    errors.push(requiredValue('spec.ports'))
  }
  const seen: string[] = []
  ports.forEach((port, index) => {
    const at = `spec.ports[${index}]`
    const name = textAt(port, 'name')
    if (name === undefined && ports.length > 1) errors.push(requiredValue(`${at}.name`))
    if (name !== undefined) {
      errors.push(...labelNameErrors(`${at}.name`, name))
      if (seen.includes(name)) errors.push(duplicateValue(`${at}.name`, name))
      seen.push(name)
    }
    errors.push(...portErrors(`${at}.port`, numberAt(port, 'port') ?? 0))
    const target = fieldsAt(port)['targetPort']
    if (typeof target === 'number') errors.push(...portErrors(`${at}.targetPort`, target))
  })
  const before = old ? textAt(old, 'spec', 'clusterIP') : undefined
  if (before !== undefined && type !== 'ExternalName' && spec['clusterIP'] !== before) {
    errors.push(invalidValue('spec.clusterIPs[0]', [spec['clusterIP']], 'may not change once set'))
  }
  return errors
}

function configErrors(object: Fields, old: Fields | null): FieldError[] {
  const errors: FieldError[] = []
  for (const field of ['data', 'binaryData']) {
    for (const key of Object.keys(fieldsAt(object, field))) {
      if (/^[-._a-zA-Z0-9]+$/.test(key)) continue
      errors.push(
        invalidValue(
          `${field}[${key}]`,
          key,
          "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')",
        ),
      )
    }
  }
  const size = ['data', 'binaryData']
    .flatMap((field) => Object.values(fieldsAt(object, field)))
    .reduce<number>((sum, value) => sum + Buffer.byteLength(show(value)), 0)
  if (size > 1024 * 1024) {
    errors.push({
      reason: 'FieldValueTooLong',
      field: '',
      message: 'Too long: may not be more than 1048576 bytes',
    })
  }
  if (old?.['immutable'] === true) {
    const why = 'field is immutable when `immutable` is set'
    if (object['immutable'] !== true) errors.push(forbiddenValue('immutable', why))
    for (const field of ['data', 'binaryData']) {
      if (!equal(fieldsAt(old, field), fieldsAt(object, field))) errors.push(forbiddenValue(field, why))
    }
  }
  return errors
}

function autoscalerErrors(spec: Fields): FieldError[] {
  const errors: FieldError[] = []
  const min = numberAt(spec, 'minReplicas') ?? 1
  const max = numberAt(spec, 'maxReplicas') ?? 0
  if (min < 1) {
    errors.push(invalidValue('spec.minReplicas', min, 'must be greater than or equal to 1'))
  }
  if (max < 1) errors.push(invalidValue('spec.maxReplicas', max, 'must be greater than 0'))
  if (max < min) {
    errors.push(invalidValue('spec.maxReplicas', max, 'must be greater than or equal to `minReplicas`'))
  }
  for (const key of ['kind', 'name']) {
    if (!textAt(spec, 'scaleTargetRef', key)) errors.push(requiredValue(`spec.scaleTargetRef.${key}`))
  }
  return errors
}

/** Types that Go cannot decode: the server's 400, before any validation. */
export function refuseWrongTypes(resource: Resource, version: string, object: Fields): void {
  if (resource.custom) return
  const refuse = (found: string, field: string, type: string) => {
    throw badRequest(
      `${resource.kind} in version "${version}" cannot be handled as a ${resource.kind}: json: cannot unmarshal ${found} into Go struct field ${field} of type ${type}`,
    )
  }
  const nameOf = (value: Value) =>
    Array.isArray(value) ? 'array' : isFields(value) ? 'object' : typeof value
  const spec = fieldsAt(object, 'spec')
  for (const key of ['replicas', 'minReplicas', 'maxReplicas']) {
    const value = spec[key]
    if (value !== undefined && value !== null && typeof value !== 'number') {
      refuse(nameOf(value), `${resource.kind}Spec.spec.${key}`, 'int32')
    }
  }
  for (const [holder, key] of [
    [fieldsAt(object, 'metadata'), 'labels'],
    [fieldsAt(object, 'metadata'), 'annotations'],
    ...(resource.kind === 'ConfigMap' ? ([[object, 'data']] as const) : []),
  ] as const) {
    for (const value of Object.values(fieldsAt(holder, key))) {
      if (typeof value !== 'string') {
        refuse(nameOf(value), key === 'data' ? 'ConfigMap.data' : `ObjectMeta.metadata.${key}`, 'string')
      }
    }
  }
}
