import { request } from 'node:http'
import { startApi } from '../../../src/rehearsal/api/api.ts'
import type { Store } from '../../../src/rehearsal/api/contract.ts'
import type { ContainerSpec, ProcessSpec } from '../../../src/rehearsal/workloads/contract.ts'
import { startWorkloads } from '../../../src/rehearsal/workloads/workloads.ts'
import type { KubeObject } from '../../../src/kube/object.ts'

/** Answers with its image, pid and what TELL_ENV and TELL_FILE ask for; /ready and /healthz can be told to fail. */
const SERVER = `
const { createServer } = require('node:http')
if (process.env.EXIT) { console.log('leaving'); process.exit(Number(process.env.EXIT)) }
const bad = new Set()
createServer((request, response) => {
  const url = new URL(request.url, 'http://x')
  if (url.pathname === '/fail') bad.add(url.searchParams.get('path'))
  if (url.pathname === '/exit') process.exit(3)
  console.log('served ' + url.pathname)
  response.writeHead(bad.has(url.pathname) ? 503 : 200, { 'content-type': 'application/json', 'x-model-version': process.env.IMAGE })
  response.end(JSON.stringify({ image: process.env.IMAGE, pid: process.pid, env: process.env }))
}).listen(Number(process.env.PORT), '127.0.0.1')
if (process.env.STUBBORN) process.on('SIGTERM', () => console.log('no'))
`

/** A process for every image but those that are called `missing`. */
export function modelServer(container: ContainerSpec): ProcessSpec | null {
  if (container.image.includes('missing')) return null
  return {
    command: process.execPath,
    args: ['-e', SERVER, '--', ...container.args],
    env: { IMAGE: container.image, FILES: JSON.stringify(container.files), ARGS: container.args.join(' ') },
  }
}

export async function startCluster() {
  const api = await startApi()
  const workloads = startWorkloads(api.store, { imageRunner: modelServer })
  api.attachPods(workloads)
  return {
    api,
    store: api.store,
    workloads,
    async [Symbol.asyncDispose]() {
      await workloads.close()
      await api.close()
    },
  }
}

interface DeploymentOptions {
  name?: string
  image?: string
  replicas?: number
  labels?: Record<string, string>
  spec?: Record<string, unknown>
  container?: Record<string, unknown>
  pod?: Record<string, unknown>
}

export function deployment(options: DeploymentOptions = {}): KubeObject {
  const { name = 'model', image = 'model:1', replicas = 1, labels = { app: name } } = options
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      ...options.spec,
      template: {
        metadata: { labels },
        spec: {
          containers: [
            { name: 'model', image, ports: [{ name: 'http', containerPort: 5001 }], ...options.container },
          ],
          ...options.pod,
        },
      },
    },
  }
}

export function service(name: string, selector: Record<string, string>): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { selector, ports: [{ name: 'web', port: 80, targetPort: 'http' }] },
  }
}

/** Resolves with the first value that is not null, looked for after every change. */
export function until<T>(store: Store, look: () => T | null, what: string): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => end(() => reject(new Error(`waited in vain for ${what}`))), 15_000)
    const poll = setInterval(attempt, 50)
    const stop = store.subscribe(attempt)
    function end(then: () => void) {
      clearTimeout(timer)
      clearInterval(poll)
      stop()
      then()
    }
    function attempt() {
      try {
        const found = look()
        if (found !== null) end(() => resolve(found))
      } catch (error) {
        end(() => reject(error instanceof Error ? error : new Error(String(error))))
      }
    }
    attempt()
  })
}

export function pods(store: Store): KubeObject[] {
  return store.list({ apiVersion: 'v1', kind: 'Pod', namespace: 'default' })
}

/** The Deployment when its newest generation is completely rolled out. */
export function rolledOut(store: Store, name = 'model'): KubeObject | null {
  const found = store.get({ apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name })
  const status = found?.['status'] as Record<string, number> | undefined
  const replicas = (found?.['spec'] as { replicas: number } | undefined)?.replicas
  const done =
    status?.['observedGeneration'] === found?.metadata.generation &&
    (status?.['updatedReplicas'] ?? 0) === replicas &&
    (status?.['availableReplicas'] ?? 0) === replicas &&
    (status?.['replicas'] ?? 0) === replicas
  return found && done ? found : null
}

export function reasonsOf(store: Store, name: RegExp): string[] {
  return store
    .list({ apiVersion: 'v1', kind: 'Event', namespace: 'default' })
    .filter((event) => name.test((event['involvedObject'] as { name: string }).name))
    .map((event) => `${String(event['reason'])}: ${String(event['message'])}`)
}

export interface Reply {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly body: { image?: string; pid?: number; env?: Record<string, string>; status?: string }
}

export function ask(port: number, path = '/'): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, agent: false }, (reply) => {
      let text = ''
      reply.setEncoding('utf8')
      reply.on('data', (chunk: string) => (text += chunk))
      reply.on('end', () => {
        const body = JSON.parse(text) as Reply['body']
        resolve({ status: reply.statusCode ?? 0, headers: reply.headers, body })
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
