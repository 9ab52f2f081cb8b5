import type { KubeObject } from '../kube/object.ts'
import { at, isMap, mapsIn, textOf } from './json.ts'
import type { Fields } from './json.ts'
import { podCondition, podReady } from './pod-ready.ts'

export interface NotReadyInput {
  readonly deployment: KubeObject
  /** Pods that the Deployment's selector matches; pods of older templates are left out here. */
  readonly pods: readonly KubeObject[]
  /** Events (core/v1) of the namespace; others than those of the pods are ignored. */
  readonly events: readonly KubeObject[]
  /** Last log lines, by `POD/CONTAINER`, when somebody has read them. */
  readonly logs?: { readonly [podAndContainer: string]: string }
}

export interface NotReady {
  /** One cause each, the same cause of several pods once; at most 10. */
  readonly lines: readonly string[]
  /** Nothing that happens by itself will make it ready: waiting for the timeout is pointless. */
  readonly fatalEarly: boolean
}

interface Finding {
  readonly pod: string | null
  readonly text: string
  readonly fatal: boolean
}

/** Attempts after which a failure that might pass is taken as lasting. */
const ENOUGH = 3
const NEVER_BY_ITSELF = ['ErrImageNeverPull', 'InvalidImageName']
const PULL = ['ImagePullBackOff', 'ErrImagePull', 'RegistryUnavailable']
const CONFIG = ['CreateContainerConfigError', 'CreateContainerError', 'RunContainerError']
/** What a pod says while all is well. */
const STARTING = ['ContainerCreating', 'PodInitializing']

/** Why the newest pods of a Deployment are not ready, as `pod model-blue-7d9-x: container model: ImagePullBackOff: …`. */
export function explainNotReady({ deployment, pods, events, logs = {} }: NotReadyInput): NotReady {
  const findings = [
    ...refusedPods(deployment),
    ...newest(pods).flatMap((pod) =>
      podReady(pod) || pod.metadata.deletionTimestamp ? [] : ofPod(pod, events, logs),
    ),
  ]
  return { lines: grouped(findings).slice(0, 10), fatalEarly: findings.some(({ fatal }) => fatal) }
}

/** Pods that could not even be created: quota, admission webhooks, a missing service account. */
function refusedPods(deployment: KubeObject): Finding[] {
  return mapsIn(at(deployment, 'status', 'conditions'))
    .filter(({ type, status }) => type === 'ReplicaFailure' && status === 'True')
    .map(({ reason, message }) => ({
      pod: null,
      text: `no pod can be created: ${sentence(reason, message)}`,
      fatal: false,
    }))
}

function newest(pods: readonly KubeObject[]): KubeObject[] {
  const time = (pod: KubeObject) => pod.metadata.creationTimestamp ?? ''
  const last = [...pods].sort((a, b) => (time(a) < time(b) ? 1 : -1))[0]
  const hash = (pod: KubeObject) => pod.metadata.labels?.['pod-template-hash']
  return pods.filter((pod) => hash(pod) === (last && hash(last)))
}

function ofPod(
  pod: KubeObject,
  events: readonly KubeObject[],
  logs: { readonly [key: string]: string },
): Finding[] {
  const { name, uid } = pod.metadata
  const own = events.filter((event) => {
    const about = at(event, 'involvedObject')
    return (
      at(about, 'name') === name &&
      (uid === undefined || at(about, 'uid') === undefined || at(about, 'uid') === uid)
    )
  })
  const finding = (text: string, fatal = false): Finding => ({ pod: name, text, fatal })

  const scheduled = podCondition(pod, 'PodScheduled')
  if (scheduled?.status === 'False') return [finding(sentence(scheduled.reason, scheduled.message))]
  if (at(pod, 'status', 'phase') === 'Failed') {
    return [finding(sentence(at(pod, 'status', 'reason') ?? 'Failed', at(pod, 'status', 'message')))]
  }
  const containers = [
    ...mapsIn(at(pod, 'status', 'initContainerStatuses')).map((status) => ({
      status,
      what: 'init container',
    })),
    ...mapsIn(at(pod, 'status', 'containerStatuses')).map((status) => ({ status, what: 'container' })),
  ].flatMap(({ status, what }) => {
    const found = ofContainer(status, own, logs[`${name}/${String(status.name)}`])
    return found ? [finding(`${what} ${String(status.name)}: ${found.text}`, found.fatal)] : []
  })
  const started = mapsIn(at(pod, 'status', 'containerStatuses')).some((s) => isMap(at(s, 'state', 'running')))
  // A pod that has not come to its containers: volumes, sandbox, network.
  const mounts = started ? [] : latest(own, ['FailedMount', 'FailedAttachVolume', 'FailedCreatePodSandBox'])
  return [...containers, ...mounts.map((event) => finding(sentence(event.reason, event.message)))]
}

