import { request } from 'node:http'
import { connect } from 'node:net'
import { fieldsAt, isFields, listAt, numberAt, textAt, show } from '../api/json-value.ts'

/** How to ask a container whether it is well. */
export interface Probe {
  readonly kind: 'http' | 'tcp'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly periodMs: number
  readonly timeoutMs: number
  readonly failures: number
}

/** A probe of the pod's spec; null when there is none. Probes of other kinds (exec, grpc) become a connect. */
export function parseProbe(value: unknown): Probe | null {
  if (!isFields(value)) return null
  const get = isFields(value['httpGet']) ? value['httpGet'] : null
  return {
    kind: get && textAt(get, 'scheme') !== 'HTTPS' ? 'http' : 'tcp',
    path: textAt(get, 'path') ?? '/',
    headers: Object.fromEntries(
      listAt(get, 'httpHeaders').map((h) => [textAt(h, 'name') ?? '', show(fieldsAt(h)['value'] ?? '')]),
    ),
    periodMs: (numberAt(value, 'periodSeconds') ?? 10) * 1_000,
    timeoutMs: (numberAt(value, 'timeoutSeconds') ?? 1) * 1_000,
    failures: numberAt(value, 'failureThreshold') ?? 3,
  }
}

/** One look at 127.0.0.1:port: null when it is well, else what is wrong in the kubelet's words. */
export function check(probe: Probe, port: number, shownAs: string): Promise<string | null> {
  return probe.kind === 'http' ? checkHttp(probe, port, shownAs) : checkTcp(probe, port, shownAs)
}

function checkTcp(probe: Probe, port: number, shownAs: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (result: string | null) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(result)
    }
    const timer = setTimeout(() => end(`dial tcp ${shownAs}: i/o timeout`), probe.timeoutMs)
    socket.once('connect', () => end(null))
    socket.once('error', () => end(`dial tcp ${shownAs}: connect: connection refused`))
  })
}

function checkHttp(probe: Probe, port: number, shownAs: string): Promise<string | null> {
  return new Promise((resolve) => {
    const url = `http://${shownAs}${probe.path}`
    const headers = { host: shownAs, 'user-agent': 'kube-probe/1.34', connection: 'close', ...probe.headers }
    const asked = request({ host: '127.0.0.1', port, path: probe.path, headers, agent: false }, (answer) => {
      answer.resume()
      const status = answer.statusCode ?? 0
      end(status >= 200 && status < 400 ? null : `HTTP probe failed with statuscode: ${status}`)
    })
    const end = (result: string | null) => {
      clearTimeout(timer)
      asked.destroy()
      resolve(result)
    }
    const timer = setTimeout(
      () => end(`Get "${url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)`),
      probe.timeoutMs,
    )
    asked.once('error', (error) => {
      const refused = error.message.includes('ECONNREFUSED') ? 'connect: connection refused' : error.message
      end(`Get "${url}": dial tcp ${shownAs}: ${refused}`)
    })
    asked.end()
  })
}
