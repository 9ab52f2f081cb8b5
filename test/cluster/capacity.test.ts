import { appendFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JsonObject } from '../../src/kube/object.ts'
import { expectOutcome } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { readRoute, shares } from './support/route.ts'
import { ask, expectNothingLost, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

/** Pods of stable that carry the whole load. */
const STABLE = 4
const AUTOSCALER = `
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: "\${deployment}" }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: "\${deployment}" }
  minReplicas: 1
  maxReplicas: 6
  metrics: [{ type: Resource, resource: { name: cpu, target: { type: Utilization, averageUtilization: 80 } } }]
`

onCluster('capacity comes before traffic', (cluster) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(cluster(), 'capacity')
    await appendFile(path.join(world.folder, 'k8s/model.yaml'), AUTOSCALER)
    await world.edit((file) => void (file.traffic.requests = 200))
    await world.deployStable({ replicas: STABLE })
  })
  afterAll(() => world?.close())

  /** Looks at the route first and at the pods then: what the route gives the canary, it must have been able to carry. */
  function watchCapacity(): { readonly thin: string[]; readonly end: () => Promise<void> } {
    const thin: string[] = []
    let watching = true
    world.onClose(() => (watching = false))
    const readyOf = async (name: string) => {
      const status = (await world.get('Deployment', name))?.['status'] as JsonObject | undefined
      return Number(status?.['readyReplicas'] ?? 0)
    }
    const watched = (async () => {
      while (watching) {
        const share = shares(await readRoute(world))
        const blue = share['model-svc-blue'] ?? 0
        const green = share['model-svc-green'] ?? 0
        const ready = { blue: await readyOf('model-blue'), green: await readyOf('model-green') }
        const after = shares(await readRoute(world))
        const same = JSON.stringify(after) === JSON.stringify(share)
        const missing =
          ready.blue < Math.ceil((blue * STABLE) / 100) || ready.green < Math.ceil((green * STABLE) / 100)
        if (same && missing) thin.push(`route ${JSON.stringify(share)}, ready ${JSON.stringify(ready)}`)
        await sleep(50)
      }
    })()
    return {
      thin,
      async end() {
        watching = false
        await watched
      },
    }
  }

  test('a canary with one pod gets the pods of its share first, and the autoscalers are as before at the end', async () => {
    const autoscaler = async () => (await world.get('HorizontalPodAutoscaler', 'model-green'))!
    const before = await autoscaler()
    const traffic = await startTraffic(world)
    const capacity = watchCapacity()
    const pods: number[] = []
    for (const stage of ['Blue_0', 'Blue_50', 'Blue_100']) {
      expectOutcome(await world.advance(stage, 'new'), 'done')
      pods.push((await world.get('Deployment', 'model-blue'))!['status'].readyReplicas as number)
    }
    expect(pods).toEqual([1, 2, 4])
    expect((await world.get('HorizontalPodAutoscaler', 'model-blue'))!['spec']).toMatchObject({
      minReplicas: 4,
    })
    for (const stage of ['Blue_Green', 'Green_100']) {
      expectOutcome(await world.advance(stage, 'new'), 'done')
    }
    await capacity.end()
    expect(capacity.thin).toEqual([])
    expect(await ask(world, 1_000)).toEqual({ 'New Model A': 1_000 })
    expect((await autoscaler())['spec']).toEqual(before['spec'])
    expect((await autoscaler()).metadata.labels).toEqual(before.metadata.labels)
    expect(await world.names('HorizontalPodAutoscaler')).toEqual(['model-green'])
    expect(await world.names('Deployment')).toEqual(['model-green'])
    expectNothingLost(await traffic.stop())
  })
})
