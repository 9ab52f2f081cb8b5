import { fieldsAt, textAt } from './json-value.ts'
import type { Fields } from './json-value.ts'
import type { Resource } from './resources.ts'
import { duplicateValue, invalidValue, requiredValue } from './status-error.ts'
import type { FieldError } from './status-error.ts'

const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/
const DNS1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/
const QUALIFIED = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/
const LABEL_VALUE = /^(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?$/

const LABEL_TEXT =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')"
const SUBDOMAIN_TEXT =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
const DNS1035_TEXT =
  "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an alphabetic character, and end with an alphanumeric character (e.g. 'my-name',  or 'abc-123', regex used for validation is '[a-z]([-a-z0-9]*[a-z0-9])?')"
const LABEL_VALUE_TEXT =
  "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')"
const QUALIFIED_TEXT =
  "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')"
const tooLong = (length: number) => `must be no more than ${length} characters`

export function labelNameErrors(field: string, name: string): FieldError[] {
  if (name.length > 63) return [invalidValue(field, name, tooLong(63))]
  return LABEL.test(name) ? [] : [invalidValue(field, name, LABEL_TEXT)]
}

/** Name, labels and owner references, as every kind has them. */
export function metadataErrors(resource: Resource, object: Fields): FieldError[] {
  const metadata = fieldsAt(object, 'metadata')
  const name = textAt(metadata, 'name')
  const errors: FieldError[] = []
  if (name === undefined) errors.push(requiredValue('metadata.name', 'name or generateName is required'))
  else errors.push(...nameErrors(resource, name))
  errors.push(...labelErrors(metadata, 'metadata'))
  const owners = Array.isArray(metadata['ownerReferences']) ? metadata['ownerReferences'] : []
  owners.forEach((owner, index) => {
    for (const key of ['apiVersion', 'kind', 'name', 'uid']) {
      if (!textAt(owner, key)) {
        errors.push(invalidValue(`metadata.ownerReferences[${index}].${key}`, '', `${key} must not be empty`))
      }
    }
  })
  return errors
}

function nameErrors(resource: Resource, name: string): FieldError[] {
  if (resource.group === 'rbac.authorization.k8s.io') return []
  if (resource.kind === 'Namespace') return labelNameErrors('metadata.name', name)
  if (resource.kind === 'Service') {
    if (name.length > 63) return [invalidValue('metadata.name', name, tooLong(63))]
    return DNS1035.test(name) ? [] : [invalidValue('metadata.name', name, DNS1035_TEXT)]
  }
  if (name.length > 253) return [invalidValue('metadata.name', name, tooLong(253))]
  return SUBDOMAIN.test(name) ? [] : [invalidValue('metadata.name', name, SUBDOMAIN_TEXT)]
}

export function labelErrors(metadata: unknown, at: string): FieldError[] {
  const errors: FieldError[] = []
  for (const [key, value] of Object.entries(fieldsAt(metadata, 'labels'))) {
    errors.push(...labelKeyErrors(`${at}.labels`, key))
    if (typeof value !== 'string') continue
    if (value.length > 63) errors.push(invalidValue(`${at}.labels`, value, tooLong(63)))
    else if (!LABEL_VALUE.test(value)) errors.push(invalidValue(`${at}.labels`, value, LABEL_VALUE_TEXT))
  }
  for (const key of Object.keys(fieldsAt(metadata, 'annotations'))) {
    errors.push(...labelKeyErrors(`${at}.annotations`, key.toLowerCase()))
  }
  return errors
}

function labelKeyErrors(field: string, key: string): FieldError[] {
  const [prefix, name] = key.includes('/') ? key.split('/') : [null, key]
  const errors: FieldError[] = []
  if (prefix !== null && !SUBDOMAIN.test(prefix ?? '')) {
    errors.push(invalidValue(field, key, `prefix part ${SUBDOMAIN_TEXT}`))
  }
  if ((name ?? '').length > 63) errors.push(invalidValue(field, key, `name part ${tooLong(63)}`))
  else if (!QUALIFIED.test(name ?? '')) errors.push(invalidValue(field, key, QUALIFIED_TEXT))
  return errors
}

/** Repeated values among the items of a list. */
export function duplicateErrors(
  names: readonly (string | undefined)[],
  at: (index: number) => string,
): FieldError[] {
  return names.flatMap((name, index) =>
    name !== undefined && names.indexOf(name) < index ? [duplicateValue(at(index), name)] : [],
  )
}
