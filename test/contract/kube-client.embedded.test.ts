import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts'
import type { KubeClient } from '../../src/kube/client.ts'
import { createKubeClient } from '../../src/kube/rest.ts'
import { startApi } from '../../src/rehearsal/api/api.ts'
import type { EmbeddedApi } from '../../src/rehearsal/api/contract.ts'
import { startWorkloads } from '../../src/rehearsal/workloads/workloads.ts'
import { kubeClientContract } from './kube-client.contract.ts'
import { podLogsContract, PRINTING } from './pod-logs.contract.ts'
import { podOutputContract, WRITING } from './pod-output.contract.ts'

async function clientOf(api: EmbeddedApi): Promise<KubeClient> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'))
  const file = join(folder, 'config')
  await writeFile(file, api.kubeconfig())
  const client = createKubeClient(await loadKubeconfig({ paths: [file] }))
  await rm(folder, { recursive: true })
  return client
}

kubeClientContract('embedded', async () => {
  const api = await startApi()
  const namespace = 'contract'
  api.store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  return { client: await clientOf(api), namespace, close: () => api.close() }
})

describe('pods of the embedded cluster', () => {
  let api: EmbeddedApi
  let client: KubeClient
  let close: () => Promise<void>
  beforeAll(async () => {
    api = await startApi()
    const workloads = startWorkloads(api.store, {
      imageRunner: ({ image }) => {
        const script = { 'printer:1': PRINTING, 'writer:1': WRITING }[image]
        return script === undefined ? null : { command: process.execPath, args: ['-e', script] }
      },
    })
    api.attachPods(workloads)
    client = await clientOf(api)
    close = async () => {
      client.close()
      await workloads.close()
      await api.close()
    }
    for (const name of ['printer', 'writer', 'waiting']) {
      await client.create({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name, namespace: 'default' },
        spec: { containers: [{ name: 'main', image: `${name}:1` }] },
      })
    }
  })
  afterAll(() => close())
  podLogsContract('embedded', () => ({ client, namespace: 'default' }))
  podOutputContract('embedded', () => ({ client, namespace: 'default' }))

  test('a command reads the files of its own container, and none of this machine', async () => {
    const target = { namespace: 'default', name: 'writer', container: 'main' }
    for (const file of ['/etc/passwd', '../../../../../../etc/passwd', process.execPath]) {
      const reading = client.output({ ...target, command: ['cat', file] }).then((stream) => text(stream))
      await expect(reading).rejects.toThrow(/No such file or directory/)
    }
  })
})

describe('port-forward of the embedded cluster', () => {
  const script = `require('node:net').createServer((s) => s.once('data', (d) => s.end('echo ' + d + 'x'.repeat(2e6)))).listen(process.env.PORT, '127.0.0.1')`
  const ref = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'echo' }
  let api: EmbeddedApi
  let client: KubeClient
  let close: () => Promise<void>

  beforeAll(async () => {
    api = await startApi()
    const workloads = startWorkloads(api.store, {
      imageRunner: () => ({ command: process.execPath, args: ['-e', script] }),
    })
    api.attachPods(workloads)
    client = await clientOf(api)
    close = async () => {
      client.close()
      await workloads.close()
      await api.close()
    }
    const ready = new Promise<void>((resolve) => {
      api.store.subscribe(({ object }) => {
        const status = object['status'] as { containerStatuses?: { ready: boolean }[] } | undefined
        if (object.kind === 'Pod' && status?.containerStatuses?.every((c) => c.ready)) resolve()
      })
    })
    const container = { name: 'echo', image: 'echo:1', ports: [{ containerPort: 5001 }] }
    await client.create({
      ...ref,
      metadata: { name: ref.name, namespace: 'default' },
      spec: { containers: [container] },
    })
    await ready
  })
  afterAll(() => close())

  test('carries bytes both ways', async () => {
    const stream = await client.connect({ namespace: 'default', name: 'echo', port: 5001 })
    stream.write('hello ')
    const answer = await text(stream)
    expect(answer.slice(0, 12)).toBe('echo hello x')
    expect(answer).toHaveLength(11 + 2e6)
  })

  test('says that there is no such pod', async () => {
    const opening = client.connect({ namespace: 'default', name: 'nobody', port: 1 })
    await expect(opening).rejects.toMatchObject({ code: 'not-found' })
  })
})
