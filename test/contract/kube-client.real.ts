import { text } from 'node:stream/consumers'
import { createTransport } from '../../src/kube/transport.ts'
import { createCredentials } from '../../src/kube/credentials.ts'
import { systemClock } from '../../src/process/clock.ts'
import { loadKubeconfig } from '../../src/kube/kubeconfig.ts'
import type { KubeClient } from '../../src/kube/client.ts'
import { knownResource } from '../../src/kube/resources.ts'
import { createKubeClient } from '../../src/kube/rest.ts'
import { kubeClientContract } from './kube-client.contract.ts'
import { podLogsContract, PRINTING } from './pod-logs.contract.ts'
import { podOutputContract, WRITING } from './pod-output.contract.ts'

/** Runs the contract, and what needs a kubelet, against the cluster of KUBECONFIG. */
export function realKubeClient({ kubeconfig, registry }: { kubeconfig: string; registry: string }): void {
  const namespace = `kube-client-${process.pid}`
  const space = { apiVersion: 'v1', kind: 'Namespace', name: namespace }
  const load = () => loadKubeconfig({ paths: kubeconfig.split(process.platform === 'win32' ? ';' : ':') })
  let client: KubeClient
  beforeAll(async () => {
    client = createKubeClient(await load())
    await client.create({ ...space, metadata: { name: namespace } })
  })
  afterAll(async () => {
    const { metadata } = (await client.get(space))!
    await client.delete(space, { uid: metadata.uid })
    client.close()
  })

  kubeClientContract('real', async () => ({ client: createKubeClient(await load()), namespace }))

  test('the table of kinds agrees with discovery', async () => {
    const config = await load()
    const transport = createTransport(config, null)
    const credentials = await createCredentials(config, { clock: systemClock, environment: {} }).current()
    const ask = async (path: string) => {
      const exchange = { method: 'GET', path, headers: {}, body: null, credentials, timeout: 10_000 }
      return JSON.parse((await transport.exchange(exchange)).body)
    }
    const groups = (await ask('/apis')).groups as { preferredVersion: { groupVersion: string } }[]
    let compared = 0
    for (const apiVersion of ['v1', ...groups.map(({ preferredVersion }) => preferredVersion.groupVersion)]) {
      const { resources } = await ask(apiVersion.includes('/') ? `/apis/${apiVersion}` : `/api/${apiVersion}`)
      for (const { kind, name, namespaced } of resources as {
        kind: string
        name: string
        namespaced: boolean
      }[]) {
        const known = knownResource(apiVersion, kind)
        if (name.includes('/') || !known) continue
        expect({ apiVersion, kind, ...known }).toEqual({ apiVersion, kind, plural: name, namespaced })
        compared++
      }
    }
    transport.close()
    expect(compared).toBeGreaterThan(30)
  })

  describe('logs', () => {
    const ref = { apiVersion: 'v1', kind: 'Pod', namespace, name: 'printer' }
    beforeAll(async () => {
      const container = { name: 'main', image: `${registry}/base/node:20`, command: ['node', '-e', PRINTING] }
      await client.create({
        ...ref,
        metadata: { name: ref.name, namespace },
        spec: { containers: [container] },
      })
      while ((await client.get(ref))?.status.phase !== 'Running') await systemClock.sleep(200)
    })
    podLogsContract('real', () => ({ client, namespace }))
  })

  describe('commands', () => {
    beforeAll(async () => {
      for (const [name, image] of [
        ['writer', `${registry}/base/node:20`],
        ['waiting', `${registry}/base/nothing:1`],
      ] as const) {
        const container = { name: 'main', image, command: ['node', '-e', WRITING] }
        const metadata = { name, namespace }
        await client.create({ apiVersion: 'v1', kind: 'Pod', metadata, spec: { containers: [container] } })
      }
      // Not `is being scheduled`, which has a message of its own.
      const waiting = { apiVersion: 'v1', kind: 'Pod', namespace, name: 'waiting' }
      while (!(await client.get(waiting))?.status.containerStatuses) await systemClock.sleep(200)
    })
    podOutputContract('real', () => ({ client, namespace }))
  })

  describe('port-forward', () => {
    const ref = { apiVersion: 'v1', kind: 'Pod', namespace, name: 'echo' }
    beforeAll(async () => {
      const script = `require('node:net').createServer((s) => s.once('data', (d) => s.end('echo ' + d + 'x'.repeat(2e6)))).listen(5001)`
      const container = { name: 'echo', image: `${registry}/base/node:20`, command: ['node', '-e', script] }
      await client.create({
        ...ref,
        metadata: { name: ref.name, namespace },
        spec: { containers: [container] },
      })
      while ((await client.get(ref))?.status.phase !== 'Running') await systemClock.sleep(200)
      await systemClock.sleep(1_000)
    })

    test('carries bytes both ways', async () => {
      const stream = await client.connect({ namespace, name: 'echo', port: 5001 })
      stream.write('hello ')
      const answer = await text(stream)
      expect(answer.slice(0, 12)).toBe('echo hello x')
      expect(answer).toHaveLength(11 + 2e6)
    })
    test('says that nobody listens', async () => {
      const stream = await client.connect({ namespace, name: 'echo', port: 5002 })
      const failure = new Promise((resolve) => stream.once('error', resolve))
      expect(await failure).toMatchObject({
        message: `port-forward to pod ${namespace}/echo:5002: connection refused`,
      })
    })
    test('says that there is no such pod', async () => {
      const opening = client.connect({ namespace, name: 'nobody', port: 1 })
      await expect(opening).rejects.toMatchObject({ code: 'not-found' })
    })
  })
}
