import http from 'node:http'
import type { Fields } from '../../../src/rehearsal/api/json-value.ts'
import { isFields, textAt } from '../../../src/rehearsal/api/json-value.ts'

/** One request of a series; later ones see what earlier ones did. */
export interface Step {
  readonly name: string
  readonly method: string
  readonly path: string
  readonly body?: unknown
  readonly type?: string
}

export interface Server {
  readonly url: string
  readonly token?: string
}

export interface Answer {
  readonly status: number
  readonly headers: http.IncomingHttpHeaders
  readonly body: unknown
}

export function ask(server: Server, step: Omit<Step, 'name'>): Promise<Answer> {
  const text = step.body === undefined ? null : JSON.stringify(step.body)
  const headers = {
    'user-agent': 'probe/1',
    ...(server.token === undefined ? {} : { authorization: `Bearer ${server.token}` }),
    ...(text === null
      ? {}
      : { 'content-type': step.type ?? 'application/json', 'content-length': Buffer.byteLength(text) }),
  }
  return new Promise((resolve, reject) => {
    const request = http.request(server.url + step.path, { method: step.method, headers }, (reply) => {
      let body = ''
      reply.setEncoding('utf8')
      reply.on('data', (chunk: string) => (body += chunk))
      reply.on('error', reject)
      reply.on('end', () => {
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body: parsed(body) })
      })
    })
    request.on('error', reject)
    request.end(text ?? undefined)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}

const CHANGING = ['uid', 'resourceVersion', 'creationTimestamp', 'time', 'clusterIP', 'clusterIPs']
const CONTROLLERS = ['kube-controller-manager', 'istiod']

/** The answer without what differs from run to run and what controllers of a real cluster add; keys in order. */
export function comparable({ status, body }: Answer): unknown {
  const object = isFields(body) ? body : {}
  const isStatus = object['kind'] === 'Status'
  const { status: _status, ...rest } = object
  return settled({ status, body: isFields(body) ? (isStatus ? object : rest) : body }, '')
}

function settled(value: unknown, key: string): unknown {
  if (typeof value === 'string') {
    return CHANGING.includes(key) ? `<${key}>` : value.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<uid>')
  }
  if (CHANGING.includes(key)) return `<${key}>`
  if (key === 'managedFields' && Array.isArray(value)) {
    return value
      .filter((entry) => !CONTROLLERS.includes(textAt(entry, 'manager') ?? ''))
      .map((entry) => settled(entry, ''))
      .sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
  }
  if (Array.isArray(value)) return value.map((item) => settled(item, ''))
  if (!isFields(value)) return value
  const out: Fields = {}
  for (const name of Object.keys(value).sort()) out[name] = settled(value[name], name) as Fields
  return out
}
