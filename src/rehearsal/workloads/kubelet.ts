import type { KubeObject } from '../../kube/object.ts'
import { messageOf } from '../../process/errors.ts'
import type { Clock } from '../../process/clock.ts'
import type { CommandEnd, CommandOutput, PodLogOptions, Store, StoreEvent } from '../api/contract.ts'
import { fieldsAt, listAt, numberAt, textAt } from '../api/json-value.ts'
import type { Value } from '../api/json-value.ts'
import type { Children } from './children.ts'
import type { PodCommand } from '../../kube/client.ts'
import { runInContainer } from './container-command.ts'
import type { ContainerFiles } from './container-files.ts'
import { containerSpec } from './container-environment.ts'
import { runContainer, seconds } from './container-run.ts'
import type { ContainerRun } from './container-run.ts'
import type { Fault, ImageRunner } from './contract.ts'
import type { RecordEvent } from './event-recorder.ts'
import { podStatus } from './pod-status.ts'
import { parseProbe } from './probe.ts'
import { createWorkQueue } from './work-queue.ts'

export interface KubeletSetting {
  readonly store: Store
  readonly clock: Clock
  readonly children: Children
  readonly files: ContainerFiles
  readonly imageRunner: ImageRunner
  readonly event: RecordEvent
  /** The fault that a pod has from its start. */
  readonly faultOf: (pod: KubeObject) => Fault | null
  /** Told when addresses behind ports may have changed. */
  readonly onAddresses: () => void
}

export interface Kubelet {
  /** Where a port of a pod really listens; null when nothing does. */
  portOf(namespace: string, name: string, port: number | string): number | null
  log(namespace: string, name: string, container?: string, options?: PodLogOptions): string | null
  run(command: PodCommand, output: CommandOutput): Promise<CommandEnd>
  applyFaults(): void
  close(): void
}

interface PodRun {
  readonly uid: string
  readonly namespace: string
  readonly name: string
  readonly podIP: string
  readonly startTime: string
  containers: readonly ContainerRun[]
  /** Containers by the port that they declare. */
  ports: readonly { number: number; name: string; container: string }[]
  ending: boolean
}

const NODE = 'rehearsal'

