import type { KubeObject } from '../../src/kube/object.ts'
import { createCaller, type Call } from './gateway-client.ts'
import type { GatewayUnderTest } from './gateway.contract.ts'

type Rule = Record<string, unknown>

const API = 'gateway.networking.k8s.io/v1'
const A = { name: 'a', port: 80 }
const B = { name: 'b', port: 5000 }
const prefix = (value: string) => ({ path: { type: 'PathPrefix', value } })
const header = (name: string, value: string, type = 'Exact') => ({ headers: [{ name, value, type }] })

interface Case {
  readonly name: string
  readonly rules: readonly Rule[]
  /** What a call is answered by: a backend's name, `name path`, or a status with `Location`. */
  readonly calls: readonly (readonly [Call, string])[]
}

const cases: readonly Case[] = [
  {
    name: 'more conditions come first, wherever they stand',
    rules: [
      { backendRefs: [A] },
      { matches: [header('x-v', 'b')], backendRefs: [B] },
      { matches: [{ ...prefix('/deep'), ...header('x-v', 'b') }], backendRefs: [A] },
    ],
    calls: [
      [{}, 'a'],
      [{ headers: { 'X-V': 'b' } }, 'b'],
      [{ headers: { 'x-v': 'B' } }, 'a'],
      [{ path: '/deep/x', headers: { 'x-v': 'b' } }, 'a'],
    ],
  },
  {
    name: 'exact path, longest prefix, method, headers, in this order',
    rules: [
      {
        matches: [
          {
            ...prefix('/m'),
            headers: [
              { name: 'h', value: '1' },
              { name: 'g', value: '1' },
            ],
          },
        ],
        backendRefs: [A],
      },
      { matches: [{ ...prefix('/m'), method: 'POST' }], backendRefs: [B] },
      { matches: [prefix('/m/long')], backendRefs: [B] },
      { matches: [{ path: { type: 'Exact', value: '/m/long/exact' } }], backendRefs: [A] },
    ],
    calls: [
      [{ path: '/m', headers: { h: '1', g: '1' } }, 'a'],
      [{ path: '/m', method: 'POST', headers: { h: '1', g: '1' } }, 'b'],
      [{ path: '/m/long', headers: { h: '1', g: '1' } }, 'b'],
      [{ path: '/m/long/exact' }, 'a'],
      [{ path: '/other' }, '404'],
    ],
  },
  {
    name: 'a prefix counts whole segments',
    rules: [{ matches: [prefix('/score/')], backendRefs: [A] }, { backendRefs: [B] }],
    calls: [
      [{ path: '/score' }, 'a'],
      [{ path: '/score/x?y=1' }, 'a'],
      [{ path: '/scores' }, 'b'],
    ],
  },
  {
    name: 'regular expressions match whole values, and stand behind other paths',
    rules: [
      { matches: [{ path: { type: 'RegularExpression', value: '/v[0-9]+' } }], backendRefs: [A] },
      { matches: [header('x-v', '^can.*', 'RegularExpression')], backendRefs: [B] },
      { matches: [header('x-p', '.*', 'RegularExpression')], backendRefs: [B] },
    ],
    calls: [
      [{ path: '/v12' }, 'a'],
      [{ path: '/v12x' }, '404'],
      [{ headers: { 'x-v': 'canary' } }, 'b'],
      [{ headers: { 'x-v': 'a canary' } }, '404'],
      [{ headers: { 'x-p': 'anything' } }, 'b'],
    ],
  },
  {
    name: 'query parameters',
    rules: [
      { matches: [{ queryParams: [{ name: 'v', value: 'b' }] }], backendRefs: [B] },
      { backendRefs: [A] },
    ],
    calls: [
      [{ path: '/?v=b' }, 'b'],
      [{ path: '/?v=bb' }, 'a'],
    ],
  },
  {
    name: 'prefix rewrites',
    rules: [
      {
        matches: [prefix('/gone')],
        filters: [
          {
            type: 'URLRewrite',
            urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' } },
          },
        ],
        backendRefs: [A],
      },
      {
        matches: [prefix('/old')],
        filters: [
          {
            type: 'URLRewrite',
            urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } },
          },
        ],
        backendRefs: [B],
      },
      {
        matches: [prefix('/full')],
        filters: [
          { type: 'URLRewrite', urlRewrite: { path: { type: 'ReplaceFullPath', replaceFullPath: '/one' } } },
        ],
        backendRefs: [B],
      },
    ],
    calls: [
      [{ path: '/gone/x?y=1' }, 'a /x?y=1'],
      [{ path: '/gone' }, 'a /'],
      [{ path: '/old/x' }, 'b /new/x'],
      [{ path: '/full/x/y' }, 'b /one'],
    ],
  },
  {
    name: 'weights of 0, and no weight at all',
    rules: [
      {
        matches: [prefix('/zero')],
        backendRefs: [
          { ...A, weight: 0 },
          { ...B, weight: 3 },
        ],
      },
      { matches: [prefix('/none')], backendRefs: [{ ...A, weight: 0 }] },
      { matches: [prefix('/missing')], backendRefs: [{ name: 'nosuch', port: 80 }] },
    ],
    calls: [
      [{ path: '/zero' }, 'b'],
      [{ path: '/none' }, '500'],
      [{ path: '/missing' }, '500'],
    ],
  },
]

