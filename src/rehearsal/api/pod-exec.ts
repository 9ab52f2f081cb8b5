import { randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { WebSocket } from 'ws'
import type { KubeObject } from '../../kube/object.ts'
import { messageOf } from '../../process/errors.ts'
import type { CommandEnd, CommandOutput, PodAccess } from './contract.ts'
import { listAt, textAt } from './json-value.ts'

/** Newest first. They differ in how stdin is closed, which no command here reads. */
const PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io']
const CHANNELS = { stdout: 1, stderr: 2 } as const
const STATUS = 3

export interface ExecTarget {
  readonly namespace: string
  readonly name: string
  readonly container: string
  readonly command: readonly string[]
  /** The streams that the client wants. */
  readonly wanted: ReadonlySet<'stdout' | 'stderr'>
}

/**
 * Commands in containers over WebSocket, as the API server does it: each message begins with its channel's byte, and the last
 * one is how the command ended, as a Status. Source: k8s.io/apimachinery/pkg/util/remotecommand, k8s.io/kubelet/pkg/cri/streaming/remotecommand.
 */
export function createPodExec(pods: () => PodAccess | null) {
  const server = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => PROTOCOLS.find((known) => offered.has(known)) ?? false,
  })
  return {
    upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, target: ExecTarget) {
      server.handleUpgrade(request, socket, head, (client) => {
        client.on('error', () => client.terminate())
        void serve(client, pods(), target)
      })
    },
    close() {
      for (const client of server.clients) client.terminate()
      server.close()
    },
  }
}

async function serve(client: WebSocket, pods: PodAccess | null, target: ExecTarget): Promise<void> {
  const { namespace, name, container, command, wanted } = target
  const output: CommandOutput = async (stream, chunk) => {
    if (wanted.has(stream)) await send(client, CHANNELS[stream], chunk)
  }
  let status: object
  try {
    const running = pods?.run({ namespace, name, container, command }, output)
    const end: CommandEnd = (await running) ?? { kind: 'no-container' }
    status = statusOf(end, target)
  } catch (error) {
    status = internalError(messageOf(error))
  }
  await send(client, STATUS, Buffer.from(JSON.stringify(status)))
  client.close(1000)
}

/** Resolves when it is written, so that a slow reader slows the command; also when nobody reads any more. */
function send(client: WebSocket, channel: number, data: Buffer): Promise<void> {
  return new Promise((resolve) => {
    if (client.readyState !== client.OPEN) return resolve()
    client.send(Buffer.concat([Buffer.of(channel), data]), { binary: true }, () => resolve())
  })
}

function statusOf(end: CommandEnd, { container, command }: ExecTarget): object {
  switch (end.kind) {
    case 'exit':
      if (end.code === 0) return { metadata: {}, status: 'Success' }
      return {
        metadata: {},
        status: 'Failure',
        message: `command terminated with exit code ${end.code}`,
        reason: 'NonZeroExitCode',
        details: { causes: [{ reason: 'ExitCode', message: String(end.code) }] },
      }
    case 'no-container':
      return internalError(`unable to upgrade connection: container not found (${JSON.stringify(container)})`)
    case 'no-program': {
      const id = randomBytes(32).toString('hex')
      const why = `exec: ${JSON.stringify(command[0])}: executable file not found in $PATH`
      return internalError(
        `Internal error occurred: error executing command in container: failed to exec in container: failed to start exec "${id}": OCI runtime exec failed: exec failed: unable to start container process: ${why}: unknown`,
      )
    }
  }
}

function internalError(message: string): object {
  return {
    metadata: {},
    status: 'Failure',
    message: `Internal error occurred: ${message}`,
    reason: 'InternalError',
    details: { causes: [{ message }] },
    code: 500,
  }
}

/** What a request asks for; a text says what is wrong with it. */
export function parseExec(query: URLSearchParams, pod: KubeObject): ExecTarget | string {
  const { namespace = '', name } = pod.metadata
  const names = listAt(pod, 'spec', 'containers').map((one) => textAt(one, 'name') ?? '')
  const container = query.get('container') ?? (names.length === 1 ? names[0]! : null)
  if (container === null) {
    return `a container name must be specified for pod ${name}, choose one of: [${names.join(' ')}]`
  }
  if (!names.includes(container)) return `container ${container} is not valid for pod ${name}`
  const asked = (stream: string) => ['1', 'true'].includes(query.get(stream) ?? '')
  const wanted = new Set((['stdout', 'stderr'] as const).filter(asked))
  if (wanted.size === 0) return 'you must specify at least 1 of stdin, stdout, stderr'
  return { namespace, name, container, command: query.getAll('command'), wanted }
}
