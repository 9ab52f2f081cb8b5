import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Duplex } from 'node:stream'
import { failure, inVersion, ok, pageNotFound, send } from './answer.ts'
import type { Answer } from './answer.ts'
import type { PodAccess, Reaction } from './contract.ts'
import { discover } from './discovery.ts'
import type { Interception } from './interception.ts'
import type { Lack } from './admission.ts'
import { list, selected } from './list.ts'
import type { createPodExec } from './pod-exec.ts'
import type { createPortForwarding } from './port-forward.ts'
import type { Registry } from './registry.ts'
import { listAt, textAt } from './json-value.ts'
import { deleteOptions, removeObject } from './removal.ts'
import { isBuiltIn, parseRoute } from './route.ts'
import type { Route } from './route.ts'
import { scaleOf } from './scale.ts'
import { badRequest, methodNotAllowed, noSuchResource, notFound } from './status-error.ts'
import type { Storage } from './storage.ts'
import { watch } from './watch.ts'
import { write } from './write-request.ts'
import { accessReview } from './access-review.ts'
import { authorize } from './authorize.ts'
import { parseBody } from './request-body.ts'
import { upgrade } from './upgrade.ts'

export interface Serving {
  readonly storage: Storage
  readonly registry: Registry
  readonly interception: Interception
  readonly forwarding: ReturnType<typeof createPortForwarding>
  readonly exec: ReturnType<typeof createPodExec>
  readonly token: string
  readonly wallClock: () => number
  readonly lacks: readonly Lack[]
  readonly pods: () => PodAccess | null
}

export interface Handler {
  readonly request: (request: IncomingMessage, response: ServerResponse) => void
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void
}

/** The HTTP side: routes a request, lets interceptors act before and after its effect, and answers. */
export function createHandler(serving: Serving): Handler {
  return {
    request: (request, response) => {
      const chunks: Buffer[] = []
      request.on('data', (chunk: Buffer) => chunks.push(chunk))
      request.on('error', () => response.destroy())
      request.on('end', () => {
        void respond(serving, request, response, Buffer.concat(chunks).toString())
      })
    },
    upgrade: (request, socket, head) => {
      socket.on('error', () => socket.destroy())
      void upgrade(serving, request, socket, head)
    },
  }
}

async function respond(
  serving: Serving,
  request: IncomingMessage,
  response: ServerResponse,
  text: string,
): Promise<void> {
  const { method = 'GET', url: path = '/' } = request
  const body = parseBody(text)
  const seen = serving.interception.begin(method, path, body)
  try {
    const early = await seen.before()
    if (early) return react(early, request, response, seen.answered)
    const answer = safely(() => answerTo(serving, request, body))
    const late = await seen.after()
    if (late) return react(late, request, response, seen.answered)
    seen.answered(answer.status)
    send(response, request, answer)
  } catch (error) {
    seen.answered(500)
    send(response, request, failure(error))
  }
}

function react(
  reaction: Reaction,
  request: IncomingMessage,
  response: ServerResponse,
  answered: (status: number) => void,
): void {
  switch (reaction.kind) {
    case 'respond':
      answered(reaction.status)
      return send(response, request, {
        status: reaction.status,
        body: reaction.body ?? '',
        headers: reaction.headers,
      })
    case 'reset':
      request.socket.resetAndDestroy()
      return
    case 'silence':
      return
  }
}

function safely(action: () => Answer): Answer {
  try {
    return action()
  } catch (error) {
    return failure(error)
  }
}