/** What any gateway must do with HTTPRoutes. `parent`: `namespace/name` of a Gateway that admits all; null: the contract brings one. */
export function httpRouteContract(
  name: string,
  setup: () => Promise<GatewayUnderTest>,
  parent: string | null,
): void {
  describe(`HTTPRoute: ${name}`, () => {
    let under: GatewayUnderTest
    let caller: ReturnType<typeof createCaller>
    let revision = 0

    beforeAll(async () => {
      under = await setup()
      caller = createCaller(under.url, under.domain)
      const listeners = [{ name: 'http', port: 80, protocol: 'HTTP' }]
      const own: KubeObject = {
        apiVersion: API,
        kind: 'Gateway',
        metadata: { name: 'contract', namespace: under.namespace },
        spec: { gatewayClassName: 'istio', listeners },
      }
      if (!parent) await under.apply([own])
    })
    afterAll(async () => {
      caller?.close()
      await under?.close()
    })

    /** Makes these the rules of the domain and waits until they are served. */
    async function serve(rules: readonly Rule[]): Promise<void> {
      const mark = String(++revision)
      const [namespace, gateway] = parent?.split('/') ?? [under.namespace, 'contract']
      const filters = [{ type: 'RequestRedirect', requestRedirect: { hostname: `m${mark}.test` } }]
      const probe = { matches: [{ path: { type: 'Exact', value: `/probe-${mark}` } }], filters }
      await under.apply([
        {
          apiVersion: API,
          kind: 'HTTPRoute',
          metadata: { name: 'contract', namespace: under.namespace },
          spec: {
            parentRefs: [{ name: gateway, namespace }],
            hostnames: [under.domain],
            rules: [probe, ...rules],
          },
        },
      ])
      const until = Date.now() + 30_000
      while ((await caller.call({ path: `/probe-${mark}` })).status !== 302) {
        if (Date.now() > until) throw new Error('the route is not served')
        await new Promise((done) => setTimeout(done, 50))
      }
    }

    test.each(cases)('$name', async ({ rules, calls }) => {
      await serve(rules)
      const answers: string[] = []
      for (const [call, expected] of calls) {
        const { seen, status } = await caller.call(call)
        answers.push(
          !seen ? String(status) : expected.includes(' ') ? `${seen.name} ${seen.path}` : seen.name,
        )
      }
      expect(answers).toEqual(calls.map(([, expected]) => expected))
    })

    test('weights are relative, and headers are set by the chosen backend', async () => {
      const versioned = (ref: Rule, weight: number, value: string) => ({
        ...ref,
        weight,
        filters: [
          { type: 'ResponseHeaderModifier', responseHeaderModifier: { set: [{ name: 'x-version', value }] } },
        ],
      })
      await serve([{ backendRefs: [versioned(A, 3, 'a'), versioned(B, 1, 'b')] }])
      const answers = await caller.repeat(1_000)
      const counts = { a: 0, b: 0 }
      for (const { seen, headers } of answers) {
        expect(headers['x-version']).toBe(seen?.name)
        counts[seen?.name as 'a' | 'b']++
      }
      // 250 expected of 1,000; beyond these bounds one in ten million.
      expect(counts.b).toBeGreaterThan(178)
      expect(counts.b).toBeLessThan(329)
    })
  })
}
