import { systemClock } from '../../process/clock.ts'
import type { Clock } from '../../process/clock.ts'
import type { Store } from '../api/contract.ts'
import { controlAutoscalers } from './autoscalers.ts'
import { createChildren } from './children.ts'
import { createContainerFiles } from './container-files.ts'
import { seconds } from './container-run.ts'
import type { ImageRunner, Workloads } from './contract.ts'
import { controlDeployments } from './deployments.ts'
import { controlEndpointSlices, resolveEndpoints } from './endpoints.ts'
import { createEventRecorder } from './event-recorder.ts'
import { createFaultTable } from './fault-table.ts'
import { startKubelet } from './kubelet.ts'
import { controlReplicaSets } from './replica-sets.ts'

/**
 * Starts the controllers and the one node of the embedded cluster: Deployments become pods, pods become processes.
 * Close it, or the processes stay until ours ends.
 */
export function startWorkloads(
  store: Store,
  options: { imageRunner: ImageRunner; clock?: Clock },
): Workloads {
  const clock = options.clock ?? systemClock
  const children = createChildren()
  const files = createContainerFiles()
  const event = createEventRecorder(store, () => seconds(clock))
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of [...listeners]) listener()
  }
  const faults = createFaultTable(() => kubelet.applyFaults())
  const kubelet = startKubelet({
    store,
    clock,
    children,
    files,
    imageRunner: options.imageRunner,
    event,
    faultOf: (pod) => faults.of(pod),
    onAddresses: tell,
  })
  const controllers = [
    controlReplicaSets(store, clock, event),
    controlDeployments(store, clock, event),
    controlAutoscalers(store, clock, event),
    controlEndpointSlices(store),
    store.subscribe(({ object }) => {
      if (object.kind === 'Service' || object.kind === 'Pod') tell()
    }),
  ]
  return {
    faults,
    resolve: (namespace, service, subset, port) =>
      resolveEndpoints(store, (...of) => kubelet.portOf(...of), namespace, service, subset, port),
    resolvePod(namespace, name, port) {
      const real = kubelet.portOf(namespace, name, port)
      return real === null ? null : { host: '127.0.0.1', port: real }
    },
    log: (...of) => kubelet.log(...of),
    run: (...of) => kubelet.run(...of),
    onEndpoints(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      for (const stop of controllers) stop()
      kubelet.close()
      await children.close()
      await files.close()
    },
  }
}
