import { fieldsAt } from '../../../src/rehearsal/api/json-value.ts'
import type { KubeObject } from '../../../src/kube/object.ts'
import {
  ask,
  deployment,
  isAlive,
  pods,
  reasonsOf,
  rolledOut,
  service,
  startCluster,
  until,
} from './cluster.ts'

const DEPLOYMENT = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'model' }

function waiting(pod: KubeObject | undefined): Record<string, unknown> {
  const [first] = (fieldsAt(pod, 'status')['containerStatuses'] ?? []) as unknown[]
  return fieldsAt(first, 'state', 'waiting')
}

describe('a Deployment', () => {
  it('becomes a ready process behind its Service in well under a second', async () => {
    await using cluster = await startCluster()
    const { store, workloads } = cluster
    store.put(service('svc', { app: 'model' }))
    store.put(deployment({ container: { readinessProbe: { httpGet: { path: '/ready', port: 'http' } } } }))
    const [endpoint] = await until(
      store,
      () => {
        const found = workloads.resolve('default', 'svc', null, 80)
        return found && found.length > 0 ? found : null
      },
      'an endpoint',
    )
    expect((await ask(endpoint!.port)).body.image).toBe('model:1')
    const [pod] = pods(store)
    expect(endpoint).toMatchObject({ podName: pod?.metadata.name, podIP: fieldsAt(pod, 'status')['podIP'] })
    expect(fieldsAt(pod, 'status')).toMatchObject({
      phase: 'Running',
      containerStatuses: [{ name: 'model', ready: true, restartCount: 0 }],
    })
    const done = await until(store, () => rolledOut(store), 'the rollout')
    expect(done['status']).toMatchObject({
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      conditions: [
        { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable' },
        { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable' },
      ],
    })
    const slice = await until(
      store,
      () =>
        store.list({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace: 'default' })[0] ??
        null,
      'an EndpointSlice',
    )
    expect(slice).toMatchObject({
      metadata: { labels: { 'kubernetes.io/service-name': 'svc' } },
      endpoints: [{ addresses: [endpoint!.podIP], conditions: { ready: true } }],
      ports: [{ name: 'web', port: 5001 }],
    })
  })

  it('rolls to a new image without ever having fewer ready pods than it may', async () => {
    await using cluster = await startCluster()
    const { store, workloads } = cluster
    store.put(service('svc', { app: 'model' }))
    const strategy = { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } }
    store.put(deployment({ replicas: 3, spec: { strategy } }))
    await until(store, () => rolledOut(store), 'the first rollout')
    let fewest = Infinity
    let most = 0
    const stop = store.subscribe(() => {
      fewest = Math.min(fewest, workloads.resolve('default', 'svc', null, 80)?.length ?? 0)
      most = Math.max(most, pods(store).filter((pod) => !pod.metadata.deletionTimestamp).length)
    })
    store.put(deployment({ replicas: 3, image: 'model:2', spec: { strategy } }))
    await until(store, () => rolledOut(store), 'the second rollout')
    stop()
    expect({ fewest, most }).toEqual({ fewest: 3, most: 4 })
    const images = await Promise.all(
      (workloads.resolve('default', 'svc', null, 80) ?? []).map(
        async ({ port }) => (await ask(port)).body.image,
      ),
    )
    expect(images).toEqual(['model:2', 'model:2', 'model:2'])
    expect(store.get(DEPLOYMENT)?.metadata.annotations?.['deployment.kubernetes.io/revision']).toBe('2')
  })

  it('is recreated: the new pods come when the last old one is gone', async () => {
    await using cluster = await startCluster()
    const { store } = cluster
    const spec = { strategy: { type: 'Recreate' } }
    store.put(deployment({ replicas: 2, spec }))
    await until(store, () => rolledOut(store), 'the first rollout')
    const old = new Set(pods(store).map((pod) => pod.metadata.name))
    let together = false
    const stop = store.subscribe(() => {
      const names = pods(store).map((pod) => pod.metadata.name)
      together ||= names.some((name) => old.has(name)) && names.some((name) => !old.has(name))
    })
    store.put(deployment({ replicas: 2, image: 'model:2', spec }))
    await until(store, () => rolledOut(store), 'the second rollout')
    stop()
    expect(together).toBe(false)
    expect(pods(store).filter((pod) => old.has(pod.metadata.name))).toEqual([])
  })

  it('takes its pods and their processes with it when it is deleted', async () => {
    await using cluster = await startCluster()
    const { store, workloads } = cluster
    store.put(deployment())
    await until(store, () => rolledOut(store), 'the rollout')
    const name = pods(store)[0]!.metadata.name
    const { body } = await ask(workloads.resolvePod('default', name, 5001)!.port)
    expect(isAlive(body.pid!)).toBe(true)
    store.delete(DEPLOYMENT)
    await until(store, () => (pods(store).length === 0 ? true : null), 'the end of the pods')
    expect(isAlive(body.pid!)).toBe(false)
    expect(store.list({ apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'default' })).toEqual([])
    expect(reasonsOf(store, /model/)).toContain('Killing: Stopping container model')
  })

  it('kills a process that ignores SIGTERM after the grace period', async () => {
    await using cluster = await startCluster()
    const { store } = cluster
    store.put(
      deployment({
        container: { env: [{ name: 'STUBBORN', value: '1' }] },
        pod: { terminationGracePeriodSeconds: 1 },
      }),
    )
    await until(store, () => rolledOut(store), 'the rollout')
    const began = performance.now()
    store.delete(DEPLOYMENT)
    const ending = await until(store, () => pods(store)[0] ?? null, 'the ending pod')
    await until(store, () => (pods(store).length === 0 ? true : null), 'the end of the pod')
    expect(performance.now() - began).toBeGreaterThan(900)
    expect(ending.metadata.name).toMatch(/^model-/)
  })

  it('reports an exceeded progress deadline', async () => {
    await using cluster = await startCluster()
    const { store } = cluster
    store.put(deployment({ image: 'missing:1', spec: { progressDeadlineSeconds: 1 } }))
    const condition = await until(
      store,
      () => {
        const status = fieldsAt(store.get(DEPLOYMENT), 'status')
        const all = (status['conditions'] ?? []) as { type: string; reason: string }[]
        return all.find((c) => c.reason === 'ProgressDeadlineExceeded') ?? null
      },
      'the deadline',
    )
    expect(condition).toMatchObject({ type: 'Progressing', status: 'False' })
  })
})

describe('a pod that cannot start', () => {
  it.each([
    [
      'a missing image',
      deployment({ image: 'missing:1' }),
      'ImagePullBackOff',
      /^Back-off pulling image "missing:1"/,
    ],
    [
      'a missing ConfigMap',
      deployment({ container: { envFrom: [{ configMapRef: { name: 'settings' } }] } }),
      'CreateContainerConfigError',
      /^configmap "settings" not found$/,
    ],
    [
      'a missing Secret',
      deployment({
        container: { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } }] },
      }),
      'CreateContainerConfigError',
      /^secret "s" not found$/,
    ],
    [
      'a process that ends',
      deployment({ container: { env: [{ name: 'EXIT', value: '7' }] } }),
      'CrashLoopBackOff',
      /^back-off \d+ms restarting failed container=model pod=model-/,
    ],
  ])('%s is told by its state and events', async (_name, object, reason, message) => {
    await using cluster = await startCluster()
    const { store } = cluster
    store.put(object)
    const pod = await until(
      store,
      () => pods(store).find((p) => waiting(p)['reason'] === reason) ?? null,
      reason,
    )
    expect(waiting(pod)['message']).toMatch(message)
    expect(fieldsAt(pod, 'status')['conditions']).toContainEqual(
      expect.objectContaining({ type: 'Ready', status: 'False', reason: 'ContainersNotReady' }),
    )
    expect(reasonsOf(store, /^model-/).some((text) => /^(Failed|BackOff): /.test(text))).toBe(true)
  })

  it('starts when the ConfigMap comes, with its variables, files and fields', async () => {
    await using cluster = await startCluster()
    const { store, workloads } = cluster
    store.put(
      deployment({
        container: {
          args: ['--name=$(NAME)', '--keep=$(NOPE)', '--price=$$(NAME)'],
          envFrom: [{ configMapRef: { name: 'settings' } }],
          env: [
            { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
            { name: 'VERSION', valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } } },
          ],
          volumeMounts: [{ name: 'config', mountPath: '/etc/model' }],
        },
        pod: { volumes: [{ name: 'config', configMap: { name: 'settings' } }] },
      }),
    )
    await until(store, () => (waiting(pods(store)[0])['reason'] ? true : null), 'the complaint')
    store.put({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'default' },
      data: { NAME: 'resnet' },
    })
    await until(store, () => rolledOut(store), 'the rollout')
    const { name } = pods(store)[0]!.metadata
    const { env } = (await ask(workloads.resolvePod('default', name, 5001)!.port)).body
    expect(env).toMatchObject({
      NAME: 'resnet',
      POD: name,
      VERSION: 'model',
      ARGS: '--name=resnet --keep=$(NOPE) --price=$(NAME)',
      FILES: JSON.stringify({ '/etc/model/NAME': 'resnet' }),
    })
  })
})

