import { fieldsAt, textAt } from '../../../src/rehearsal/api/json-value.ts'
import { ask, deployment, pods, rolledOut, service, startCluster, until } from './cluster.ts'
import type { Reply } from './cluster.ts'

async function startedWith(fault: '5xx' | 'slow' | 'crash' | 'not-ready' | 'wrong-answer') {
  const cluster = await startCluster()
  const { store, workloads } = cluster
  store.put(service('svc', { app: 'model' }))
  store.put(deployment())
  await until(store, () => rolledOut(store), 'the rollout')
  const before = workloads.resolve('default', 'svc', null, 80)![0]!.port
  workloads.faults.set({ deployment: 'model' }, fault)
  const port = () => workloads.resolve('default', 'svc', null, 80)?.[0]?.port ?? null
  const changed = () =>
    until(store, () => (port() !== null && port() !== before ? port() : null), 'the proxy')
  return { cluster, before, port, changed }
}

async function many(port: number, count: number): Promise<Reply[]> {
  const replies: Reply[] = []
  for (let n = 0; n < count; n++) replies.push(await ask(port))
  return replies
}

it('5xx spoils every fifth answer, until it is taken back', async () => {
  const { cluster, before, port, changed } = await startedWith('5xx')
  await using own = cluster
  const replies = await many(await changed(), 10)
  expect(replies.map((r) => r.status)).toEqual([200, 200, 200, 200, 500, 200, 200, 200, 200, 500])
  own.workloads.faults.set({ deployment: 'model' }, null)
  await until(own.store, () => (port() === before ? true : null), 'the process itself')
})

it('wrong-answer gives a 200 that no version can be told from', async () => {
  const { cluster, changed } = await startedWith('wrong-answer')
  await using _own = cluster
  const reply = await ask(await changed())
  expect(reply).toMatchObject({ status: 200, body: { status: 'ng' } })
  expect(reply.headers).not.toHaveProperty('x-model-version')
})

it('slow adds two seconds', async () => {
  const { cluster, changed } = await startedWith('slow')
  await using _own = cluster
  const port = await changed()
  const began = performance.now()
  expect((await ask(port)).status).toBe(200)
  expect(performance.now() - began).toBeGreaterThan(1_900)
})

it('not-ready takes the pod out of the endpoints and keeps it out', async () => {
  const { cluster, port } = await startedWith('not-ready')
  await using own = cluster
  await until(own.store, () => (port() === null ? true : null), 'the end of its endpoint')
  const [pod] = pods(own.store)
  expect(fieldsAt(pod, 'status')['conditions']).toContainEqual(
    expect.objectContaining({ type: 'Ready', status: 'False' }),
  )
})

it('crash ends the process after 20 answers, again and again, with growing pauses', async () => {
  const { cluster, port, changed } = await startedWith('crash')
  await using own = cluster
  await changed()
  const restarts = () =>
    (fieldsAt(pods(own.store)[0], 'status')['containerStatuses'] as { restartCount: number }[])[0]!
      .restartCount
  for (const round of [1, 2]) {
    const up = await until(own.store, port, 'the pod')
    expect((await many(up, 20)).map((r) => r.status)).toEqual(Array<number>(20).fill(200))
    await until(own.store, () => (restarts() === round ? true : null), 'the restart')
  }
  const message = await until(
    own.store,
    () => {
      const [status] = fieldsAt(pods(own.store)[0], 'status')['containerStatuses'] as unknown[]
      const found = fieldsAt(status, 'state', 'waiting')
      return found['reason'] === 'CrashLoopBackOff' ? (textAt(found, 'message') ?? '') : null
    },
    'the pause',
  )
  expect(message).toMatch(/^back-off 250ms restarting failed container=model/)
})
