import type { PodAccess } from '../api/contract.ts'

/** What a container asks for, resolved: variables from ConfigMaps, Secrets and fields are filled in. */
export interface ContainerSpec {
  readonly image: string
  readonly env: Readonly<Record<string, string>>
  readonly command: readonly string[]
  readonly args: readonly string[]
  readonly ports: readonly number[]
  /** Files of mounted ConfigMaps and Secrets by their absolute path in the container. */
  readonly files: Readonly<Record<string, string>>
}

/** How to start the process that stands for a container. It listens on `127.0.0.1:$PORT`. */
export interface ProcessSpec {
  readonly command: string
  readonly args: readonly string[]
  /** Added to the container's environment; nothing else of our own environment but PATH is passed on. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
}

/** Null: there is no such image. */
export type ImageRunner = (container: ContainerSpec) => ProcessSpec | null

export type Fault = '5xx' | 'slow' | 'crash' | 'not-ready' | 'wrong-answer' | 'other-input'

export interface PodMatcher {
  readonly labels?: Readonly<Record<string, string>>
  /** Name of the Deployment that the pod belongs to. */
  readonly deployment?: string
}

export interface Faults {
  /** Applies to matching pods that exist and that come; null ends it. */
  set(matcher: PodMatcher, fault: Fault | null): void
}

/** A ready pod behind a Service port. */
export interface Endpoint {
  readonly podName: string
  readonly podIP: string
  readonly address: '127.0.0.1'
  /** Where the process (or the proxy of its fault) really listens. */
  readonly port: number
}

export interface Workloads extends PodAccess {
  readonly faults: Faults
  /**
   * Ready, not terminating pods behind a port of a Service, in name order; `subset` narrows them by labels. Null when
   * there is no such Service or it has no such port.
   */
  resolve(
    namespace: string,
    service: string,
    subset: Readonly<Record<string, string>> | null,
    port: number,
  ): readonly Endpoint[] | null
  /** Called after a change of what `resolve` may answer; returns the function that ends it. */
  onEndpoints(listener: () => void): () => void
  /** Kills all processes; resolves when they are gone. */
  close(): Promise<void>
}
