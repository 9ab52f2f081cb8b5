/** As much of JSON Schema 2020-12 as our schema uses; throws on a keyword that it does not know, so that it cannot pass by ignoring one. */
export function schemaAccepts(schema: Schema, value: unknown): boolean {
  return Object.entries(schema).every(([keyword, rule]) => check(keyword, rule, value, schema))
}
type Schema = { readonly [keyword: string]: unknown }

const isObject = (value: unknown): value is { [key: string]: unknown } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function check(keyword: string, rule: unknown, value: unknown, schema: Schema): boolean {
  const schemas = rule as readonly Schema[]
  switch (keyword) {
    case '$schema':
    case 'title':
    case 'description':
    case 'default':
      return true
    case 'type':
      return [rule].flat().some((type) => hasType(String(type), value))
    case 'enum':
      return (rule as readonly unknown[]).includes(value)
    case 'const':
      return value === rule
    case 'anyOf':
      return schemas.some((one) => schemaAccepts(one, value))
    case 'oneOf':
      return schemas.filter((one) => schemaAccepts(one, value)).length === 1
    case 'not':
      return !schemaAccepts(rule as Schema, value)
    case 'pattern':
      return typeof value !== 'string' || new RegExp(String(rule), 'u').test(value)
    case 'minLength':
      return typeof value !== 'string' || [...value].length >= Number(rule)
    case 'maxLength':
      return typeof value !== 'string' || [...value].length <= Number(rule)
    case 'minimum':
      return typeof value !== 'number' || value >= Number(rule)
    case 'maximum':
      return typeof value !== 'number' || value <= Number(rule)
    case 'exclusiveMaximum':
      return typeof value !== 'number' || value < Number(rule)
    case 'items':
      return !Array.isArray(value) || value.every((item) => schemaAccepts(rule as Schema, item))
    case 'minItems':
      return !Array.isArray(value) || value.length >= Number(rule)
    case 'maxItems':
      return !Array.isArray(value) || value.length <= Number(rule)
    case 'required':
      return !isObject(value) || (rule as readonly string[]).every((key) => Object.hasOwn(value, key))
    case 'minProperties':
      return !isObject(value) || Object.keys(value).length >= Number(rule)
    case 'maxProperties':
      return !isObject(value) || Object.keys(value).length <= Number(rule)
    case 'propertyNames':
      return !isObject(value) || Object.keys(value).every((key) => schemaAccepts(rule as Schema, key))
    case 'properties':
      return (
        !isObject(value) ||
        Object.entries(rule as { [key: string]: Schema }).every(
          ([key, one]) => !Object.hasOwn(value, key) || schemaAccepts(one, value[key]),
        )
      )
    case 'additionalProperties': {
      if (!isObject(value)) return true
      const others = Object.keys(value).filter((key) => !Object.hasOwn(schema.properties ?? {}, key))
      return rule === false
        ? others.length === 0
        : others.every((key) => schemaAccepts(rule as Schema, value[key]))
    }
    default:
      throw new Error(`the check does not know the keyword ${keyword}`)
  }
}

function hasType(type: string, value: unknown): boolean {
  switch (type) {
    case 'object':
      return isObject(value)
    case 'array':
      return Array.isArray(value)
    case 'null':
      return value === null
    case 'integer':
      return Number.isInteger(value)
    case 'string':
    case 'number':
    case 'boolean':
      return typeof value === type
    default:
      throw new Error(`the check does not know the type ${type}`)
  }
}