describe('probes', () => {
  it('take a pod that fails its readiness out of the endpoints, and say so', async () => {
    await using cluster = await startCluster()
    const { store, workloads } = cluster
    store.put(service('svc', { app: 'model' }))
    const readinessProbe = { httpGet: { path: '/ready', port: 5001 }, periodSeconds: 1, failureThreshold: 1 }
    store.put(deployment({ container: { readinessProbe } }))
    await until(store, () => rolledOut(store), 'the rollout')
    const [endpoint] = workloads.resolve('default', 'svc', null, 80)!
    await ask(endpoint!.port, '/fail?path=/ready')
    await until(
      store,
      () => (workloads.resolve('default', 'svc', null, 80)?.length === 0 ? true : null),
      'its end',
    )
    expect(reasonsOf(store, /^model-/)).toContain(
      'Unhealthy: Readiness probe failed: HTTP probe failed with statuscode: 503',
    )
  })

  it('restart a container that fails its liveness', async () => {
    await using cluster = await startCluster()
    const { store, workloads } = cluster
    const livenessProbe = { httpGet: { path: '/healthz', port: 5001 }, periodSeconds: 1, failureThreshold: 1 }
    store.put(deployment({ container: { livenessProbe } }))
    await until(store, () => rolledOut(store), 'the rollout')
    const { name } = pods(store)[0]!.metadata
    await ask(workloads.resolvePod('default', name, 5001)!.port, '/fail?path=/healthz')
    const status = await until(
      store,
      () => {
        const [one] = fieldsAt(pods(store)[0], 'status')['containerStatuses'] as { restartCount: number }[]
        return one && one.restartCount > 0 ? one : null
      },
      'the restart',
    )
    expect(status).toMatchObject({
      restartCount: 1,
      lastState: { terminated: { exitCode: 137, reason: 'Error' } },
    })
    expect(reasonsOf(store, /^model-/)).toContain(
      'Killing: Container model failed liveness probe, will be restarted',
    )
  })
})

describe('an autoscaler', () => {
  it('keeps its target between its bounds and leaves one that is switched off', async () => {
    await using cluster = await startCluster()
    const { store } = cluster
    store.put(deployment({ replicas: 1 }))
    const autoscaler = {
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      metadata: { name: 'model', namespace: 'default' },
      spec: {
        minReplicas: 2,
        maxReplicas: 3,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'model' },
      },
    }
    const replicas = () => fieldsAt(store.get(DEPLOYMENT), 'spec')['replicas']
    store.put(autoscaler)
    await until(store, () => (replicas() === 2 ? true : null), 'the minimum')
    store.put(deployment({ replicas: 5 }))
    await until(store, () => (replicas() === 3 ? true : null), 'the maximum')
    store.put(deployment({ replicas: 0 }))
    await until(store, () => rolledOut(store), 'the end')
    expect(replicas()).toBe(0)
  })
})
