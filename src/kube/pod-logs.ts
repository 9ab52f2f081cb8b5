import type { IncomingMessage } from 'node:http'
import { Readable } from 'node:stream'
import { messageOf } from '../process/errors.ts'
import { errorFromAnswer, type Intent } from './api-error.ts'
import { KubeError, type PodLogs } from './client.ts'
import type { Credentials } from './credentials.ts'
import { readAnswer } from './web-socket.ts'
import type { WebSocketDependencies } from './web-socket.ts'

/**
 * What a container has printed, each line with the kubelet's time before it (RFC 3339, a space), as a byte stream on a
 * connection of its own. A container without such a log gives an empty one. No retries: a broken stream is the caller's.
 */
export async function openPodLogs(
  { namespace, name, container, since, previous }: PodLogs,
  dependencies: WebSocketDependencies,
): Promise<Readable | null> {
  const { credentials, config } = dependencies
  const query = new URLSearchParams({ container, timestamps: 'true' })
  // The server knows seconds only; what is too early is for the caller to leave out.
  if (since !== null)
    query.set('sinceTime', new Date(Math.floor(since / 1_000) * 1_000).toISOString().replace('.000Z', 'Z'))
  if (previous) query.set('previous', 'true')
  const intent: Intent = {
    verb: 'read the log of',
    what: `container ${container} in pod ${namespace}/${name}`,
    write: false,
    rbac: { verbs: ['get'], resource: 'pods/log', group: '', namespace },
  }
  const path = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/log?${query.toString()}`
  const shown = await credentials.current()
  let response = await ask(path, intent, shown, dependencies)
  if (response.statusCode === 401) {
    response.destroy()
    const next = await credentials.renew(shown)
    if (next) response = await ask(path, intent, next, dependencies)
  }
  if (response.statusCode === 200)
    return Readable.from(chunksOf(response, intent, dependencies.timeout), { objectMode: false })
  const answer = await readAnswer(response)
  // Not started yet, or nothing before its last restart is left.
  if (answer.status === 400 && /is waiting to start|previous terminated container/.test(answer.body))
    return null
  throw errorFromAnswer(intent, answer, config.origin)
}

async function ask(
  path: string,
  intent: Intent,
  shown: Credentials,
  { config, transport, timeout, signal }: WebSocketDependencies,
): Promise<IncomingMessage> {
  const { options, agent } = await transport.connection(shown)
  const secure = options.protocol === 'https:'
  const { request: open } = secure ? await import('node:https') : await import('node:http')
  const headers: Record<string, string | string[]> = {}
  for (const [name, value] of Object.entries(config.impersonate))
    headers[name] = typeof value === 'string' ? value : [...value]
  if (shown.authorization !== null) headers['authorization'] = shown.authorization
  const base = new URL(config.server).pathname.replace(/\/$/, '')
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) =>
      reject(
        signal?.aborted
          ? signal.reason
          : new KubeError(
              'connection',
              `${intent.verb} ${intent.what}: ${messageOf(error)} (server ${config.server})`,
              {
                cause: error,
              },
            ),
      )
    const request = open({ ...options, agent: agent ?? false, path: base + path, headers, signal })
    const timer = setTimeout(
      () => request.destroy(new Error(`no answer within ${timeout / 1_000}s`)),
      timeout,
    )
    request.once('close', () => clearTimeout(timer))
    request.once('error', fail)
    request.once('response', (response) => {
      clearTimeout(timer)
      // Later errors reach whoever reads the answer.
      request.on('error', () => undefined)
      resolve(response)
    })
    request.end()
  })
}

/** Silence while we wait is a failure; silence while nobody reads is not. Errors say what was being read. */
async function* chunksOf(response: IncomingMessage, intent: Intent, timeout: number): AsyncGenerator<Buffer> {
  const chunks = (response as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  const silent = () => response.destroy(new Error(`nothing came for ${timeout / 1_000}s`))
  try {
    for (;;) {
      const timer = setTimeout(silent, timeout)
      const next = await chunks.next().finally(() => clearTimeout(timer))
      if (next.done === true) return
      yield next.value
    }
  } catch (error) {
    throw new KubeError('connection', `${intent.verb} ${intent.what}: ${messageOf(error)}`, { cause: error })
  } finally {
    response.destroy()
  }
}
