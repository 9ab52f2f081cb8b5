import { createWorld, to, until, virtualService, type World } from './world.ts'

let world: World
beforeEach(async () => {
  world = createWorld()
  for (const name of ['a', 'b']) {
    const { endpoint } = await world.backend((_, res) => res.end(name))
    world.endpoints.set(name, [endpoint])
  }
})
afterEach(() => world.close())

const toB = () => world.set(virtualService({ route: [to('b')] }))

test('a change is served by every gateway soon', async () => {
  const gateways = [await world.gateway(), await world.gateway()]
  for (const gateway of gateways) expect(await world.ask(gateway)).toBe('a')
  toB()
  for (const gateway of gateways) await until(async () => (await world.ask(gateway)) === 'b')
})

test('a paused gateway learns of no change, of routes or of endpoints, until it resumes', async () => {
  const [prompt, lagging] = [await world.gateway(), await world.gateway()]
  lagging.pause()
  toB()
  world.endpoints.set('a', [])
  world.changed()
  await until(async () => (await world.ask(prompt)) === 'b')
  expect(await world.ask(lagging)).toBe('a')
  expect(lagging.stats.generation()).toBe(0)
  lagging.resume()
  expect(await world.ask(lagging)).toBe('b')
})

test('a delayed gateway shows the past, change by change', async () => {
  const gateway = await world.gateway({ delay: 300 })
  toB()
  const began = performance.now()
  await new Promise((done) => setTimeout(done, 150))
  world.set(virtualService({ directResponse: { status: 418 } }))
  const seen: string[] = []
  await until(async () => {
    const answer = await world.ask(gateway)
    if (seen.at(-1) !== answer) seen.push(answer)
    if (seen.length === 2) expect(performance.now() - began).toBeGreaterThanOrEqual(295)
    return answer === '418'
  })
  expect(seen).toEqual(['a', 'b', '418'])
})

test('a shorter delay also holds for what is on its way, and nothing old overtakes', async () => {
  const gateway = await world.gateway({ delay: 60_000 })
  toB()
  await new Promise((done) => setTimeout(done, 30))
  world.set(virtualService({ directResponse: { status: 418 } }))
  await new Promise((done) => setTimeout(done, 30))
  expect(await world.ask(gateway)).toBe('a')
  gateway.setDelay(0)
  expect(await world.ask(gateway)).toBe('418')
})
