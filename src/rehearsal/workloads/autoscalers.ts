import type { KubeObject } from '../../kube/object.ts'
import type { Clock } from '../../process/clock.ts'
import type { Store } from '../api/contract.ts'
import { fieldsAt, listAt, numberAt, textAt, show } from '../api/json-value.ts'
import { seconds } from './container-run.ts'
import type { RecordEvent } from './event-recorder.ts'
import { splitKey } from './ownership.ts'
import { withTime } from './pod-status.ts'
import { createWorkQueue } from './work-queue.ts'

const KIND = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' }

/** Keeps targets between `minReplicas` and `maxReplicas`; without metrics there is no other reason to scale. */
export function controlAutoscalers(store: Store, clock: Clock, event: RecordEvent): () => void {
  const queue = createWorkQueue(reconcile)
  const stop = store.subscribe(({ object }) => {
    if (object.kind === KIND.kind) queue.add(`${object.metadata.namespace}/${object.metadata.name}`)
    if (object.kind !== 'Deployment') return
    for (const hpa of store.list({ ...KIND, namespace: object.metadata.namespace })) {
      if (textAt(hpa, 'spec', 'scaleTargetRef', 'name') !== object.metadata.name) continue
      queue.add(`${hpa.metadata.namespace}/${hpa.metadata.name}`)
    }
  })
  for (const { metadata } of store.list(KIND)) queue.add(`${metadata.namespace}/${metadata.name}`)

  function reconcile(key: string) {
    const hpa = store.get({ ...KIND, ...splitKey(key) })
    if (!hpa) return
    const { kind, name, apiVersion } = fieldsAt(hpa, 'spec', 'scaleTargetRef')
    const ref = {
      apiVersion: show(apiVersion ?? 'apps/v1'),
      kind: show(kind),
      name: show(name),
      namespace: hpa.metadata.namespace,
    }
    const target = store.get(ref)
    if (!target) {
      const plural = `${ref.kind.toLowerCase()}s.${ref.apiVersion.split('/')[0]}`
      const message = `the HPA controller was unable to get the target's current scale: ${plural} "${ref.name}" not found`
      return writeStatus(hpa, 0, 0, 'False', 'FailedGetScale', message)
    }
    const current = numberAt(target, 'spec', 'replicas') ?? 1
    const wanted = desired(hpa, current)
    if (wanted !== current) {
      store.put({ ...target, spec: { ...fieldsAt(target, 'spec'), replicas: wanted } })
      const reason = wanted > current ? 'below Spec.MinReplicas' : 'above Spec.MaxReplicas'
      event(
        hpa,
        'Normal',
        'SuccessfulRescale',
        `New size: ${wanted}; reason: Current number of replicas ${reason}`,
        'horizontal-pod-autoscaler',
      )
    }
    writeStatus(hpa, current, wanted, 'True', 'ReadyForNewScale', 'recommended size matches current size')
  }

  function writeStatus(
    hpa: KubeObject,
    current: number,
    wanted: number,
    status: string,
    reason: string,
    message: string,
  ) {
    const now = seconds(clock)
    const before = listAt(hpa, 'status', 'conditions')
    store.putStatus({
      ...hpa,
      status: {
        ...fieldsAt(hpa, 'status'),
        ...(current === wanted ? {} : { lastScaleTime: now }),
        currentReplicas: current,
        desiredReplicas: wanted,
        conditions: [withTime(before, { type: 'AbleToScale', status, reason, message }, now)],
      },
    })
  }

  return () => {
    stop()
    queue.close()
  }
}

/** A target with 0 replicas is switched off and left alone. */
function desired(hpa: KubeObject, current: number): number {
  if (current === 0) return 0
  const min = numberAt(hpa, 'spec', 'minReplicas') ?? 1
  const max = numberAt(hpa, 'spec', 'maxReplicas') ?? min
  return Math.min(max, Math.max(min, current))
}
