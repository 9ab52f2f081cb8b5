import { Readable } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import { messageOf } from '../process/errors.ts'
import { KubeError, type PodCommand } from './client.ts'
import { openWebSocket } from './web-socket.ts'
import type { WebSocketDependencies } from './web-socket.ts'

/** Each message begins with its channel. The last one carries how the command ended, as a Status. */
const PROTOCOL = 'v5.channel.k8s.io'
const STDOUT = 1
const STDERR = 2
const STATUS = 3
const MOST_STDERR = 2_000

/** What a command in a container prints, as a byte stream. It fails when the command does, with what it said on stderr. */
export function openPodOutput(target: PodCommand, dependencies: WebSocketDependencies): Promise<Readable> {
  const { namespace, name, container, command } = target
  const query = new URLSearchParams({ container, stdout: 'true', stderr: 'true' })
  for (const word of command) query.append('command', word)
  const what = `${command.join(' ')} in container ${container} of pod ${namespace}/${name}`
  const request = {
    path: `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods/${encodeURIComponent(name)}/exec?${query.toString()}`,
    protocol: PROTOCOL,
    intent: {
      verb: 'run',
      what,
      write: false,
      rbac: { verbs: ['get', 'create'], resource: 'pods/exec', group: '', namespace },
    },
  }
  return openWebSocket(request, dependencies, (socket) => outputOf(socket, what))
}

function outputOf(socket: WebSocket, what: string): Readable {
  let ended = false
  let said = ''
  const stream = new Readable({
    read: () => socket.resume(),
    destroy(error, done) {
      ended = true
      socket.terminate()
      done(error)
    },
  })
  stream.on('error', () => undefined)
  const fail = (text: string) => {
    if (ended) return
    ended = true
    setImmediate(() => stream.destroy(new KubeError('connection', `run ${what}: ${text}`)))
  }

  socket.on('message', (raw: RawData) => {
    const message = Buffer.isBuffer(raw) ? raw : Buffer.concat(Array.isArray(raw) ? raw : [Buffer.from(raw)])
    const content = message.subarray(1)
    const [channel] = message
    if (channel === STDOUT) {
      if (content.length > 0 && !stream.push(content)) socket.pause()
    } else if (channel === STDERR) {
      said = (said + content.toString('utf8')).slice(0, MOST_STDERR)
    } else if (channel === STATUS) {
      const failure = failureOf(content.toString('utf8'), said)
      if (failure !== null) return fail(failure)
      if (ended) return
      ended = true
      stream.push(null)
    }
  })
  socket.on('error', (error) => fail(messageOf(error)))
  socket.on('close', () => fail('the connection ended before the command did'))
  return stream
}

/** Null: the command went well. */
function failureOf(status: string, said: string): string | null {
  let value: { status?: string; message?: string } = {}
  try {
    value = JSON.parse(status) as typeof value
  } catch {
    // Older servers send a text, which is then all there is to say.
  }
  if (value.status === 'Success') return null
  return said.trim() || (value.message ?? status.trim())
}
