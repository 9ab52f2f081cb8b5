import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expectOutcome } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { deleteImage, pushImage } from './support/images.ts'
import { content, readRoute, shares } from './support/route.ts'
import { ask, expectNothingLost, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'

onCluster('S8: a promotion that fails while the canary has all traffic', (cluster) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(cluster(), 's8')
    await world.deployStable()
    // Each new pod asks the registry, so that an image can be lost between two stages.
    const model = path.join(world.folder, 'k8s/model.yaml')
    const text = await readFile(model, 'utf8')
    await writeFile(
      model,
      text.replace('image: ${image}', 'image: ${image}\n          imagePullPolicy: Always'),
    )
  })
  afterAll(() => world?.close())

  test('is held with the canary serving, and can be taken back to the old release', async () => {
    const before = content(await readRoute(world))
    const image = await pushImage(cluster().registry, world.namespace, 'new')
    await world.edit((file) => {
      file.image = image.split('@')[0]
      file.timeouts.ready = '30s'
    })
    const traffic = await startTraffic(world)
    const advance = (stage: string) =>
      world.run('advance', 'FILE', '--to', stage, '--image', image, '--approve', 'all')
    for (const stage of ['Blue_0', 'Blue_50', 'Blue_100']) expectOutcome(await advance(stage), 'done')

    await deleteImage(image)
    const held = expectOutcome(await advance('Blue_Green'), 'held')
    expect(held.message).toMatch(/model-green is not ready.*(pull|not found)/is)
    expect(shares(await readRoute(world))).toEqual({ 'model-svc-green': 0, 'model-svc-blue': 100 })
    expect(await ask(world, 1_000)).toEqual({ [NEW]: 1_000 })
    await world.deploymentReady('model-blue', 1)
    // Nothing was taken away from those who ask for green either.
    expect(await ask(world, 200, { headers: { 'x-api-version': 'green' } })).toEqual({ [OLD]: 200 })
    // A recovery job of the same run leaves a held stage alone.
    const { owner } = expectOutcome(await world.run('status', 'FILE'), 'done')
    expectOutcome(await world.run('abort', 'FILE', '--run', owner.run as string), 'unchanged')

    expectOutcome(await world.run('abort', 'FILE'), 'done')
    expect(await ask(world, 1_000)).toEqual({ [OLD]: 1_000 })
    expect(content(await readRoute(world))).toEqual(before)
    expect(await world.names('Deployment')).toEqual(['model-green'])
    const green = await world.get('Deployment', 'model-green')
    expect(green!['spec'].template.spec.containers[0]).toMatchObject({ image: world.images.old })
    await world.deploymentReady('model-green', 1)
    expectNothingLost(await traffic.stop())
  })
})
