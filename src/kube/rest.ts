import type { Readable } from 'node:stream'
import { systemClock, type Clock } from '../process/clock.ts'
import { errorFromAnswer, isApiNotFound, type Intent } from './api-error.ts'
import { FIELD_MANAGER, KubeError, type KubeClient, type ListQuery } from './client.ts'
import { createCredentials } from './credentials.ts'
import { createDiscovery } from './discovery.ts'
import type { ResolvedKubeconfig } from './login.ts'
import { describe, refOf, type KubeObject, type Ref } from './object.ts'
import type { Environment } from './plugin-command.ts'
import { proxyFor, type ProxyEnvironment } from '../process/proxy.ts'
import { createRequester, parseAnswer, type RequestInfo } from './requester.ts'
import { groupOf, resourcePath, type Resource } from './resources.ts'
import { serverTime } from './server-time.ts'
import { DEFAULT_RETRIES, type RetryPolicy } from './retry.ts'
import { createTransport } from './transport.ts'

export type { RequestInfo } from './requester.ts'

export interface KubeClientOptions {
  /** Milliseconds for one try, connecting included. Default 30,000. */
  readonly requestTimeout?: number
  readonly retries?: Partial<RetryPolicy>
  readonly clock?: Clock
  /** Called right before the bytes of every mutating request, retries included, with the object's "Kind namespace/name"; when it throws, nothing is sent. */
  readonly fence?: (what: string) => void
  readonly userAgent?: string
  /** Told about every try, for counting and debug logs. */
  readonly onRequest?: (info: RequestInfo) => void
  /** Proxy variables of the environment. */
  readonly proxy?: ProxyEnvironment
  /** What exec plugins inherit. Without it they get no PATH and will hardly be found. */
  readonly environment?: Environment
  /** Called with every secret value of the login before it is used. */
  readonly secrets?: (value: string) => void
  /** Ends running requests and waits; they reject with its reason. */
  readonly signal?: AbortSignal
  /** In [0, 1), for the jitter. */
  readonly random?: () => number
}

const PAGE = 500
const LIST_RESTARTS = 3

