import { lookup } from 'node:dns/promises'
import path from 'node:path'
import { jest } from '@jest/globals'
import { loadKubeconfig } from '../../../src/kube/kubeconfig.ts'
import type { KubeClient } from '../../../src/kube/client.ts'
import { createKubeClient } from '../../../src/kube/rest.ts'

/** The cluster that the environment names. */
export interface Cluster {
  readonly kubeconfig: string
  /** `http://host:port` of each gateway replica that can be reached on its own. */
  readonly gateways: readonly [string, ...string[]]
  readonly registry: string
  /** Of the tests themselves, with all rights; the command line gets a service account's. */
  readonly kube: KubeClient
}

/** Tests that need a cluster; where the environment names none they are skipped, and say what they miss. */
export function onCluster(name: string, body: (cluster: () => Cluster) => void): void {
  const { KUBECONFIG, GATEWAY_URL, GATEWAY_URL_2, REGISTRY, DOCKER_HOST } = process.env
  const missing = Object.entries({ KUBECONFIG, GATEWAY_URL, REGISTRY, DOCKER_HOST })
    .filter(([, value]) => !value)
    .map(([key]) => key)
  if (missing.length > 0) {
    skipped(name, `needs ${missing.join(', ')} in the environment`)
    return
  }
  jest.setTimeout(400_000)
  describe(name, () => {
    let cluster: Cluster | null = null
    beforeAll(async () => {
      const kube = createKubeClient(await loadKubeconfig({ paths: KUBECONFIG!.split(path.delimiter) }))
      const urls = [GATEWAY_URL!, ...(GATEWAY_URL_2 ? [GATEWAY_URL_2] : [])]
      const gateways = (await Promise.all(urls.map(byAddress))) as [string, ...string[]]
      cluster = { kubeconfig: KUBECONFIG!, gateways, registry: REGISTRY!, kube }
    })
    afterAll(() => cluster?.kube.close())
    body(() => cluster!)
  })
}

/** A rollout file names gateways by address, not by name. */
async function byAddress(url: string): Promise<string> {
  const { protocol, hostname, port } = new URL(url)
  const { address, family } = await lookup(hostname.replace(/^\[|\]$/g, ''), { verbatim: false })
  return `${protocol}//${family === 6 ? `[${address}]` : address}${port ? `:${port}` : ''}`
}

export function skipped(name: string, why: string): void {
  // Jest tells no names of suites in which everything is skipped.
  process.stderr.write(`skipped: ${name}: ${why}\n`)
  test.skip(`${name}: ${why}`, () => undefined)
}
