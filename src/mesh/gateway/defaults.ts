import type { Json, JsonObject, KubeObject } from '../../kube/object.ts'
import { isList, objectOf } from '../json-reading.ts'

/** What the schema of HTTPRoute fills in. An object that was created from a manifest is read back with it. */
export function withDefaults(route: KubeObject): KubeObject {
  const spec = objectOf(route['spec'])
  if (!spec) return route
  const rules = spec['rules'] ?? [{}]
  return {
    ...route,
    spec: {
      ...spec,
      ...each(spec, 'parentRefs', (ref) => ({ group: 'gateway.networking.k8s.io', kind: 'Gateway', ...ref })),
      rules: isList(rules) ? rules.map((rule) => mapObject(rule, ruleDefaults)) : rules,
    },
  }
}

/** A rule's conditions as the API server stores them. */
export function storedMatches(rule: JsonObject): Json {
  const { matches } = rule
  return isList(matches) ? matches.map((match) => mapObject(match, matchDefaults)) : [EVERY_PATH]
}

function ruleDefaults(rule: JsonObject): JsonObject {
  return {
    ...rule,
    matches: storedMatches(rule),
    ...each(rule, 'filters', filterDefaults),
    ...each(rule, 'backendRefs', (ref) => ({
      ...referenceDefaults(ref),
      weight: ref['weight'] ?? 1,
      ...each(ref, 'filters', filterDefaults),
    })),
  }
}

const EVERY_PATH = { path: { type: 'PathPrefix', value: '/' } }

function matchDefaults(match: JsonObject): JsonObject {
  const exact = (item: JsonObject) => ({ type: 'Exact', ...item })
  return {
    ...match,
    path: { ...EVERY_PATH.path, ...objectOf(match['path']) },
    ...each(match, 'headers', exact),
    ...each(match, 'queryParams', exact),
  }
}

function filterDefaults(filter: JsonObject): JsonObject {
  const mirror = objectOf(filter['requestMirror'])
  const redirect = objectOf(filter['requestRedirect'])
  const fraction = objectOf(mirror?.['fraction'])
  const cors = objectOf(filter['cors'])
  return {
    ...filter,
    ...(mirror
      ? {
          requestMirror: {
            ...mirror,
            backendRef: mapObject(mirror['backendRef'] ?? null, referenceDefaults),
            ...(fraction ? { fraction: { denominator: 100, ...fraction } } : {}),
          },
        }
      : {}),
    ...(redirect ? { requestRedirect: { statusCode: 302, ...redirect } } : {}),
    ...(cors ? { cors: { maxAge: 5, ...cors } } : {}),
  }
}

function referenceDefaults(ref: JsonObject): JsonObject {
  return { group: '', kind: 'Service', ...ref }
}

function each(object: JsonObject, key: string, change: (item: JsonObject) => JsonObject): JsonObject {
  const list = object[key]
  return isList(list) ? { [key]: list.map((item) => mapObject(item, change)) } : {}
}

function mapObject(item: Json, change: (item: JsonObject) => JsonObject): Json {
  const object = objectOf(item)
  return object ? change(object) : item
}