/** A client for one API server. Nothing is connected before the first request. */
export function createKubeClient(config: ResolvedKubeconfig, options: KubeClientOptions = {}): KubeClient {
  const { signal, environment = {} } = options
  const clock = options.clock ?? systemClock
  const requestTimeout = options.requestTimeout ?? 30_000
  const transport = createTransport(config, proxyFor(new URL(config.server), config.proxyUrl, options.proxy))
  const credentials = createCredentials(config, { clock, environment, signal, secrets: options.secrets })
  const time = serverTime(clock)
  const send = createRequester(config, transport, credentials, {
    requestTimeout,
    clock,
    signal,
    fence: options.fence,
    onRequest: options.onRequest,
    time,
    userAgent: options.userAgent ?? 'shiftgate',
    random: options.random ?? Math.random,
    retries: { ...DEFAULT_RETRIES, ...options.retries },
  })
  const resourceOf = createDiscovery(send, config.origin)
  const streaming = { config, transport, credentials, timeout: requestTimeout, signal }
  const streams = new Set<() => void>()

  /** Closing the client ends what is still open. */
  function kept<S extends Readable>(stream: S): S {
    const end = () => stream.destroy()
    streams.add(end)
    stream.once('close', () => streams.delete(end))
    return stream
  }

  /** Resource and namespace of a reference; a namespaced kind without namespace lives in the one of the context. */
  async function locate(
    ref: Ref,
    verb: string,
  ): Promise<{ resource: Resource; namespace: string | undefined }> {
    const resource = await resourceOf(ref.apiVersion, ref.kind)
    if (!resource) {
      const text = `the server does not know the kind ${ref.kind} of ${ref.apiVersion}; its CRD may not be installed`
      throw new KubeError('not-found', `${verb} ${describe(ref)}: ${text}`, { status: 404 })
    }
    return { resource, namespace: resource.namespaced ? (ref.namespace ?? config.namespace) : undefined }
  }

  interface Write {
    readonly ref: Ref
    readonly verb: string
    readonly method: string
    readonly rbacVerbs: readonly string[]
    readonly query?: string
    readonly body: unknown
    readonly contentType?: string
    readonly testedPatch?: boolean
    readonly collection?: boolean
  }

  async function write(request: Write) {
    const { ref, verb, method, body, contentType } = request
    const { resource, namespace } = await locate(ref, verb)
    const intent: Intent = {
      verb,
      what: describe(ref),
      write: true,
      testedPatch: request.testedPatch,
      rbac: {
        verbs: request.rbacVerbs,
        resource: resource.plural,
        group: groupOf(ref.apiVersion),
        namespace,
      },
    }
    const path = resourcePath(ref.apiVersion, resource, {
      namespace,
      name: request.collection ? undefined : ref.name,
    })
    const answer = await send({ intent, method, path: path + (request.query ?? ''), body, contentType })
    return { intent, answer }
  }

  async function writeObject(request: Write): Promise<KubeObject> {
    const { intent, answer } = await write(request)
    return parseAnswer(intent, answer, config.origin) as unknown as KubeObject
  }

  async function page(query: ListQuery, path: string, intent: Intent, token: string) {
    const parameters = new URLSearchParams({ limit: String(PAGE) })
    if (query.labelSelector) parameters.set('labelSelector', query.labelSelector)
    if (query.fieldSelector) parameters.set('fieldSelector', query.fieldSelector)
    if (token) parameters.set('continue', token)
    const answer = await send({ intent, method: 'GET', path: `${path}?${parameters.toString()}` })
    if (isApiNotFound(answer)) return { items: [], next: '', expired: false }
    if (answer.status === 410 && token) return { items: [], next: '', expired: true }
    const list = parseAnswer(intent, answer, config.origin) as {
      items?: KubeObject[]
      metadata?: { continue?: string }
    }
    // Items of a typed list come without these two fields.
    const items = (list.items ?? []).map((item) => ({
      ...item,
      apiVersion: query.apiVersion,
      kind: query.kind,
    }))
    return { items, next: list.metadata?.continue ?? '', expired: false }
  }

  return {
    server: config.server,
    namespace: config.namespace,

    async get(ref) {
      const resource = await resourceOf(ref.apiVersion, ref.kind)
      if (!resource) return null
      const namespace = resource.namespaced ? (ref.namespace ?? config.namespace) : undefined
      const intent: Intent = {
        verb: 'GET',
        what: describe(ref),
        write: false,
        rbac: { verbs: ['get'], resource: resource.plural, group: groupOf(ref.apiVersion), namespace },
      }
      const path = resourcePath(ref.apiVersion, resource, { namespace, name: ref.name })
      const answer = await send({ intent, method: 'GET', path })
      if (isApiNotFound(answer)) return null
      return parseAnswer(intent, answer, config.origin) as unknown as KubeObject
    },

    async list(query) {
      const resource = await resourceOf(query.apiVersion, query.kind)
      if (!resource) return []
      const namespace = resource.namespaced ? query.namespace : undefined
      const intent: Intent = {
        verb: 'LIST',
        what: `${query.kind} in ${namespace ? `namespace ${namespace}` : 'the cluster'}`,
        write: false,
        rbac: { verbs: ['list'], resource: resource.plural, group: groupOf(query.apiVersion), namespace },
      }
      const path = resourcePath(query.apiVersion, resource, { namespace })
      for (let restart = 0; restart <= LIST_RESTARTS; restart++) {
        const items: KubeObject[] = []
        let next = ''
        let expired = false
        do {
          const part = await page(query, path, intent, next)
          items.push(...part.items)
          next = part.next
          expired = part.expired
        } while (next !== '')
        if (!expired) return items
      }
      throw new KubeError('server', `LIST ${intent.what}: the list changed too fast to be read (410 Gone)`, {
        status: 410,
      })
    },

    create: (object) =>
      writeObject({
        ref: refOf(object),
        verb: 'CREATE',
        method: 'POST',
        rbacVerbs: ['create'],
        query: `?fieldManager=${FIELD_MANAGER}`,
        body: object,
        collection: true,
      }),

    async replace(object, { strict = false } = {}) {
      const ref = refOf(object)
      if (!object.metadata.resourceVersion) throw unguarded('PUT', ref, 'metadata.resourceVersion is missing')
      const query = `?fieldManager=${FIELD_MANAGER}${strict ? '&fieldValidation=Strict' : ''}`
      return writeObject({ ref, verb: 'PUT', method: 'PUT', rbacVerbs: ['update'], query, body: object })
    },

    apply(object, { force, dryRun = false }) {
      const { managedFields: _ours, ...metadata } = object.metadata
      return writeObject({
        ref: refOf(object),
        verb: 'APPLY',
        method: 'PATCH',
        // An apply that makes a new object needs both.
        rbacVerbs: ['patch', 'create'],
        query: `?fieldManager=${FIELD_MANAGER}&force=${force}${dryRun ? '&dryRun=All' : ''}`,
        body: { ...object, metadata },
        contentType: 'application/apply-patch+yaml',
      })
    },

    patch: (ref, patch) =>
      writeObject({
        ref,
        verb: 'PATCH',
        method: 'PATCH',
        rbacVerbs: ['patch'],
        query: `?fieldManager=${FIELD_MANAGER}`,
        body: patch,
        testedPatch: patch.some(({ op }) => op === 'test'),
        contentType: 'application/json-patch+json',
      }),

    async delete(ref, { uid, resourceVersion }) {
      if (!uid && !resourceVersion) throw unguarded('DELETE', ref, 'neither uid nor resourceVersion is given')
      const body = {
        apiVersion: 'v1',
        kind: 'DeleteOptions',
        propagationPolicy: 'Background',
        preconditions: { uid, resourceVersion },
      }
      const { intent, answer } = await write({
        ref,
        verb: 'DELETE',
        method: 'DELETE',
        rbacVerbs: ['delete'],
        body,
      })
      if (isApiNotFound(answer)) return false
      if (answer.status < 200 || answer.status > 299) throw errorFromAnswer(intent, answer, config.origin)
      return true
    },

    async connect(pod) {
      const { openPortForward } = await import('./port-forward.ts')
      return kept(await openPortForward(pod, streaming))
    },

    async logs(pod) {
      const { openPodLogs } = await import('./pod-logs.ts')
      const stream = await openPodLogs(pod, streaming)
      return stream && kept(stream)
    },

    async output(pod) {
      const { openPodOutput } = await import('./pod-exec.ts')
      return kept(await openPodOutput(pod, streaming))
    },

    timestamp: () => time.timestamp(),

    close() {
      for (const end of streams) end()
      transport.close()
    },
  }
}

function unguarded(verb: string, ref: Ref, text: string): KubeError {
  return new KubeError(
    'invalid',
    `${verb} ${describe(ref)}: ${text}; a write without it could overwrite somebody else's`,
  )
}
