import { binomialAcceptance } from '../../src/stats/proportion.ts'
import { expectOutcome } from './support/answers.ts'
import { askEach } from './support/ask-each.ts'
import { concurrently } from './support/concurrently.ts'
import { onCluster, skipped } from './support/environment.ts'
import { pushExample, startExample } from './support/example.ts'
import type { Example } from './support/example.ts'
import { counted, printed, settled } from './support/logs.ts'
import { until } from './support/until.ts'

const { MESH_CLIENT_URL, ENVOY_ADMIN_MESH } = process.env
const PORT = 8000
/** How often one of these checks may fail by chance. */
const LEVEL = 1e-7
const SUFFIX = '-shadow'

const VARIANTS = [
  {
    api: 'VirtualService',
    file: 'rollout.yaml',
    before: ['k8s/httpbin.yaml'],
    route: ['k8s/destination-rule.yaml', 'k8s/virtual-service.yaml'],
  },
  {
    api: 'HTTPRoute',
    file: 'rollout-gateway.yaml',
    before: ['k8s/httpbin.yaml', 'k8s/version-service.yaml'],
    route: ['k8s/http-route.yaml'],
  },
] as const

/**
 * Whether copies of this host's requests are marked in their Host: what the client of the mesh was told, so that any version of
 * the control plane is right. Null when nobody tells.
 */
async function marksCopies(host: string): Promise<boolean | null> {
  if (!ENVOY_ADMIN_MESH) return null
  const dump = await (await fetch(`${ENVOY_ADMIN_MESH}/config_dump?resource=dynamic_route_configs`)).text()
  const { configs } = JSON.parse(dump) as { configs: object[] }
  const hosts = configs.flatMap((config) => virtualHosts(config)).filter((one) => one.includes(`"${host}"`))
  if (hosts.length === 0) throw new Error(`the mesh client knows no ${host}`)
  return !hosts.some((one) => one.includes('"disable_shadow_host_suffix_append":true'))
}

function virtualHosts(config: object): string[] {
  const { route_config: routes } = config as { route_config?: { virtual_hosts?: object[] } }
  return (routes?.virtual_hosts ?? []).map((one) => JSON.stringify(one))
}

