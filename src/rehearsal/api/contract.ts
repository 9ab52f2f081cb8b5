import type { ListQuery, PodCommand } from '../../kube/client.ts'
import type { KubeObject, Ref } from '../../kube/object.ts'

/** What a subscriber is told: `old` is what was stored before, null for a new object. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly object: KubeObject
  readonly old: KubeObject | null
}

/**
 * The API server's storage from inside the process, for controllers: the same defaults, validation, managed fields and
 * conflicts as over HTTP, without a socket. Objects are shared, so they are never changed in place. All calls throw `ApiError`.
 */
export interface Store {
  get(ref: Ref): KubeObject | null
  list(query: ListQuery): KubeObject[]
  /** Creates, or replaces what is there; with `metadata.resourceVersion` it conflicts as PUT does. `manager` defaults to `kube-controller-manager`. */
  put(object: KubeObject, manager?: string): KubeObject
  /** Replaces the status only, as PUT to `/status` does. */
  putStatus(object: KubeObject, manager?: string): KubeObject
  /** False when it was gone already. `graceSeconds: 0` removes a pod at once, as the kubelet does at the end. */
  delete(ref: Ref, options?: { uid?: string; resourceVersion?: string; graceSeconds?: number }): boolean
  /** Called after each change, in order; returns the function that ends it. */
  subscribe(listener: (event: StoreEvent) => void): () => void
}

/** One request as an interceptor sees it. `index` counts from 0 since the interceptor was set. */
export interface InterceptedRequest {
  readonly index: number
  readonly method: string
  /** Path and query. */
  readonly path: string
  readonly mutating: boolean
  /** Parsed JSON, the text when it is none, null when there is no body. */
  readonly body: unknown
}

/** What an interceptor makes the server do instead of answering. */
export type Reaction =
  | {
      readonly kind: 'respond'
      readonly status: number
      readonly body?: unknown
      readonly headers?: Record<string, string>
    }
  | { readonly kind: 'reset' }
  | { readonly kind: 'silence' }

export type Interceptor = (request: InterceptedRequest) => void | Reaction | Promise<void | Reaction>

export interface LoggedRequest {
  readonly method: string
  /** Path and query. */
  readonly path: string
  /** HTTP status; 0 when the connection was reset or never answered. */
  readonly status: number
  /** Milliseconds of the clock when the request came. */
  readonly at: number
  readonly mutating: boolean
}

export interface PodLogOptions {
  /** Milliseconds since 1970; lines before are left out. */
  readonly since?: number
  /** RFC 3339 and a space before each line. */
  readonly timestamps?: boolean
  /** Of the process before the last restart. */
  readonly previous?: boolean
}

/** Called with each piece that a command prints; the command waits for it. */
export type CommandOutput = (stream: 'stdout' | 'stderr', chunk: Buffer) => Promise<void>

export type CommandEnd =
  | { readonly kind: 'exit'; readonly code: number }
  /** The image has no such program. */
  | { readonly kind: 'no-program' }
  /** It is not running. */
  | { readonly kind: 'no-container' }

/** What serves the pods' processes to `/log`, `/exec` and `/portforward`. */
export interface PodAccess {
  /** Loopback address behind a pod's port, null when nothing listens for it. */
  resolvePod(namespace: string, name: string, port: number): { host: string; port: number } | null
  /** What the container has printed; null when there is no such container or it has not started. */
  log(namespace: string, name: string, container?: string, options?: PodLogOptions): string | null
  /** Runs a command in a container. */
  run(command: PodCommand, output: CommandOutput): Promise<CommandEnd>
}

export interface EmbeddedApi {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly token: string
  readonly store: Store
  readonly requests: readonly LoggedRequest[]
  /** A kubeconfig (JSON, which is YAML) for this server. */
  readonly kubeconfig: (namespace?: string) => string
  /** `before` is asked before a request takes effect, `after` when it has, before its answer is sent. */
  readonly intercept: (before: Interceptor | null, after?: Interceptor | null) => void
  /** Connects `/log`, `/exec` and `/portforward` of pods to the processes of `startWorkloads`. */
  attachPods(pods: PodAccess): void
  close(): Promise<void>
}
