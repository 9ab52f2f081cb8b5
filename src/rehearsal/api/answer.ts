import type { IncomingMessage, ServerResponse } from 'node:http'
import type { KubeObject } from '../../kube/object.ts'
import { show } from './json-value.ts'
import type { Fields } from './json-value.ts'
import { joinVersion } from './resources.ts'
import { ApiError } from './status-error.ts'
import type { Target } from './write-rules.ts'

/** What the server sends: a document, a text, or a stream that goes on. */
export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string | string[]>>
  /** Takes over after the headers; returns what ends it. */
  readonly stream?: (response: ServerResponse, request: IncomingMessage) => void
}

/** An object as the version that the client asked for. */
export function inVersion(target: Target, object: KubeObject): KubeObject {
  return { ...object, apiVersion: joinVersion(target.resource.group, target.version) }
}

export const ok = (body: unknown): Answer => ({ status: 200, body })

export function failure(error: unknown): Answer {
  if (error instanceof ApiError) {
    const details = error.status['details'] as Fields | undefined
    const seconds = details?.['retryAfterSeconds']
    return {
      status: error.code,
      body: error.status,
      ...(seconds === undefined ? {} : { headers: { 'Retry-After': show(seconds) } }),
    }
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
  return failure(new ApiError(500, 'InternalError', `Internal error occurred: ${message}`))
}

export const pageNotFound: Answer = { status: 404, body: '404 page not found\n' }

export function send(response: ServerResponse, request: IncomingMessage, answer: Answer): void {
  const isText = typeof answer.body === 'string'
  response.writeHead(answer.status, {
    'Content-Type': isText ? 'text/plain; charset=utf-8' : 'application/json',
    'Cache-Control': 'no-cache, private',
    ...answer.headers,
  })
  if (answer.stream) answer.stream(response, request)
  else response.end(isText ? answer.body : `${JSON.stringify(answer.body)}\n`)
}
