import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { failure, pageNotFound } from './answer.ts'
import type { Serving } from './handler.ts'
import { authorize } from './authorize.ts'
import { textAt } from './json-value.ts'
import { parseExec } from './pod-exec.ts'
import { parsePorts } from './port-forward.ts'
import { parseRoute } from './route.ts'
import { badRequest, notFound } from './status-error.ts'

/** Requests that become a WebSocket: port-forwards, and commands in containers. */
export async function upgrade(
  serving: Serving,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const seen = serving.interception.begin(request.method ?? 'GET', request.url ?? '/', null)
  const refuse = (status: number, body: unknown) => {
    seen.answered(status)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    socket.end(
      `HTTP/1.1 ${status} Refused\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
    )
  }
  const reaction = await seen.before()
  if (reaction?.kind === 'respond') return refuse(reaction.status, reaction.body ?? '')
  if (reaction?.kind === 'reset') return void socket.destroy()
  if (reaction) return
  try {
    authorize(serving.token, request)
    const route = parseRoute(pathname)
    if (!route || !['portforward', 'exec'].includes(route.subresource)) return refuse(404, pageNotFound.body)
    const pod = serving.storage.get(route.resource, route.namespace, route.name)
    if (!pod) throw notFound(route.resource, route.name)
    if (route.subresource === 'exec') {
      const target = parseExec(searchParams, pod)
      if (typeof target === 'string') throw badRequest(target)
      seen.answered(101)
      return serving.exec.upgrade(request, socket, head, target)
    }
    const ports = parsePorts(searchParams)
    if (typeof ports === 'string') throw badRequest(ports)
    const phase = textAt(pod, 'status', 'phase') ?? ''
    if (phase !== 'Running') {
      throw badRequest(`unable to forward port because pod is not running. Current status=${phase}`)
    }
    seen.answered(101)
    const { namespace = '', name, uid = '' } = pod.metadata
    serving.forwarding.upgrade(request, socket, head, { namespace, name, uid, ports })
  } catch (error) {
    const answer = failure(error)
    refuse(answer.status, answer.body)
  }
}