function answerTo(serving: Serving, request: IncomingMessage, body: unknown): Answer {
  const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://localhost')
  if (['/readyz', '/livez', '/healthz'].includes(path)) return { status: 200, body: 'ok' }
  authorize(serving.token, request)
  const found = discover(path)
  if (found) return ok(found)
  const review = request.method === 'POST' ? accessReview(path, body) : null
  if (review) return { status: 201, body: review }
  const route = parseRoute(path)
  if (!route) {
    if (isBuiltIn(path)) throw noSuchResource()
    return pageNotFound
  }
  const method = request.method ?? 'GET'
  if (method === 'GET') return read(serving, route, query)
  if (method === 'DELETE') return remove(serving, route, query, body)
  const isWrite =
    method === 'POST' ? route.name === '' : ['PUT', 'PATCH'].includes(method) && route.name !== ''
  if (!isWrite || (route.namespace === '' && route.resource.namespaced)) throw methodNotAllowed()
  const contentType = (request.headers['content-type'] ?? 'application/json').split(';')[0]!.trim()
  const agent = (request.headers['user-agent'] ?? 'unknown').split('/')[0]!
  if (serving.lacks.includes('field-validation')) query.delete('fieldValidation')
  return write(serving.storage, serving.registry, route, { method, contentType, body, query, agent })
}

function read(serving: Serving, route: Route, query: URLSearchParams): Answer {
  const { storage } = serving
  if (route.name === '') {
    const isWatch = ['1', 'true'].includes(query.get('watch') ?? '')
    return isWatch ? watch(storage, route, query) : list(storage, route, query)
  }
  const object = storage.get(route.resource, route.namespace, route.name)
  if (!object) throw notFound(route.resource, route.name)
  switch (route.subresource) {
    case 'scale':
      return ok(scaleOf(object))
    case 'log':
      return { status: 200, body: logOf(serving, route, query) }
    case 'portforward':
    case 'exec':
      throw badRequest('Upgrade request required')
    default:
      return ok(inVersion(route, object))
  }
}

function logOf(serving: Serving, route: Route, query: URLSearchParams): string {
  const container = query.get('container') ?? undefined
  const since = query.get('sinceTime')
  const previous = query.get('previous') === 'true'
  const options = {
    timestamps: query.get('timestamps') === 'true',
    previous,
    ...(since === null ? {} : { since: Date.parse(since) }),
  }
  const pod = serving.storage.get(route.resource, route.namespace, route.name)
  const containers = listAt(pod, 'spec', 'containers').map((c) => textAt(c, 'name'))
  if (container !== undefined && !containers.includes(container))
    throw badRequest(`container ${container} is not valid for pod ${route.name}`)
  const text = serving.pods()?.log(route.namespace, route.name, container, options) ?? null
  if (text === null && previous) {
    const what = `previous terminated container ${JSON.stringify(container ?? '')} in pod ${JSON.stringify(route.name)} not found`
    throw badRequest(what)
  }
  if (text === null) {
    const which = container === undefined ? '' : `container ${JSON.stringify(container)} in `
    throw badRequest(`${which}pod ${JSON.stringify(route.name)} is waiting to start: ContainerCreating`)
  }
  const tail = query.get('tailLines')
  if (tail === null) return text
  const lines = text.split('\n').slice(0, -1)
  return lines
    .slice(Math.max(0, lines.length - Number(tail)))
    .map((line) => `${line}\n`)
    .join('')
}

function remove(serving: Serving, route: Route, query: URLSearchParams, body: unknown): Answer {
  const { storage, wallClock } = serving
  const options = deleteOptions(body, query)
  if (route.name === '') {
    const gone = selected(storage, route, query).map((object) => {
      const target = { ...route, namespace: object.metadata.namespace ?? '' }
      return removeObject(storage, target, object.metadata.name, options, wallClock()).object
    })
    return ok({ kind: `${route.resource.kind}List`, apiVersion: 'v1', metadata: {}, items: gone })
  }
  if (route.subresource !== '') throw methodNotAllowed()
  const removal = removeObject(storage, route, route.name, options, wallClock())
  // The real server sends a pod back whole, gone or not.
  if (!removal.gone || route.resource.kind === 'Pod') return ok(inVersion(route, removal.object))
  const { group, plural } = route.resource
  const details = {
    name: route.name,
    ...(group === '' ? {} : { group }),
    kind: plural,
    uid: removal.object.metadata.uid,
  }
  return ok({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details })
}
