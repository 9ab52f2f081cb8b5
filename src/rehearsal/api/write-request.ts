import type { KubeObject } from '../../kube/object.ts'
import { inVersion, ok } from './answer.ts'
import type { Answer } from './answer.ts'
import { applyJsonPatch } from './json-patch.ts'
import { isFields } from './json-value.ts'
import type { Fields, Value } from './json-value.ts'
import { applyMergePatch, applyStrategicMergePatch } from './merge-patch.ts'
import type { Registry, WriteOptions } from './registry.ts'
import type { Route } from './route.ts'
import { scaleOf, scaled } from './scale.ts'
import { shapeOf } from './shape.ts'
import { refuseUnknown } from './strict.ts'
import { badRequest, invalidObject, notFound, requiredValue, unsupportedMediaType } from './status-error.ts'
import type { Storage } from './storage.ts'

/** What a mutating request brings along. */
export interface WriteRequest {
  readonly method: string
  readonly contentType: string
  readonly body: unknown
  readonly query: URLSearchParams
  /** The manager to record when the query names none. */
  readonly agent: string
}

const JSON_PATCH = 'application/json-patch+json'
const MERGE_PATCH = 'application/merge-patch+json'
const STRATEGIC_PATCH = 'application/strategic-merge-patch+json'
const APPLY_PATCH = 'application/apply-patch+yaml'
const ACCEPTED_BY_CUSTOM = [JSON_PATCH, MERGE_PATCH, APPLY_PATCH]

/** POST, PUT and PATCH of objects, their `/status` and their `/scale`. */
export function write(storage: Storage, registry: Registry, route: Route, request: WriteRequest): Answer {
  const warnings: string[] = []
  const options: WriteOptions = {
    manager: request.query.get('fieldManager') ?? request.agent,
    dryRun: request.query.get('dryRun') === 'All',
    warn: (text) => warnings.push(text),
    beforeStoring: () => {
      if (request.query.get('fieldValidation') === 'Strict') refuseUnknown(route, warnings)
    },
  }
  const answer = perform()
  if (warnings.length === 0) return answer
  return { ...answer, headers: { Warning: warnings.map((text) => `299 - ${JSON.stringify(text)}`) } }

  function perform(): Answer {
    if (request.method === 'POST') {
      return { status: 201, body: shown(registry.create(route, fieldsOf(request.body), options)) }
    }
    if (request.method === 'PUT') return ok(shown(update(request.body as Value)))
    if (request.contentType === APPLY_PATCH) return apply()
    const patched = patchedBody()
    if (patched === null) throw unsupportedMediaType(route.resource.custom ? ACCEPTED_BY_CUSTOM : null)
    return ok(shown(update(patched)))
  }

  /** The stored object with the patch applied, null for a kind of patch that is not supported. */
  function patchedBody(): Value | null {
    const patch = request.body as Value
    if (request.contentType === JSON_PATCH) return applyJsonPatch(live(), patch)
    if (request.contentType === MERGE_PATCH) return applyMergePatch(live(), patch)
    if (request.contentType !== STRATEGIC_PATCH || route.resource.custom) return null
    return applyStrategicMergePatch(live(), patch, shapeOf(route.resource.group, route.resource.kind))
  }

  function stored(): KubeObject {
    const object = storage.get(route.resource, route.namespace, route.name)
    if (!object) throw notFound(route.resource, route.name)
    return object
  }

  function live(): Value {
    const object = stored()
    return route.subresource === 'scale' ? scaleOf(object) : inVersion(route, object)
  }

  function update(body: Value): KubeObject {
    if (route.subresource !== 'scale') return registry.update(route, route.name, fieldsOf(body), options)
    const object = inVersion(route, stored())
    return registry.update(route, route.name, scaled(route, object, body), options)
  }

  function apply(): Answer {
    if (!request.query.has('fieldManager')) {
      throw invalidObject({ group: 'meta.k8s.io', kind: 'PatchOptions' }, '', [
        requiredValue('fieldManager', 'is required for apply patch'),
      ])
    }
    const force = request.query.get('force') === 'true'
    const applied = registry.apply(route, route.name, fieldsOf(request.body), { ...options, force })
    return { status: applied.created ? 201 : 200, body: shown(applied.object) }
  }

  function shown(object: KubeObject): unknown {
    return route.subresource === 'scale' ? scaleOf(object) : inVersion(route, object)
  }

  function fieldsOf(body: unknown): Fields {
    if (isFields(body)) return body
    throw badRequest(
      `the object provided is unrecognized (must be of type ${route.resource.kind}): couldn't get version/kind; json parse error (${String(body).slice(0, 60)})`,
    )
  }
}