if (!MESH_CLIENT_URL) skipped('S18: mirroring in the mesh', 'needs MESH_CLIENT_URL in the environment')
else {
  onCluster("S18: Istio's mirroring task, with Istio's API and with the Gateway API", (cluster) => {
    let image: Promise<string> | null = null
    const scenario =
      (variant: (typeof VARIANTS)[number], play = mirrored) =>
      async () => {
        image ??= pushExample(cluster().registry, 'httpbin-mirroring', {
          name: 'httpbin',
          script: 'server.mjs',
          folder: 'server',
        })
        const example = await startExample(cluster(), 'httpbin-mirroring', {
          file: variant.file,
          images: {},
          image: await image,
          mesh: { url: MESH_CLIENT_URL, service: 'httpbin', port: PORT },
        })
        try {
          await play(example, variant)
        } finally {
          await example.close()
        }
      }

    function counting(example: Example) {
      const address = `${MESH_CLIENT_URL}:${PORT}`
      const log = (version: string) => printed(cluster(), example.namespace, `app=httpbin,version=${version}`)
      const appearances = async (version: string, ids: readonly string[]) =>
        Object.values(counted(await log(version), ids)).reduce((sum, n) => sum + n, 0)
      /** Every answer is v1's, and v1 has seen each request once. How many of them v2 has seen is the result. */
      async function copies(prefix: string, n: number): Promise<number> {
        const ids = Array.from({ length: n }, (_, i) => `${prefix}-${i}`)
        const calls = ids.map((id) => ({ path: `/headers?id=${id}` }))
        const answers = await askEach(address, `${example.host}:${PORT}`, calls)
        expect(
          new Set(answers.map(({ status, headers }) => `${status} ${String(headers['x-served-by'])}`)),
        ).toEqual(new Set(['200 v1']))
        const seen = await settled('the copies', () => appearances('v2', ids))
        expect(counted(await log('v1'), ids)).toEqual(Object.fromEntries(ids.map((id) => [id, 1])))
        expect(Math.max(...Object.values(counted(await log('v2'), ids)))).toBeLessThanOrEqual(1)
        return seen
      }
      return { log, appearances, copies }
    }

    async function deploy(example: Example, variant: (typeof VARIANTS)[number]) {
      await example.apply('k8s/service.yaml', null)
      for (const manifest of variant.before) await example.apply(manifest, 'v1')
      for (const manifest of variant.route) await example.apply(manifest, null)
      await example.ready('httpbin-v1')
      await until('an answer that the route has marked', async () => {
        const answers = await example.ask(5, { path: '/headers' })
        return answers.every(({ status, headers }) => status === 200 && headers['x-served-by'] === 'v1')
      })
    }

    async function mirrored(example: Example, variant: (typeof VARIANTS)[number]) {
      const { log, appearances, copies } = counting(example)
      await deploy(example, variant)
      const before = (await example.get(variant.api, 'httpbin'))!['spec'] as unknown
      const load = example.load({ path: '/headers?id=load' })

      expectOutcome(await example.advance('Baseline'), 'done')
      await example.ready('httpbin-v2')
      expect(await copies('baseline', 50)).toBe(0)

      expectOutcome(await example.advance('Mirror_10'), 'done')
      const tenth = await copies('tenth', 1_000)
      const { low, high } = binomialAcceptance(1_000, 0.1, LEVEL)
      expect(tenth).toBeGreaterThanOrEqual(low)
      expect(tenth).toBeLessThanOrEqual(high)

      expectOutcome(await example.advance('Mirror_100'), 'done')
      expect(await copies('all', 50)).toBe(50)
      // The task's own figures: 100 requests of v1, 50 of v2.
      const both = ['baseline', 'all'].flatMap((p) => Array.from({ length: 50 }, (_, i) => `${p}-${i}`))
      expect([await appearances('v1', both), await appearances('v2', both)]).toEqual([100, 50])
      const [line] = (await log('v2')).split('\n').filter((one) => one.includes('id=all-'))
      const marked = await marksCopies(example.host)
      const host = (suffix: string) => `host=${example.host}${suffix}:${PORT} `
      if (marked === null)
        expect([host(''), host(SUFFIX)].some((start) => line!.startsWith(start))).toBe(true)
      else expect(line!.slice(0, host(marked ? SUFFIX : '').length)).toBe(host(marked ? SUFFIX : ''))

      expectOutcome(await example.run('abort', 'FILE'), 'done')
      expect((await example.get(variant.api, 'httpbin'))!['spec']).toEqual(before)
      expect(await copies('after', 50)).toBe(0)
      const { answers } = await load.stop()
      expect(answers.filter(({ status }) => status !== 200).slice(0, 5)).toEqual([])
      expect(await left(example)).toEqual({
        Deployment: ['httpbin-v1'],
        Service: variant.api === 'HTTPRoute' ? ['httpbin', 'httpbin-v1'] : ['httpbin'],
      })
    }

    /** S15: every spelling of a share that Istio has had, on the rule that shiftgate mirrors by. */
    async function spelled(example: Example, variant: (typeof VARIANTS)[number]) {
      const { copies } = counting(example)
      const { kube } = cluster()
      await deploy(example, variant)
      const before = (await example.get('VirtualService', 'httpbin'))!['spec'] as unknown
      for (const stage of ['Baseline', 'Mirror_10', 'Mirror_100']) {
        expectOutcome(await example.advance(stage), 'done')
      }
      /** As somebody would who applies a file with this spelling. */
      async function spell(percent: object): Promise<readonly string[]> {
        const live = (await example.get('VirtualService', 'httpbin'))!
        const spec = structuredClone(live['spec']) as { http: { [field: string]: unknown }[] }
        const [rule] = spec.http
        for (const key of ['mirrorPercentage', 'mirrorPercent', 'mirror_percent']) delete rule![key]
        Object.assign(rule!, percent)
        const { metadata, ...saved } = await kube.replace({ ...live, spec })
        // It must be what the server keeps, or nothing was tried.
        expect((saved['spec'] as typeof spec).http[0]).toMatchObject(percent)
        expect(metadata.name).toBe('httpbin')
        return (await example.run('status', 'FILE')).json.drift as readonly string[]
      }
      const all = [{ mirror_percent: 100 }, { mirrorPercent: 100 }, {}, { mirrorPercentage: { value: 100 } }]
      for (const [i, percent] of all.entries()) {
        expect(await spell(percent)).toEqual([])
        expect(await copies(`all-${i}`, 250)).toBe(250)
      }
      // The newest spelling wins over the older ones; 0 is none.
      expect(await spell({ mirrorPercentage: { value: 10 }, mirror_percent: 100 })).not.toEqual([])
      await until('the gateways copy less', async () => (await copies(`less-${Date.now()}`, 50)) < 40)
      const { low, high } = binomialAcceptance(1_000, 0.1, LEVEL)
      const tenth = await copies('tenth', 1_000)
      expect(tenth).toBeGreaterThanOrEqual(low)
      expect(tenth).toBeLessThanOrEqual(high)
      expect(await spell({ mirrorPercentage: { value: 0 } })).not.toEqual([])
      await until('the gateways copy nothing', async () => (await copies(`none-${Date.now()}`, 50)) === 0)
      expect(await copies('none', 250)).toBe(0)

      await example.editText('k8s/virtual-service.yaml', (text) =>
        text.replace(
          /    - route:/,
          '    - mirror: { host: httpbin, subset: v2 }\n      mirror_percent: 100\n      route:',
        ),
      )
      const { findings } = (await example.run('validate', 'FILE')).json as { findings: { code: string }[] }
      expect(findings.map(({ code }) => code)).toContain('deprecated-field')
      expectOutcome(await example.run('abort', 'FILE'), 'done')
      expect((await example.get('VirtualService', 'httpbin'))!['spec']).toEqual(before)
    }

    const left = async (example: Example) => ({
      Deployment: await example.names('Deployment'),
      Service: await example.names('Service'),
    })

    concurrently({
      ...Object.fromEntries(
        VARIANTS.map((variant) => [
          `${variant.api}: 100 requests of v1, the 50 with the mirror also of v2, and nothing of it left`,
          scenario(variant),
        ]),
      ),
      'S15: every spelling of the share of a mirror is read, and means what Envoy does': scenario(
        VARIANTS[0],
        spelled,
      ),
    })
  })
}
