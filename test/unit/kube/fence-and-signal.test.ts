import { createServer, type AddressInfo } from 'node:net'
import { createKubeClient, type KubeClientOptions } from '../../../src/kube/rest.ts'
import { CONFIG_MAP, configFor, configMap, sleepingClock, startApi, type Reply } from './api-server.ts'

const ok: Reply = { status: 200, body: configMap() }
const closers: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closers.splice(0)) await close()
})

async function against(script: readonly Reply[], options: KubeClientOptions = {}) {
  const api = await startApi(script)
  const client = createKubeClient(configFor(api.url), { clock: sleepingClock(), ...options })
  closers.push(
    () => client.close(),
    () => api.close(),
  )
  return { api, client }
}

describe('the fence', () => {
  test('is asked before every try of a write, and never for a read', async () => {
    const asked: number[] = []
    const script: Reply[] = [ok, { status: 429 }, ok]
    const { api, client } = await against(script, { fence: () => void asked.push(api.seen.length) })
    await client.get(CONFIG_MAP)
    await client.create(configMap())
    expect(asked).toEqual([1, 2])
  })

  test('that throws keeps the request from being sent, and its error comes out', async () => {
    const lost = new Error('the lease is lost')
    let open = true
    const fence = () => {
      if (!open) throw lost
    }
    const { api, client } = await against([ok], { fence })
    await client.create(configMap())
    open = false
    await expect(client.create(configMap())).rejects.toBe(lost)
    await expect(client.delete(CONFIG_MAP, { uid: 'u' })).rejects.toBe(lost)
    open = true
    await client.create(configMap())
    expect(api.seen).toHaveLength(2)
  })

  test('is asked when the connection stands, not before', async () => {
    let asked = 0
    const silent = createServer() // accepts, but never answers the TLS hello
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    silent.on('connection', (socket) => closers.push(() => socket.destroy()))
    const client = createKubeClient(configFor(`https://127.0.0.1:${port}`), {
      fence: () => void asked++,
      requestTimeout: 150,
      retries: { attempts: 1 },
    })
    closers.push(
      () => client.close(),
      () => silent.close(),
    )
    await expect(client.create(configMap())).rejects.toMatchObject({ code: 'timeout', ambiguous: false })
    expect(asked).toBe(0)
  })
})

describe('connections', () => {
  test('one is enough for requests in a row', async () => {
    const { api, client } = await against([ok])
    for (let n = 0; n < 5; n++) {
      await client.get(CONFIG_MAP)
      await client.create(configMap())
    }
    expect(api.connections()).toBe(1)
  })

  test('close ends a request that is still running', async () => {
    const { api, client } = await against(['silence'], { retries: { attempts: 1 } })
    const running = client.get(CONFIG_MAP)
    while (api.seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
    client.close()
    await expect(running).rejects.toMatchObject({ code: 'connection' })
  })
})

describe('the signal', () => {
  test('ends a running request with its reason', async () => {
    const controller = new AbortController()
    const { api, client } = await against(['silence'], { signal: controller.signal })
    const running = client.create(configMap())
    while (api.seen.length === 0) await new Promise((resolve) => setImmediate(resolve))
    const reason = new Error('cancelled')
    controller.abort(reason)
    await expect(running).rejects.toBe(reason)
    await expect(client.get(CONFIG_MAP)).rejects.toBe(reason)
    expect(api.seen).toHaveLength(1)
  })

  test('ends the wait before the next try', async () => {
    const controller = new AbortController()
    const reason = new Error('cancelled')
    const { client } = await against([{ status: 503 }], {
      signal: controller.signal,
      onRequest: () => controller.abort(reason),
    })
    await expect(client.get(CONFIG_MAP)).rejects.toBe(reason)
  })
})
