import { startLoad, type LoadAnswer } from '../../../src/rehearsal/load.ts'
import { createWorld, until, type World } from './world.ts'

let world: World
beforeEach(() => {
  world = createWorld()
})
afterEach(() => world.close())

const urlOf = ({ port }: { port: number }) => `http://127.0.0.1:${port}`

test('a constant rate, every answer reported', async () => {
  const { endpoint } = await world.backend((req, res) => {
    req
      .resume()
      .on('end', () => res.end(`${req.method} ${req.url} ${req.headers.host} ${String(req.headers['x-v'])}`))
  })
  const answers: LoadAnswer[] = []
  const load = startLoad({
    url: urlOf(endpoint),
    host: 'model.test',
    path: '/score',
    method: 'POST',
    headers: { 'x-v': 'blue' },
    body: '{}',
    rate: 200,
    onAnswer: (answer) => answers.push(answer),
  })
  const began = performance.now()
  await until(() => answers.length >= 100)
  const seconds = (performance.now() - began) / 1_000
  await load.stop()
  expect(answers).toHaveLength(load.sent())
  expect(answers.every((answer) => answer.status === 200 && answer.error === null)).toBe(true)
  expect(answers[0]?.body).toBe('POST /score model.test blue')
  // Open loop: never ahead of the clock.
  expect(load.sent()).toBeLessThanOrEqual(200 * (seconds + 0.5) + 1)
  expect(seconds).toBeGreaterThan(0.4)
})

test('failures are answers too', async () => {
  const { server, endpoint } = await world.backend(() => {})
  await new Promise((done) => server.close(done))
  const answers: LoadAnswer[] = []
  const load = startLoad({ url: urlOf(endpoint), rate: 100, onAnswer: (answer) => answers.push(answer) })
  await until(() => answers.length > 0)
  await load.stop()
  expect(answers[0]).toMatchObject({ status: null, error: 'ECONNREFUSED' })
})

test('what is not answered in time counts as lost, and does not hold up the end', async () => {
  const { endpoint } = await world.backend(() => {})
  const answers: LoadAnswer[] = []
  const load = startLoad({
    url: urlOf(endpoint),
    rate: 1_000,
    timeout: 100,
    inFlight: 5,
    onAnswer: (answer) => answers.push(answer),
  })
  await until(() => load.skipped() > 0 && answers.length > 0)
  await load.stop()
  expect(answers).toHaveLength(load.sent())
  expect(answers[0]).toMatchObject({ status: null, error: 'no answer within 100 ms' })
})
