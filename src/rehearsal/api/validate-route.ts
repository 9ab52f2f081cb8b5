import { fieldsAt, isFields, listAt, numberAt, textAt } from './json-value.ts'
import type { Fields, Value } from './json-value.ts'
import { invalidValue, requiredValue, unsupportedValue } from './status-error.ts'
import type { FieldError } from './status-error.ts'

const MOST = { rules: 16, matches: 64, filters: 16, backendRefs: 16, headers: 16, queryParams: 16 }
const FILTERS = [
  'RequestHeaderModifier',
  'ResponseHeaderModifier',
  'RequestMirror',
  'RequestRedirect',
  'URLRewrite',
  'ExtensionRef',
  'CORS',
]
const DURATION = '^([0-9]{1,5}(h|m|s|ms)){1,4}$'

/** Of the schema of HTTPRoute, what a route writer can get wrong. The server checks its rules (`x-kubernetes-validations`) only when the schema holds. */
export function httpRouteErrors(spec: Fields): FieldError[] {
  const schema = schemaErrors(spec)
  if (schema.some(({ stops }) => stops)) {
    const detail =
      'some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'
    return [...schema.map(({ error }) => error), invalidValue('<nil>', null, detail)]
  }
  return [...schema.map(({ error }) => error), ...ruleErrors(spec)]
}

/** `stops`: the server leaves its rules unchecked after it. */
interface SchemaError {
  readonly error: FieldError
  readonly stops: boolean
}

function schemaErrors(spec: Fields): SchemaError[] {
  const errors: SchemaError[] = []
  const add = (error: FieldError, stops: boolean) => errors.push({ error, stops })
  const most = (holder: Value | Fields, key: keyof typeof MOST, at: string) => {
    const { length } = listAt(holder, key)
    if (length > MOST[key]) add(tooMany(`${at}.${key}`, length, MOST[key]), true)
  }
  const integer = (holder: Value, key: string, at: string, from: number, to: number | null) => {
    const value = numberAt(holder, key)
    if (value === undefined) return
    const field = `${at}.${key}`
    const body = (what: string) => invalidValue(field, value, `${field} in body should be ${what}`)
    if (value < from) add(body(`greater than or equal to ${from}`), false)
    if (to !== null && value > to)
      add(body(`less than or equal to ${to === 1_000_000 ? '1e+06' : to}`), false)
    if (!Number.isInteger(value)) {
      const message = `Invalid value: "number": ${field} in body must be of type integer: "number"`
      add({ reason: 'FieldValueTypeInvalid', field, message }, true)
    }
  }
  const pattern = (holder: Value | Fields, key: string, at: string, regex: string) => {
    const value = textAt(holder, key)
    if (value === undefined || new RegExp(regex).test(value)) return
    add(invalidValue(`${at}.${key}`, value, `${at}.${key} in body should match '${regex}'`), false)
  }
  const filters = (holder: Value, at: string) => {
    most(holder, 'filters', at)
    listAt(holder, 'filters').forEach((filter, f) => {
      const place = `${at}.filters[${f}]`
      const type = textAt(filter, 'type') ?? ''
      if (!FILTERS.includes(type)) add(unsupportedValue(`${place}.type`, type, FILTERS), true)
      const mirror = fieldsAt(filter, 'requestMirror')
      integer(mirror, 'percent', `${place}.requestMirror`, 0, 100)
      integer(fieldsAt(mirror, 'fraction'), 'numerator', `${place}.requestMirror.fraction`, 0, null)
      integer(fieldsAt(mirror, 'fraction'), 'denominator', `${place}.requestMirror.fraction`, 1, null)
    })
  }
  most(spec, 'rules', 'spec')
  listAt(spec, 'rules').forEach((rule, r) => {
    const at = `spec.rules[${r}]`
    most(rule, 'matches', at)
    most(rule, 'backendRefs', at)
    filters(rule, at)
    pattern(rule, 'name', at, '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$')
    for (const key of ['request', 'backendRequest'])
      pattern(fieldsAt(rule, 'timeouts'), key, `${at}.timeouts`, DURATION)
    listAt(rule, 'matches').forEach((match, m) => {
      for (const key of ['headers', 'queryParams'] as const) {
        const place = `${at}.matches[${m}]`
        most(match, key, place)
        for (const error of duplicates(listAt(match, key), `${place}.${key}`)) add(error, false)
      }
    })
    listAt(rule, 'backendRefs').forEach((backend, b) => {
      const place = `${at}.backendRefs[${b}]`
      if (!textAt(backend, 'name')) add(requiredValue(`${place}.name`), false)
      integer(backend, 'weight', place, 0, 1_000_000)
      filters(backend, place)
    })
  })
  return errors
}