/** Scheduler and kubelet of the one node: turns pods into processes and processes into pod status. */
export function startKubelet(setting: KubeletSetting): Kubelet {
  const { store, clock, event } = setting
  const pods = new Map<string, PodRun>()
  let addresses = 0
  const publish = createWorkQueue(writeStatus)
  const stop = store.subscribe(observe)
  for (const pod of store.list({ apiVersion: 'v1', kind: 'Pod' })) admit(pod)

  function observe({ type, object }: StoreEvent) {
    if (object.kind === 'ConfigMap' || object.kind === 'Secret') {
      for (const run of pods.values()) {
        if (run.namespace === object.metadata.namespace) run.containers.forEach((c) => c.retry())
      }
    }
    if (object.kind !== 'Pod') return
    const run = pods.get(object.metadata.uid ?? '')
    if (type === 'DELETED') {
      if (run) void end(run, 0)
    } else if (!run) {
      admit(object)
    } else if (object.metadata.deletionTimestamp !== undefined) {
      terminate(run, object)
    }
  }

  function admit(pod: KubeObject) {
    const { uid = '', namespace = '', name } = pod.metadata
    if (pods.has(uid) || pod.metadata.deletionTimestamp !== undefined) return
    addresses++
    const run: PodRun = {
      uid,
      namespace,
      name,
      podIP: `10.244.${Math.floor(addresses / 250)}.${(addresses % 250) + 2}`,
      startTime: seconds(clock),
      containers: [],
      ports: [],
      ending: false,
    }
    pods.set(uid, run)
    const placed = store.put({ ...pod, spec: { ...fieldsAt(pod, 'spec'), nodeName: NODE } }, 'kube-scheduler')
    event(
      placed,
      'Normal',
      'Scheduled',
      `Successfully assigned ${namespace}/${name} to ${NODE}`,
      'default-scheduler',
    )
    const specs = listAt(placed, 'spec', 'containers')
    run.ports = specs.flatMap((container) =>
      listAt(container, 'ports').map((port) => ({
        number: numberAt(port, 'containerPort') ?? 0,
        name: textAt(port, 'name') ?? '',
        container: textAt(container, 'name') ?? '',
      })),
    )
    run.containers = specs.map((container) => start(run, placed, container))
    const fault = setting.faultOf(placed)
    if (fault) run.containers.forEach((c) => c.setFault(fault))
    publish.add(uid)
  }

  function start(run: PodRun, pod: KubeObject, container: Value): ContainerRun {
    const image = textAt(container, 'image') ?? ''
    const name = textAt(container, 'name') ?? ''
    const restarts = textAt(pod, 'spec', 'restartPolicy')
    return runContainer({
      name,
      image,
      imageID: image.includes('@') ? image : '',
      restarts: restarts === 'Never' || restarts === 'OnFailure' ? restarts : 'Always',
      readiness: parseProbe(fieldsAt(container)['readinessProbe']),
      liveness: parseProbe(fieldsAt(container)['livenessProbe']),
      shownAs: `${run.podIP}:${run.ports.find((p) => p.container === name)?.number ?? 80}`,
      podName: `${run.name}_${run.namespace}(${run.uid})`,
      children: setting.children,
      files: setting.files,
      imageRunner: setting.imageRunner,
      clock,
      spec: () => containerSpec(store, pod, container, run.podIP),
      onChange: () => publish.add(run.uid),
      event: (type, reason, message) => event(pod, type, reason, message),
    })
  }

  function writeStatus(uid: string) {
    const run = pods.get(uid)
    if (!run) return
    const pod = current(run)
    if (!pod) return
    store.putStatus({ ...pod, status: podStatus(pod, run, seconds(clock)) }, 'kubelet')
    setting.onAddresses()
  }

  function current(run: PodRun): KubeObject | null {
    const pod = store.get({ apiVersion: 'v1', kind: 'Pod', namespace: run.namespace, name: run.name })
    return pod?.metadata.uid === run.uid ? pod : null
  }

  function terminate(run: PodRun, pod: KubeObject) {
    if (run.ending) return
    run.ending = true
    for (const container of run.containers) {
      event(pod, 'Normal', 'Killing', `Stopping container ${container.name}`)
    }
    const grace = numberAt(pod, 'metadata', 'deletionGracePeriodSeconds') ?? 30
    const delay = Math.min(preStopSeconds(pod), grace)
    void clock
      .sleep(delay * 1_000)
      .then(() => end(run, (grace - delay) * 1_000))
      .then(() => {
        const ref = { apiVersion: 'v1', kind: 'Pod', namespace: run.namespace, name: run.name }
        store.delete(ref, { uid: run.uid, graceSeconds: 0 })
      })
      .catch((error: unknown) => event(pod, 'Warning', 'FailedKillPod', messageOf(error)))
  }

  async function end(run: PodRun, graceMs: number) {
    run.ending = true
    await Promise.all(run.containers.map((c) => c.stop(graceMs)))
    pods.delete(run.uid)
  }

  function find(namespace: string, name: string): PodRun | null {
    for (const run of pods.values()) {
      if (run.namespace === namespace && run.name === name) return run
    }
    return null
  }

  return {
    portOf(namespace, name, port) {
      const run = find(namespace, name)
      if (!run) return null
      const declared = run.ports.find((p) => p.number === port || p.name === port)
      if (!declared && typeof port === 'string') return null
      // A port that nobody declared is the first container's: declaring ports is optional in Kubernetes.
      const container = run.containers.find((c) => c.name === declared?.container) ?? run.containers[0]
      return container?.address() ?? null
    },
    log(namespace, name, container, options) {
      const run = find(namespace, name)
      const found = run?.containers.find((c) => container === undefined || c.name === container)
      return (options?.previous === true ? found?.previousLog(options) : found?.log(options)) ?? null
    },
    async run({ namespace, name, container, command }, output) {
      const found = find(namespace, name)?.containers.find((c) => c.name === container)
      const root = found?.root() ?? null
      return root === null ? { kind: 'no-container' } : runInContainer(root, command, output)
    },
    applyFaults() {
      for (const run of pods.values()) {
        const pod = current(run)
        if (pod) run.containers.forEach((c) => c.setFault(setting.faultOf(pod)))
      }
    },
    close() {
      stop()
      publish.close()
      for (const run of pods.values()) void end(run, 0)
    },
  }
}

/** The pause of a preStop hook, as `sleep` or as a `sleep N` command; other commands have no container to run in. */
function preStopSeconds(pod: KubeObject): number {
  const pauses = listAt(pod, 'spec', 'containers').map((container) => {
    const hook = fieldsAt(container, 'lifecycle', 'preStop')
    const seconds_ = numberAt(hook, 'sleep', 'seconds')
    if (seconds_ !== undefined) return seconds_
    const command = listAt(hook, 'exec', 'command').map(String).join(' ')
    return Number(/\bsleep (\d+(\.\d+)?)/.exec(command)?.[1] ?? 0)
  })
  return Math.max(0, ...pauses)
}
