import { fieldsAt, isFields, listAt, numberAt, textAt, show } from './json-value.ts'
import type { Value } from './json-value.ts'
import { invalidValue, requiredValue, unsupportedValue } from './status-error.ts'
import type { FieldError } from './status-error.ts'
import { duplicateErrors, labelNameErrors } from './validate-meta.ts'

/** The server's checks of a pod spec, as far as manifests of model servers can fail them. */
export function podSpecErrors(spec: unknown, at: string, kind: 'pod' | 'template'): FieldError[] {
  const errors: FieldError[] = []
  const volumes = listAt(spec, 'volumes').map((volume) => textAt(volume, 'name') ?? '')
  errors.push(...duplicateErrors(volumes, (index) => `${at}.volumes[${index}].name`))
  const containers = listAt(spec, 'containers')
  if (containers.length === 0) errors.push(requiredValue(`${at}.containers`))
  containers.forEach((container, index) =>
    errors.push(...containerErrors(container, `${at}.containers[${index}]`, volumes)),
  )
  const names = containers.map((container) => textAt(container, 'name'))
  errors.push(...duplicateErrors(names, (index) => `${at}.containers[${index}].name`))
  const policy = textAt(spec, 'restartPolicy')
  if (kind === 'template' && policy !== 'Always') {
    errors.push(unsupportedValue(`${at}.restartPolicy`, policy ?? '', ['Always']))
  }
  const grace = numberAt(spec, 'terminationGracePeriodSeconds') ?? 0
  if (grace < 0) errors.push(notNegative(`${at}.terminationGracePeriodSeconds`, grace))
  return errors
}

export const notNegative = (field: string, value: number) =>
  invalidValue(field, value, 'must be greater than or equal to 0')

function containerErrors(container: Value, at: string, volumes: readonly string[]): FieldError[] {
  const errors: FieldError[] = []
  const name = textAt(container, 'name') ?? ''
  if (name === '') errors.push(requiredValue(`${at}.name`))
  else errors.push(...labelNameErrors(`${at}.name`, name))
  const image = textAt(container, 'image') ?? ''
  if (image === '') errors.push(requiredValue(`${at}.image`))
  else if (image !== image.trim()) {
    errors.push(invalidValue(`${at}.image`, image, 'must not have leading or trailing whitespace'))
  }
  listAt(container, 'ports').forEach((port, index) => {
    const number = numberAt(port, 'containerPort')
    if (number === undefined) errors.push(requiredValue(`${at}.ports[${index}].containerPort`))
    else errors.push(...portErrors(`${at}.ports[${index}].containerPort`, number))
  })
  listAt(container, 'env').forEach((item, index) => {
    const field = `${at}.env[${index}]`
    if (!textAt(item, 'name')) errors.push(requiredValue(`${field}.name`))
    if (textAt(item, 'value') && isFields(item) && item['valueFrom'] !== undefined) {
      errors.push(invalidValue(`${field}.valueFrom`, '', 'may not be specified when `value` is not empty'))
    }
  })
  listAt(container, 'volumeMounts').forEach((mount, index) => {
    const field = `${at}.volumeMounts[${index}]`
    const volume = textAt(mount, 'name') ?? ''
    if (volume === '') errors.push(requiredValue(`${field}.name`))
    else if (!volumes.includes(volume)) {
      errors.push({
        reason: 'FieldValueNotFound',
        field: `${field}.name`,
        message: `Not found: ${JSON.stringify(volume)}`,
      })
    }
    if (!textAt(mount, 'mountPath')) errors.push(requiredValue(`${field}.mountPath`))
  })
  const resources = fieldsAt(container, 'resources')
  for (const side of ['limits', 'requests']) {
    for (const [resource, amount] of Object.entries(fieldsAt(resources, side))) {
      if (/^-/.test(show(amount))) {
        errors.push(
          invalidValue(
            `${at}.resources.${side}[${resource}]`,
            show(amount),
            'must be greater than or equal to 0',
          ),
        )
      }
    }
  }
  return errors
}

export function portErrors(field: string, number: number): FieldError[] {
  const isPort = Number.isInteger(number) && number >= 1 && number <= 65_535
  return isPort ? [] : [invalidValue(field, number, 'must be between 1 and 65535, inclusive')]
}
