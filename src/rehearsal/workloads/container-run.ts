import { messageOf } from '../../process/errors.ts'
import type { Clock } from '../../process/clock.ts'
import type { Fields } from '../api/json-value.ts'
import type { Child, Children } from './children.ts'
import { createContainerLog } from './container-log.ts'
import type { ContainerLog, LogOptions } from './container-log.ts'
import { ROOT_VARIABLE } from './container-files.ts'
import type { ContainerFiles } from './container-files.ts'
import { ConfigError } from './container-environment.ts'
import type { ContainerSpec, Fault, ImageRunner } from './contract.ts'
import { startFaultProxy } from './fault-proxy.ts'
import type { FaultProxy } from './fault-proxy.ts'
import { freePort } from './free-port.ts'
import { keepReady, watchLiveness } from './health.ts'
import type { Probe } from './probe.ts'

/** What a container needs from around it. */
export interface ContainerSetting {
  readonly name: string
  readonly image: string
  readonly imageID: string
  readonly restarts: 'Always' | 'OnFailure' | 'Never'
  readonly readiness: Probe | null
  readonly liveness: Probe | null
  /** `IP:PORT` as probes show it. */
  readonly shownAs: string
  readonly podName: string
  readonly children: Children
  readonly files: ContainerFiles
  readonly imageRunner: ImageRunner
  readonly clock: Clock
  /** Throws ConfigError. */
  readonly spec: () => ContainerSpec
  readonly onChange: () => void
  readonly event: (type: 'Normal' | 'Warning', reason: string, message: string) => void
}

/** One container of a pod: its process, restarts, probes and faults. */
export interface ContainerRun {
  readonly name: string
  isReady(): boolean
  hasStarted(): boolean
  hasEnded(): boolean
  /** As in `status.containerStatuses`. */
  status(): Fields
  /** Where the process, or the proxy that spoils its answers, listens. */
  address(): number | null
  /** The folder that holds its files; null while it is not running. */
  root(): string | null
  log(options?: LogOptions): string | null
  /** Of the process before the last restart; null when there is none. */
  previousLog(options?: LogOptions): string | null
  setFault(fault: Fault | null): void
  /** A ConfigMap, Secret or image that was missing may be there now. */
  retry(): void
  /** SIGTERM, after the grace SIGKILL; resolves when the process is gone. */
  stop(graceMs: number): Promise<void>
}

type State =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
  | {
      readonly kind: 'running'
      readonly startedAt: string
      readonly port: number
      readonly root: string
      readonly child: Child
    }
  | { readonly kind: 'terminated'; readonly result: Fields }

const FIRST_BACKOFF_MS = 250
const LAST_BACKOFF_MS = 10_000
const IMAGE_RETRY_MS = 2_000

