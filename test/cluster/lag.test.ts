import http from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { expectOutcome } from './support/answers.ts'
import { onCluster, skipped } from './support/environment.ts'
import { canLag, knownToGateways, pauseGateway, resumeGateway } from './support/lag.ts'
import { ask, expectNothingLost, expectShare, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const OLD = 'New Model B'
const NEW = 'New Model A'
/** Milliseconds of a slow request and of a stream that are sent right before finish. */
const LONG = 20_000
/** How long the second gateway knows nothing: longer than any fixed wait that could pass for looking. */
const LAG = 4_000

/** One request of its own; resolves with its whole answer. */
function open(world: World, path: string): Promise<{ readonly status: number; readonly body: string }> {
  return new Promise((done, failed) => {
    const url = new URL(path, world.cluster.gateways[0])
    const request = http.get(url, { headers: { host: world.host }, agent: false }, (answer) => {
      let body = ''
      answer.setEncoding('utf8').on('data', (text: string) => (body += text))
      answer.on('error', failed)
      answer.on('end', () => done({ status: answer.statusCode ?? 0, body }))
    })
    request.on('error', failed)
  })
}

if (!canLag) skipped('a gateway that lags', 'needs GATEWAY_URL_2 and ../shared/testbed/lag.sh')
else {
  onCluster('a gateway that learns of changes late', (cluster) => {
    let world: World
    beforeEach(async () => {
      world = await createWorld(cluster(), 'lag')
      await world.edit((file) => void (file.traffic.requests = 200))
      await world.deployStable()
    })
    afterEach(async () => {
      await resumeGateway()
      await world?.close()
    })

    /** Runs a command while the second gateway is held back: it must say which one it waits for, and go on once that has caught up. */
    async function heldBack(...args: string[]) {
      const lagging = new URL(cluster().gateways[1]!).host
      await pauseGateway()
      const running = world.start(...args)
      await running.said(lagging)
      await sleep(LAG)
      expect(running.child.exitCode).toBeNull()
      const meanwhile = await world.names('Deployment')
      await resumeGateway()
      return { result: await running.done, meanwhile }
    }
    const advancing = (stage: string) =>
      ['advance', 'FILE', '--to', stage, '--approve', 'all', '--image', world.images.new] as const

    test('is waited for when weights change and when the rollout is taken back', async () => {
      const traffic = await startTraffic(world)
      expectOutcome(await world.advance('Blue_0', 'new'), 'done')
      await knownToGateways(`model-svc-blue.${world.namespace}.`)
      expectOutcome((await heldBack(...advancing('Blue_50'))).result, 'done')
      expectShare(await ask(world, 1_000), 50, { stable: OLD, canary: NEW })
      const { result, meanwhile } = await heldBack('abort', 'FILE')
      expectOutcome(result, 'done')
      // Nothing is removed while one gateway still sends requests there.
      expect(meanwhile).toEqual(['model-blue', 'model-green'])
      expect(await world.names('Deployment')).toEqual(['model-green'])
      expect(await ask(world, 1_000)).toEqual({ [OLD]: 1_000 })
      expectNothingLost(await traffic.stop())
    })

    test('is waited for at finish, and so are the requests that are still being answered', async () => {
      await world.edit((file) => void (file.timeouts.drain = `${LONG / 1_000 + 1}s`))
      const traffic = await startTraffic(world)
      for (const stage of ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green']) {
        expectOutcome(await world.advance(stage, 'new'), 'done')
      }
      // Both are answered by blue, which finish removes.
      const slow = open(world, `/score?ms=${LONG}`)
      const stream = open(world, `/score?stream=${LONG}`)
      const { result, meanwhile } = await heldBack(...advancing('Green_100'))
      expectOutcome(result, 'done')
      expect(meanwhile).toEqual(['model-blue', 'model-green'])
      expect(await slow).toEqual({ status: 200, body: JSON.stringify(NEW) })
      const { status, body } = await stream
      expect(status).toBe(200)
      expect(body.endsWith('end\n')).toBe(true)
      expect(await world.names('Deployment')).toEqual(['model-green'])
      expect(await ask(world, 1_000)).toEqual({ [NEW]: 1_000 })
      expectNothingLost(await traffic.stop())
    })
  })
}
