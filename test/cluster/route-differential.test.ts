import { jest } from '@jest/globals'
import { binomialPValueLower, binomialPValueUpper } from '../../src/stats/binomial.ts'
import { embeddedGateway } from '../contract/embedded-gateway.ts'
import { createCaller, type Answer } from '../contract/gateway-client.ts'
import type { GatewayUnderTest } from '../contract/gateway.contract.ts'
import {
  deterministicCases,
  ownGateway,
  PROBE,
  routeObject,
  sharedCases,
  type RouteKind,
} from '../support/routes/objects.ts'
import type { RouteRequest } from '../support/routes/requests.ts'
import { envoyGateway } from './support/envoy-gateway.ts'
import { until } from './support/until.ts'

const { KUBECONFIG, GATEWAY_URL, GATEWAY_API_URL, REGISTRY } = process.env
const { GATEWAY_API_PARENT = 'istio-system/testbed' } = process.env

const SEED = 20_241
/** Of each kind. */
const DETERMINISTIC = 250
const SHARED = 26
const REQUESTS = 1_000
/** Chance that any of all the share tests fails although the gateways are right. */
const FAMILY_WISE = 1e-6

interface Side {
  readonly under: GatewayUnderTest
  readonly caller: ReturnType<typeof createCaller>
}

/** What a route decides about an answer; what else is in it is the gateway's own business. */
function decided({ status, headers, text, seen }: Answer, { namespace, domain, url }: GatewayUnderTest) {
  const plain = (value: string | undefined) =>
    value?.replaceAll(domain, 'DOMAIN').replaceAll(namespace, 'NAMESPACE') ?? null
  // A redirect of the Gateway API names the listener's port, and the two listeners have different ones.
  const location = plain(headers.location?.replace(`.test:${new URL(url).port}/`, '.test/'))
  const own = { status, location, answer: headers['x-answer'] ?? null }
  if (!seen) return { ...own, text }
  const { name, method, path, host } = seen
  const request = ['x-rule', 'x-group', 'x-tenant', 'x-more'].map((header) => seen.headers[header] ?? null)
  return { ...own, secret: headers['x-secret'] ?? null, name, method, path, host: plain(host), request }
}

async function concurrently<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>) {
  const left = items.values()
  const worker = async () => {
    for (const item of left) await work(item)
  }
  await Promise.all(Array.from({ length: width }, worker))
}

function differential(kind: RouteKind, url: string): void {
  describe(`${kind}: embedded gateway and Envoy`, () => {
    const deterministic = deterministicCases(kind, SEED, DETERMINISTIC)
    const shared = sharedCases(kind, SEED, SHARED)
    const sides: Side[] = []
    const ask = ({ under, caller }: Side, name: string, request: RouteRequest) =>
      caller.call({ ...request, host: `${name}.${under.domain}` })

    beforeAll(async () => {
      for (const setup of [() => embeddedGateway(), () => envoyGateway(url)]) {
        const under = await setup()
        sides.push({ under, caller: createCaller(under.url, under.domain) })
      }
      for (const side of sides) {
        const { under, caller } = side
        const given = kind === 'HTTPRoute' && side === sides[1]
        const [namespace, name] = given ? GATEWAY_API_PARENT.split('/') : [under.namespace, 'contract']
        const parent = { namespace: namespace!, name: name! }
        const look = {
          name: 'look',
          rules:
            kind === 'VirtualService'
              ? [{ route: [{ destination: { host: 'b' } }] }]
              : [{ backendRefs: [{ name: 'b', port: 5000 }] }],
        }
        const cases = [...deterministic, ...shared, look]
        const routes = cases.map((one) => routeObject(kind, one, under, parent))
        await under.apply([...(given ? [] : [ownGateway(kind, under)]), ...routes])
        for (const one of cases.toReversed()) {
          await until(`route ${one.name}`, async () => {
            // A gateway without routes refuses connections.
            const answer = await caller
              .call({ path: PROBE, host: `${one.name}.${under.domain}` })
              .catch(() => null)
            return answer?.headers.location?.includes('probe.test')
          })
        }
      }
    }, 180_000)
    afterAll(async () => {
      for (const { under, caller } of sides) {
        caller.close()
        await under.close()
      }
    })

    test(`${DETERMINISTIC} routes decide the same about every request`, async () => {
      const differences: unknown[] = []
      let backends = 0
      await concurrently(deterministic, 24, async ({ name, rules, requests }) => {
        expect(requests.length).toBeGreaterThanOrEqual(20)
        for (const request of requests) {
          const [embedded, envoy] = await Promise.all(
            sides.map(async (side) => decided(await ask(side, name, request), side.under)),
          )
          if (envoy && 'name' in envoy) backends++
          if (JSON.stringify(embedded) !== JSON.stringify(envoy))
            differences.push({ name, request, embedded, envoy, rules })
        }
      })
      expect(differences).toEqual([])
      // Most requests have to get through, or the comparison would say little.
      expect(backends).toBeGreaterThan(DETERMINISTIC * 10)
    })

    test(`${SHARED} routes share as they say`, async () => {
      const wrong: unknown[] = []
      // Two sides of the interval, two gateways, two kinds.
      const alpha = FAMILY_WISE / (2 * 2 * 2 * SHARED)
      const path = '/score'
      await concurrently(shared, 2, async ({ name, answered, mirrored, rule }) => {
        for (const [index, side] of sides.entries()) {
          const { under, caller } = side
          const run = `${under.namespace}-${name}`
          const host = `${name}.${under.domain}`
          const headers = mirrored === null ? {} : { 'x-run': run }
          const answers = await caller.repeat(REQUESTS, { path, host, headers })
          let count = answers.filter(({ seen }) => seen?.name === 'b').length
          const lost = answers.filter(({ status }) => status !== 200).length
          if (mirrored !== null) {
            expect(count).toBe(0)
            const arrived = async () =>
              (
                JSON.parse(
                  (await ask(side, 'look', { method: 'GET', path: `/runs?run=${run}`, headers: {} })).text,
                ) as unknown[]
              ).length
            // Copies are on their way yet when the last answer comes.
            count = await until(`copies of ${name}`, async () => {
              const before = await arrived()
              await new Promise((done) => setTimeout(done, 300))
              return before === (await arrived()) ? { before } : null
            }).then(({ before }) => before)
          }
          const share = mirrored ?? answered
          const tails = [
            binomialPValueLower(count, REQUESTS, share),
            binomialPValueUpper(count, REQUESTS, share),
          ]
          if (lost > 0 || Math.min(...tails) < alpha)
            wrong.push({ gateway: index ? 'Envoy' : 'embedded', rule, share, count, lost })
        }
      })
      expect(wrong).toEqual([])
    })
  })
}

if (!KUBECONFIG || !GATEWAY_URL || !GATEWAY_API_URL || !REGISTRY) {
  test.skip('routes on Envoy: needs KUBECONFIG, GATEWAY_URL, GATEWAY_API_URL and REGISTRY', () => {})
} else {
  jest.setTimeout(180_000)
  differential('VirtualService', GATEWAY_URL)
  differential('HTTPRoute', GATEWAY_API_URL)
}