export function runContainer(setting: ContainerSetting): ContainerRun {
  const { children, clock, event, onChange } = setting
  const ending = new AbortController()
  let state: State = { kind: 'waiting', reason: 'ContainerCreating' }
  let lastResult: Fields | null = null
  let restartCount = 0
  let output: ContainerLog | null = null
  let earlier: ContainerLog | null = null
  let healthy = false
  let fault: Fault | null = null
  let proxy: FaultProxy | null = null
  let wake: () => void = () => undefined

  const set = (next: State) => {
    state = next
    onChange()
  }

  ending.signal.addEventListener('abort', () => wake())
  void live()

  async function live(): Promise<void> {
    while (!ending.signal.aborted) {
      const started = await begin()
      if (!started) continue
      const code = await started.child.exited
      healthy = false
      const result = resultOf(code, started.startedAt)
      const again = setting.restarts === 'Always' || (setting.restarts === 'OnFailure' && code !== 0)
      if (ending.signal.aborted || !again) return set({ kind: 'terminated', result })
      lastResult = result
      restartCount++
      // The first restart is at once, as the kubelet does it; then the pauses grow.
      if (restartCount > 1) await backOff()
    }
  }

  /** Starts the process; null when it cannot, after a pause. */
  async function begin(): Promise<{ child: Child; startedAt: string } | null> {
    let spec: ContainerSpec
    try {
      spec = setting.spec()
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error
      const { message } = error
      event('Warning', 'Failed', `Error: ${message}`)
      set({ kind: 'waiting', reason: 'CreateContainerConfigError', message })
      await pause(null)
      return null
    }
    const command = setting.imageRunner(spec)
    if (!command) {
      await missingImage(spec.image)
      return null
    }
    event('Normal', 'Pulled', `Container image "${spec.image}" already present on machine`)
    const [port, root] = await Promise.all([freePort(), setting.files.fresh()])
    await placeProxy()
    if (ending.signal.aborted) return null
    earlier = output
    const log = createContainerLog(() => Date.parse(clock.timestamp()))
    output = log
    const env = { ...spec.env, ...command.env, PORT: String(port), [ROOT_VARIABLE]: root }
    const child = children.start({ ...command, env }, (text) => log.append(text))
    event('Normal', 'Created', `Created container: ${setting.name}`)
    event('Normal', 'Started', `Started container ${setting.name}`)
    const startedAt = seconds(clock)
    set({ kind: 'running', startedAt, port, root, child })
    observe(port, child)
    return { child, startedAt }
  }

  function observe(port: number, child: Child): void {
    const stop = new AbortController()
    void child.exited.then(() => stop.abort())
    const { readiness, liveness, shownAs } = setting
    const unhealthy = (kind: string) => (problem: string) =>
      event('Warning', 'Unhealthy', `${kind} probe failed: ${problem}`)
    const target = { port, shownAs, clock, signal: stop.signal }
    void keepReady(target, readiness, unhealthy('Readiness'), (now) => {
      if (healthy === now) return
      healthy = now
      onChange()
    })
    if (!liveness) return
    void watchLiveness(target, liveness, unhealthy('Liveness'), () => {
      event('Normal', 'Killing', `Container ${setting.name} failed liveness probe, will be restarted`)
      child.kill('SIGKILL')
    })
  }

  async function missingImage(image: string): Promise<void> {
    const problem = `rpc error: code = NotFound desc = failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`
    event('Normal', 'Pulling', `Pulling image "${image}"`)
    event('Warning', 'Failed', `Failed to pull image "${image}": ${problem}`)
    event('Warning', 'Failed', 'Error: ErrImagePull')
    set({ kind: 'waiting', reason: 'ErrImagePull', message: problem })
    await pause(50)
    if (ending.signal.aborted) return
    event('Normal', 'BackOff', `Back-off pulling image "${image}"`)
    event('Warning', 'Failed', 'Error: ImagePullBackOff')
    const message = `Back-off pulling image "${image}": ErrImagePull: ${problem}`
    set({ kind: 'waiting', reason: 'ImagePullBackOff', message })
    await pause(IMAGE_RETRY_MS)
  }

  async function backOff(): Promise<void> {
    const ms = Math.min(FIRST_BACKOFF_MS * 2 ** (restartCount - 2), LAST_BACKOFF_MS)
    const { name, podName } = setting
    event('Warning', 'BackOff', `Back-off restarting failed container ${name} in pod ${podName}`)
    const message = `back-off ${ms}ms restarting failed container=${name} pod=${podName}`
    set({ kind: 'waiting', reason: 'CrashLoopBackOff', message })
    await pause(ms)
  }

  /** Until the time is over, `retry` is called or the container ends. */
  function pause(ms: number | null): Promise<void> {
    return new Promise((resolve) => {
      if (ending.signal.aborted) return resolve()
      const timer = ms === null ? null : setTimeout(resolve, ms)
      wake = () => {
        if (timer) clearTimeout(timer)
        resolve()
      }
    })
  }

  async function placeProxy(): Promise<void> {
    const wanted = fault === 'not-ready' ? null : fault
    if (proxy?.fault === wanted) return
    proxy?.close()
    proxy = null
    if (wanted === null || ending.signal.aborted) return
    const placed = await startFaultProxy(
      wanted,
      () => (state.kind === 'running' ? state.port : null),
      () => state.kind === 'running' && state.child.kill('SIGKILL'),
    )
    // Another fault may have been set while this one started to listen.
    if (fault === wanted && !ending.signal.aborted) proxy = placed
    else placed.close()
  }

  function resultOf(exitCode: number, startedAt: string): Fields {
    const reason = exitCode === 0 ? 'Completed' : 'Error'
    return { exitCode, reason, startedAt, finishedAt: seconds(clock) }
  }

  const isReady = () => state.kind === 'running' && healthy && fault !== 'not-ready'

  return {
    name: setting.name,
    isReady,
    hasStarted: () => output !== null,
    hasEnded: () => state.kind === 'terminated',
    status: () => ({
      name: setting.name,
      image: setting.image,
      imageID: setting.imageID,
      ready: isReady(),
      started: state.kind === 'running',
      restartCount,
      state: shownState(state),
      lastState: lastState(lastResult),
    }),
    address: () => (state.kind === 'running' ? (proxy?.port ?? state.port) : null),
    root: () => (state.kind === 'running' ? state.root : null),
    log: (options) => output?.read(options) ?? null,
    previousLog: (options) => earlier?.read(options) ?? null,
    setFault(next) {
      if (fault === next) return
      fault = next
      placeProxy().then(onChange, (error: unknown) => event('Warning', 'Fault', messageOf(error)))
      onChange()
    },
    retry() {
      if (state.kind === 'waiting' && state.reason !== 'CrashLoopBackOff') wake()
    },
    async stop(graceMs) {
      ending.abort()
      if (state.kind === 'running') {
        const { child } = state
        child.kill('SIGTERM')
        const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
        await child.exited
        clearTimeout(timer)
      }
      proxy?.close()
      proxy = null
    },
  }
}

function lastState(result: Fields | null): Fields {
  return result ? { terminated: result } : {}
}

function shownState(state: State): Fields {
  switch (state.kind) {
    case 'waiting':
      return {
        waiting: { reason: state.reason, ...(state.message === undefined ? {} : { message: state.message }) },
      }
    case 'running':
      return { running: { startedAt: state.startedAt } }
    case 'terminated':
      return { terminated: state.result }
  }
}

export function seconds(clock: Clock): string {
  return clock.timestamp().replace(/\.\d+Z$/, 'Z')
}
