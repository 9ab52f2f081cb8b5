import type { Duplex, Readable } from 'node:stream'
import type { Json, KubeObject, Ref } from './object.ts'

/** Why a request to the API server did not do what was asked. */
export type KubeErrorCode =
  | 'conflict' // 409 on resourceVersion, or 422 of a failed JSON-patch `test`: somebody wrote in between
  | 'already-exists' // 409 AlreadyExists on create
  | 'not-found' // 404 where absence is an error (replace, patch, apply to a missing namespace)
  | 'invalid' // 400, 422: the server or an admission webhook refused the content
  | 'unauthorized' // 401
  | 'forbidden' // 403
  | 'throttled' // 429 after all retries
  | 'server' // 5xx
  | 'timeout' // no answer in time
  | 'connection' // refused, reset, TLS, DNS
  | 'config' // kubeconfig cannot be used

export class KubeError extends Error {
  readonly code: KubeErrorCode
  readonly status: number | null
  /** True when a write may or may not have taken effect: the caller has to look before it acts again. */
  readonly ambiguous: boolean

  constructor(
    code: KubeErrorCode,
    message: string,
    options: { status?: number; ambiguous?: boolean; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
    this.name = 'KubeError'
    this.code = code
    this.status = options.status ?? null
    this.ambiguous = options.ambiguous ?? false
  }
}

export interface ListQuery {
  readonly apiVersion: string
  readonly kind: string
  readonly namespace?: string
  readonly labelSelector?: string
  readonly fieldSelector?: string
}

export type JsonPatch = readonly (
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: Json | undefined }
  | { readonly op: 'remove'; readonly path: string }
)[]

export interface KubeReader {
  /** Null when there is no such object (404). A kind that the server does not know is also null. */
  get(ref: Ref): Promise<KubeObject | null>
  /** All pages. Empty when the server does not know the kind. */
  list(query: ListQuery): Promise<KubeObject[]>
}

/** Every write is guarded: `replace` and `patch` by resourceVersion, `create` by absence, `delete` by uid or resourceVersion. */
export interface KubeWriter {
  create(object: KubeObject): Promise<KubeObject>
  /**
   * PUT; needs `metadata.resourceVersion`. `strict`: refused (`invalid`) when it has a field that the server does not know, which
   * would else be left out without a word. Servers before Kubernetes 1.25 take no notice of it.
   */
  replace(object: KubeObject, options?: { strict?: boolean }): Promise<KubeObject>
  /**
   * Server-side apply as field manager `shiftgate`; with `metadata.resourceVersion` it conflicts like `replace`. `dryRun`: all that the
   * server would do, admission included, and what would come of it; nothing is stored.
   */
  apply(object: KubeObject, options: { force: boolean; dryRun?: boolean }): Promise<KubeObject>
  patch(ref: Ref, patch: JsonPatch): Promise<KubeObject>
  /** False when it was gone already. Dependents are deleted in the background. */
  delete(ref: Ref, guard: { uid?: string; resourceVersion?: string }): Promise<boolean>
}

export interface PortForwarder {
  /** One byte stream to a port of a pod through the API server. */
  connect(pod: { namespace: string; name: string; port: number }): Promise<Duplex>
}

export interface PodLogs {
  readonly namespace: string
  readonly name: string
  readonly container: string
  /** Milliseconds since 1970; null: all there is. The server cuts to whole seconds. */
  readonly since: number | null
  /** Of the container before its last restart. */
  readonly previous: boolean
}
export interface PodCommand {
  readonly namespace: string
  readonly name: string
  readonly container: string
  /** Program and arguments; no shell. */
  readonly command: readonly string[]
}

/** What containers have printed or written. The streams fail with KubeError. */
export interface PodOutput {
  /** Lines, each behind its time (RFC 3339) and a space; null when the container has not printed anything yet. */
  logs(pod: PodLogs): Promise<Readable | null>
  /** What a command in the container prints. */
  output(pod: PodCommand): Promise<Readable>
}

export interface KubeClient extends KubeReader, KubeWriter, PortForwarder, PodOutput {
  /** Address of the API server, for messages. */
  readonly server: string
  /** Namespace of the current context, `default` when it names none. */
  readonly namespace: string
  /** The API server's wall clock, ISO 8601 in UTC: what machines compare their times by. Before the first answer, this machine's. */
  timestamp(): string
  /** Closes idle connections, so that the process can end. */
  close(): void
}

/** The name under which our writes appear in `managedFields`. */
export const FIELD_MANAGER = 'shiftgate'
