import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '../../src/kube/object.ts'
import { binomialAcceptance } from '../../src/stats/proportion.ts'
import { expectOutcome } from './support/answers.ts'
import { onCluster, skipped } from './support/environment.ts'
import { pushExample, startExample } from './support/example.ts'
import type { Example } from './support/example.ts'
import { until } from './support/until.ts'

const { MESH_CLIENT_URL } = process.env
const PORT = 8000
const MANIFEST = path.resolve(import.meta.dirname, '../../deploy/mesh-probe.yaml')

if (!MESH_CLIENT_URL) skipped('routes of the mesh, asked from outside', 'needs MESH_CLIENT_URL')
else {
  onCluster('a route for clients in the mesh, and a pipeline outside', (cluster) => {
    let example: Example
    beforeAll(async () => {
      example = await startExample(cluster(), 'httpbin-mirroring', {
        images: {},
        image: await pushExample(cluster().registry, 'httpbin-mirroring', {
          name: 'httpbin',
          script: 'server.mjs',
          folder: 'server',
        }),
        mesh: { url: MESH_CLIENT_URL, service: 'httpbin', port: PORT },
      })
    })
    afterAll(() => example?.close())

    /** Nothing is intercepted in this cluster's pods: the probe shares the host's network, and is told where the mesh's client is. */
    async function deployProbe(): Promise<void> {
      const text = (await readFile(MANIFEST, 'utf8'))
        .replace(/image: .*/, `image: ${cluster().registry}/base/node:20`)
        .replace('containerPort: 8080', `containerPort: ${PORT}`)
        .replace('      containers:', '      hostNetwork: true\n      containers:')
        .replace('          ports:', `          env: [${envOf()}]\n          ports:`)
      for (const document of parseAllDocuments(text)) {
        const object = document.toJS() as KubeObject
        await cluster().kube.create({
          ...object,
          metadata: { ...object.metadata, namespace: example.namespace },
        })
      }
      await example.ready('mesh-probe')
    }
    const envOf = () =>
      `{ name: PORT, value: "${PORT}" }, { name: VIA, value: "${new URL(MESH_CLIENT_URL).hostname}" }`

    test('the probe of deploy/ measures the weights, and says when it cannot', async () => {
      await example.edit((file) => {
        delete file.traffic.resolve
        file.traffic.requests = 60 // each opens a port-forward
        file.traffic.from = { pod: 'app=mesh-probe' }
        file.stages = [
          { name: 'Baseline', weight: 0 },
          { name: 'Share_20', weight: 20 },
        ]
      })
      const { findings } = expectOutcome(await example.run('validate', 'FILE'), 'done')
      expect(findings).toEqual([])
      await example.apply('k8s/service.yaml', null)
      await example.apply('k8s/httpbin.yaml', 'v1')
      for (const manifest of ['destination-rule', 'virtual-service']) {
        await example.apply(`k8s/${manifest}.yaml`, null)
      }
      await example.ready('httpbin-v1')
      await until('an answer that the route has marked', async () => {
        const answers = await example.ask(5, { path: '/headers' })
        return answers.every(({ headers }) => headers['x-served-by'] === 'v1')
      })

      const without = expectOutcome(await example.run('verify', 'FILE'), 'failed')
      expect(without.gates).toMatchObject([{ verdict: 'error' }])
      expect(without.message).toMatch(/no running pod in namespace \S+ has the labels app=mesh-probe/)
      await deployProbe()
      const load = example.load({ path: '/headers' })
      expectOutcome(await example.advance('Baseline'), 'done')
      expectOutcome(await example.advance('Share_20'), 'done')
      const { weight } = expectOutcome(await example.run('verify', 'FILE'), 'done')
      const { n, weight: served } = weight.served as { n: number; weight: number }
      expect(n).toBeGreaterThanOrEqual(60)
      const { low, high } = binomialAcceptance(n, 0.2, 1e-7)
      expect((served * n) / 100).toBeGreaterThanOrEqual(low - 1)
      expect((served * n) / 100).toBeLessThanOrEqual(high + 1)
      expectOutcome(await example.run('abort', 'FILE'), 'done')
      const { answers } = await load.stop()
      expect(answers.filter(({ status }) => status !== 200).slice(0, 5)).toEqual([])
    })
  })
}