function tooMany(field: string, count: number, most: number): FieldError {
  return {
    reason: 'FieldValueTooMany',
    field,
    message: `Too many: ${count}: must have at most ${most} items`,
  }
}

function duplicates(list: readonly Value[], at: string): FieldError[] {
  const names = list.map((item) => textAt(item, 'name'))
  return names.flatMap((name, i): FieldError[] =>
    names.indexOf(name) < i
      ? [
          {
            reason: 'FieldValueDuplicate',
            field: `${at}[${i}]`,
            message: `Duplicate value: ${JSON.stringify({ name })}`,
          },
        ]
      : [],
  )
}

/** What the schema's own rules say of the parts together. */
function ruleErrors(spec: Fields): FieldError[] {
  const rules = listAt(spec, 'rules')
  const matches = rules.reduce<number>((sum, rule) => sum + listAt(rule, 'matches').length, 0)
  const errors: FieldError[] = []
  const add = (at: string, message: string, kind: 'object' | 'array' = 'object') =>
    errors.push(invalidValue(at, kind, message))
  if (matches > 128) {
    const message =
      'While 16 rules and 64 matches per rule are allowed, the total number of matches across all rules in a route must be less than 128'
    add('spec.rules', message, 'array')
  }
  const reference = (ref: Value | undefined, at: string) => {
    if (!isFields(ref)) return
    const service = (textAt(ref, 'kind') ?? 'Service') === 'Service' && (textAt(ref, 'group') ?? '') === ''
    if (service && ref['port'] === undefined) add(at, 'Must have port for Service reference')
  }
  rules.forEach((rule, r) => {
    const at = `spec.rules[${r}]`
    const filters = listAt(rule, 'filters')
    const of = (type: string) => filters.filter((filter) => textAt(filter, 'type') === type)
    if (of('RequestRedirect').length > 0 && listAt(rule, 'backendRefs').length > 0) {
      add(at, 'RequestRedirect filter must not be used together with backendRefs')
    }
    const rewrite = of('URLRewrite')[0]
    const [only, ...others] = listAt(rule, 'matches')
    const byPrefix = others.length === 0 && (textAt(only, 'path', 'type') ?? 'PathPrefix') === 'PathPrefix'
    if (textAt(rewrite, 'urlRewrite', 'path', 'type') === 'ReplacePrefixMatch' && !byPrefix) {
      const message =
        'When using URLRewrite filter with path.replacePrefixMatch, exactly one PathPrefix match must be specified'
      add(at, message)
    }
    for (const type of FILTERS) {
      if (type !== 'RequestMirror' && type !== 'ExtensionRef' && of(type).length > 1) {
        add(`${at}.filters`, `${type} filter cannot be repeated`, 'array')
      }
    }
    listAt(rule, 'matches').forEach((match, m) => {
      const { type, value } = fieldsAt(match, 'path')
      if (type === 'RegularExpression' || typeof value !== 'string' || value.startsWith('/')) return
      const message =
        "value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']"
      add(`${at}.matches[${m}].path`, message)
    })
    filters.forEach((filter, f) => {
      const place = `${at}.filters[${f}]`
      const type = textAt(filter, 'type') ?? ''
      const key = type === 'URLRewrite' ? 'urlRewrite' : type.charAt(0).toLowerCase() + type.slice(1)
      if (type !== 'CORS' && !isFields(fieldsAt(filter)[key])) {
        add(place, `filter.${key} must be specified for ${type} filter.type`)
      }
      const mirror = fieldsAt(filter, 'requestMirror')
      const { percent, fraction } = mirror
      reference(mirror['backendRef'], `${place}.requestMirror.backendRef`)
      if (percent !== undefined && fraction !== undefined) {
        const message = 'Only one of percent or fraction may be specified in HTTPRequestMirrorFilter'
        add(`${place}.requestMirror`, message)
      }
      if ((numberAt(fraction, 'numerator') ?? 0) > (numberAt(fraction, 'denominator') ?? 100)) {
        add(`${place}.requestMirror.fraction`, 'numerator must be less than or equal to denominator')
      }
    })
    listAt(rule, 'backendRefs').forEach((ref, b) => reference(ref, `${at}.backendRefs[${b}]`))
  })
  return errors
}