function ofContainer(
  status: Fields,
  events: readonly KubeObject[],
  log: string | undefined,
): { text: string; fatal: boolean } | null {
  const waiting = at(status, 'state', 'waiting')
  const reason = textOf(at(waiting, 'reason'))
  const message = at(waiting, 'message')
  const restarts = typeof status.restartCount === 'number' ? status.restartCount : 0
  if (reason === 'CrashLoopBackOff') {
    return { text: `CrashLoopBackOff: ${ended(status, restarts, log)}`, fatal: restarts >= ENOUGH }
  }
  if (isMap(waiting) && reason !== '' && !STARTING.includes(reason)) {
    const fatal =
      NEVER_BY_ITSELF.includes(reason) ||
      (PULL.includes(reason) && (isDefinite(textOf(message)) || attempts(events, /pull|image/i) >= ENOUGH)) ||
      (CONFIG.includes(reason) && attempts(events, new RegExp(escaped(textOf(message)))) >= ENOUGH)
    return { text: sentence(reason, message), fatal }
  }
  const last = at(status, 'state', 'terminated') ?? at(status, 'lastState', 'terminated')
  if (isMap(last) && last.exitCode !== 0) return { text: ended(status, restarts, log), fatal: false }
  if (isMap(at(status, 'state', 'running')) && status.ready === false) {
    const probe = latest(events, ['Unhealthy'])[0]
    return { text: probe ? String(probe.message).trim() : 'running, but not ready yet', fatal: false }
  }
  return null
}

/** The registry has answered and said no; asking again gets the same answer. */
function isDefinite(message: string): boolean {
  return /manifest unknown|not found|unauthorized|denied|no match for platform/i.test(message)
}

function ended(status: Fields, restarts: number, log: string | undefined): string {
  const last = at(status, 'lastState', 'terminated') ?? at(status, 'state', 'terminated')
  const why = at(last, 'reason')
  const code = at(last, 'exitCode')
  const parts = [
    why === 'OOMKilled'
      ? 'OOMKilled: it needed more memory than its limit'
      : isMap(last)
        ? `ended with exit code ${String(code)}${why && why !== 'Error' ? ` (${textOf(why)})` : ''}`
        : 'ended',
    ...(restarts > 0 ? [`${restarts} ${restarts === 1 ? 'restart' : 'restarts'}`] : []),
  ].join(', ')
  const said = lastLine(log) ?? lastLine(at(last, 'message'))
  return said ? `${parts}; last line: ${said}` : parts
}

function lastLine(text: unknown): string | null {
  if (typeof text !== 'string') return null
  const line = text.trimEnd().split('\n').at(-1)?.trim() ?? ''
  return line === '' ? null : line.slice(0, 300)
}

function latest(events: readonly KubeObject[], reasons: readonly string[]): KubeObject[] {
  const time = (event: KubeObject) => String(event.lastTimestamp ?? event.eventTime ?? '')
  return events
    .filter((event) => reasons.includes(String(event.reason)))
    .sort((a, b) => (time(a) < time(b) ? 1 : -1))
    .slice(0, 1)
}

/** How often the kubelet has said so: events of one text are counted, not repeated. */
function attempts(events: readonly KubeObject[], text: RegExp): number {
  return Math.max(
    0,
    ...events
      .filter((event) => event.type !== 'Normal' && /^(Failed|BackOff|ErrImage)/.test(String(event.reason)))
      .filter((event) => text.test(String(event.message)))
      .map((event) => Number(event.count ?? at(event, 'series', 'count') ?? 1)),
  )
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function sentence(reason: unknown, message: unknown): string {
  const text = typeof message === 'string' ? message.trim() : ''
  return [textOf(reason), text].filter((part) => part !== '').join(': ')
}

function grouped(findings: readonly Finding[]): string[] {
  const pods = new Map<string, (string | null)[]>()
  for (const { pod, text } of findings) {
    // The kubelet writes the pod's own name into its messages.
    const cause = pod === null ? text : text.replaceAll(pod, '\0')
    pods.set(cause, [...(pods.get(cause) ?? []), pod])
  }
  return [...pods].map(([cause, [first, ...others]]) => {
    if (first === null || first === undefined) return cause
    const more = others.length > 0 ? ` and ${others.length} more` : ''
    return `pod ${first}${more}: ${cause.replaceAll('\0', first)}`
  })
}
