import type { KubeObject } from '../../kube/object.ts'
import { ok } from './answer.ts'
import type { Answer } from './answer.ts'
import { inVersion } from './answer.ts'
import { joinVersion } from './resources.ts'
import type { Route } from './route.ts'
import { parseFieldSelector, parseLabelSelector } from './selector.ts'
import type { Selector } from './selector.ts'
import { badRequest } from './status-error.ts'
import type { Storage } from './storage.ts'

/** The objects that a query selects. */
export function selectorOf(query: URLSearchParams): Selector {
  const labels = parseLabelSelector(query.get('labelSelector') ?? '')
  const fields = parseFieldSelector(query.get('fieldSelector') ?? '')
  return (object) => labels(object) && fields(object)
}

export function selected(storage: Storage, route: Route, query: URLSearchParams): KubeObject[] {
  const matches = selectorOf(query)
  const namespace = route.namespace === '' ? null : route.namespace
  return storage.list(route.resource, namespace).filter(matches)
}

interface Continue {
  readonly rv: string
  readonly after: string
}

/** LIST with `limit` and `continue`. As the real server, items of built-in kinds carry no `kind` and `apiVersion`. */
export function list(storage: Storage, route: Route, query: URLSearchParams): Answer {
  const all = selected(storage, route, query)
  const limit = Number(query.get('limit') ?? 0)
  const token = query.get('continue')
  const from = token ? parseToken(token) : null
  const keyOf = (object: KubeObject) => `${object.metadata.namespace ?? ''}/${object.metadata.name}`
  const rest = from ? all.filter((object) => keyOf(object) > from.after) : all
  const page = limit > 0 ? rest.slice(0, limit) : rest
  const version = from?.rv ?? String(storage.version())
  const left = rest.length - page.length
  const last = page.at(-1)
  const more =
    left > 0 && last
      ? {
          continue: Buffer.from(JSON.stringify({ rv: version, after: keyOf(last) })).toString('base64url'),
          ...(query.has('labelSelector') || query.has('fieldSelector') ? {} : { remainingItemCount: left }),
        }
      : route.resource.custom
        ? { continue: '' }
        : {}
  return ok({
    kind: `${route.resource.kind}List`,
    apiVersion: joinVersion(route.resource.group, route.version),
    metadata: { resourceVersion: version, ...more },
    items: page.map((object) => itemOf(route, object)),
  })
}

function itemOf(route: Route, object: KubeObject): object {
  if (route.resource.custom) return inVersion(route, object)
  const { apiVersion: _version, kind: _kind, ...rest } = object
  return rest
}

function parseToken(token: string): Continue {
  try {
    const parsed = JSON.parse(Buffer.from(token, 'base64url').toString()) as Partial<Continue>
    if (typeof parsed.rv === 'string' && typeof parsed.after === 'string') {
      return { rv: parsed.rv, after: parsed.after }
    }
  } catch {
    // Not a token of ours: the same answer as for one that is malformed.
  }
  throw badRequest('continue key is not valid: illegal base64 data')
}
