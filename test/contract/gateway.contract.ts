import type { KubeObject } from '../../src/kube/object.ts'
import { createCaller, type Answer, type Call } from './gateway-client.ts'
import { gateway, virtualService } from './gateway-objects.ts'

export interface GatewayUnderTest {
  readonly url: string
  /** Holds the Services and backends of gateway-objects.ts, the DestinationRule, and nothing else. */
  readonly namespace: string
  /** Unique on this gateway; the cases serve it and its subdomains. */
  readonly domain: string
  /** Creates or replaces. */
  apply(objects: readonly KubeObject[]): Promise<void>
  remove(objects: readonly KubeObject[]): Promise<void>
  close(): Promise<void>
}

type Rule = Record<string, unknown>

const to = (host: string, more: Rule = {}) => ({ destination: { host }, ...more })
const A = { route: [to('a')] }
const B = { route: [to('b')] }

/** What any gateway must do with VirtualServices, so that the embedded one stands for Envoy. */
export function gatewayContract(name: string, setup: () => Promise<GatewayUnderTest>): void {
  describe(`gateway: ${name}`, () => {
    let under: GatewayUnderTest
    let caller: ReturnType<typeof createCaller>
    let revision = 0
    let run = 0
    const extra: KubeObject[] = []

    const call = (options?: Call) => caller.call(options)
    const who = async (options?: Call) => (await call(options)).seen?.name ?? null

    /** Makes these the rules of the domain and waits until they are served. */
    const serve = async (rules: readonly Rule[], more: readonly KubeObject[] = []) => {
      const mark = String(++revision)
      const probe = { match: [{ headers: { 'x-probe': { exact: mark } } }], directResponse: { status: 299 } }
      const runs = (host: string) => ({
        match: [{ headers: { 'x-ask': { exact: host } } }],
        route: [to(host)],
      })
      extra.push(...more)
      const main = {
        hosts: [under.domain],
        gateways: ['contract'],
        http: [probe, runs('a'), runs('b'), ...rules],
      }
      await under.apply([...more, virtualService(under.namespace, main)])
      await until(async () => (await call({ headers: { 'x-probe': mark } })).status === 299)
    }
    const newRun = () => `run-${Date.now()}-${++run}`
    const runsAt = async (backend: 'a' | 'b', id: string) =>
      JSON.parse((await call({ path: `/runs?run=${id}`, headers: { 'x-ask': backend } })).text) as {
        path: string
        host: string
        bytes: number
      }[]

    beforeAll(async () => {
      under = await setup()
      caller = createCaller(under.url, under.domain)
      await under.apply([gateway(under.namespace, [under.domain, `*.${under.domain}`])])
    })
    afterEach(async () => {
      await under.remove(extra.splice(0))
    })
    afterAll(async () => {
      caller?.close()
      await under?.close()
    })

    describe('matching', () => {
      const cases: { name: string; match: readonly Rule[]; hit: readonly Call[]; miss: readonly Call[] }[] = [
        {
          name: 'conditions of one element are ANDed',
          match: [{ uri: { prefix: '/score' }, headers: { 'x-v': { exact: 'blue' } } }],
          hit: [{ path: '/score', headers: { 'x-v': 'blue' } }],
          miss: [{ path: '/score' }, { headers: { 'x-v': 'blue' } }],
        },
        {
          name: 'elements are ORed',
          match: [{ uri: { exact: '/one' } }, { headers: { 'x-v': { exact: 'two' } } }],
          hit: [{ path: '/one' }, { headers: { 'x-v': 'two' } }],
          miss: [{ path: '/two' }],
        },
        {
          name: 'header names in any case, values exactly',
          match: [{ headers: { 'X-Group': { exact: 'canary' } } }],
          hit: [{ headers: { 'x-group': 'canary' } }, { headers: { 'X-GROUP': 'canary' } }],
          miss: [{ headers: { 'x-group': 'Canary' } }, { headers: { 'x-group': 'canary2' } }, {}],
        },
        {
          name: 'an empty string match is presence',
          match: [{ headers: { 'x-v': {} } }],
          hit: [{ headers: { 'x-v': 'anything' } }],
          miss: [{}],
        },
        {
          name: 'header prefix',
          match: [{ headers: { 'x-v': { prefix: 'can' } } }],
          hit: [{ headers: { 'x-v': 'canary' } }],
          miss: [{ headers: { 'x-v': 'a canary' } }, {}],
        },
        {
          name: 'a regex matches the whole value',
          match: [{ headers: { 'x-v': { regex: 'user-[0-9]+' } } }],
          hit: [{ headers: { 'x-v': 'user-12' } }],
          miss: [{ headers: { 'x-v': 'user-12x' } }, { headers: { 'x-v': 'a user-1' } }],
        },
        {
          name: 'RE2 flags and classes',
          match: [{ headers: { 'x-v': { regex: '(?i)beta|[[:digit:]]{2}' } } }],
          hit: [{ headers: { 'x-v': 'BETA' } }, { headers: { 'x-v': '42' } }],
          miss: [{ headers: { 'x-v': '4' } }],
        },
        {
          name: 'each value of a header that comes twice',
          match: [{ headers: { 'x-v': { exact: 'one' } } }],
          hit: [{ headers: { 'x-v': ['one', 'two'] } }, { headers: { 'x-v': ['two', 'one'] } }],
          miss: [{ headers: { 'x-v': 'one, two' } }],
        },
        {
          name: 'a path after normalization',
          match: [{ uri: { exact: '/norm/x' } }],
          hit: [
            { path: '/norm/./x' },
            { path: '/norm/a/../x' },
            { path: '/norm\\x' },
            { path: '/%6eorm/%78' },
          ],
          miss: [{ path: '//norm/x' }, { path: '/norm%2fx' }, { path: '/norm/x/.' }],
        },
        {
          name: 'without a header of that value',
          match: [{ uri: { prefix: '/w' }, withoutHeaders: { 'x-v': { exact: 'no' } } }],
          hit: [{ path: '/w' }, { path: '/w', headers: { 'x-v': 'yes' } }],
          miss: [{ path: '/w', headers: { 'x-v': 'no' } }],
        },
        {
          name: 'without a header at all',
          match: [{ uri: { prefix: '/w' }, withoutHeaders: { 'x-v': {} } }],
          hit: [{ path: '/w' }],
          miss: [{ path: '/w', headers: { 'x-v': 'yes' } }],
        },
        {
          name: 'exact path, whatever the query',
          match: [{ uri: { exact: '/exact' } }],
          hit: [{ path: '/exact' }, { path: '/exact?a=b' }],
          miss: [{ path: '/exact/' }, { path: '/Exact' }],
        },
        {
          name: 'prefix of the path, not of its segments',
          match: [{ uri: { prefix: '/pre' } }],
          hit: [{ path: '/pre' }, { path: '/prefix' }, { path: '/pre/x' }],
          miss: [{ path: '/x/pre' }, { path: '/PRE' }],
        },
        {
          name: 'path regex without the query',
          match: [{ uri: { regex: '/v[0-9]/score' } }],
          hit: [{ path: '/v1/score' }, { path: '/v1/score?q=1' }],
          miss: [{ path: '/v1/score/x' }, { path: '/v12/score' }],
        },
        {
          name: 'path ignoring case',
          match: [{ uri: { prefix: '/case' }, ignoreUriCase: true }],
          hit: [{ path: '/CASE/x' }],
          miss: [{ path: '/cas' }],
        },
        {
          name: 'method',
          match: [{ method: { exact: 'POST' } }],
          hit: [{ method: 'POST', body: 'x' }, { method: 'POST' }],
          miss: [{ method: 'PUT', body: 'x' }, {}],
        },
        {
          name: 'query parameters',
          match: [{ queryParams: { v: { exact: '2' }, debug: {} } }],
          hit: [{ path: '/?v=2&debug=' }, { path: '/?debug&v=2' }],
          miss: [{ path: '/?v=2' }, { path: '/?v=%32&debug' }, { path: '/?v=1&debug=1' }, {}],
        },
        {
          name: 'authority',
          match: [{ authority: { prefix: 'nowhere' } }],
          hit: [],
          miss: [{}],
        },
        { name: 'scheme', match: [{ scheme: { exact: 'https' } }], hit: [], miss: [{}] },
        {
          name: 'listener port',
          match: [{ port: 80, uri: { prefix: '/p' } }],
          hit: [{ path: '/p' }],
          miss: [{}],
        },
        { name: 'another port', match: [{ port: 81 }], hit: [], miss: [{}] },
        { name: 'gateway by name', match: [{ gateways: ['contract'] }], hit: [{}], miss: [] },
        { name: 'another gateway', match: [{ gateways: ['mesh'] }], hit: [], miss: [{}] },
        {
          name: 'source labels of the gateway',
          match: [{ sourceLabels: { app: 'nobody' } }],
          hit: [],
          miss: [{}],
        },
      ]
      test.each(cases)('$name', async ({ match, hit, miss }) => {
        await serve([{ match, ...A }, B])
        for (const options of hit) expect([options, await who(options)]).toEqual([options, 'a'])
        for (const options of miss) expect([options, await who(options)]).toEqual([options, 'b'])
      })
    })

    describe('order', () => {
      test('the first rule that matches answers', async () => {
        await serve([
          { match: [{ uri: { prefix: '/x' } }], ...A },
          { match: [{ uri: { prefix: '/x/y' } }], ...B },
          { match: [{ uri: { prefix: '/z' } }], ...B },
        ])
        expect([await who({ path: '/x/y' }), await who({ path: '/z' })]).toEqual(['a', 'b'])
      })
      test('no rule matches: an empty 404', async () => {
        await serve([{ match: [{ uri: { prefix: '/x' } }], ...A }])
        const { status, text } = await call({ path: '/y' })
        expect({ status, text }).toEqual({ status: 404, text: '' })
      })
      test('rules after one without match are never reached', async () => {
        await serve([A, { match: [{ uri: { prefix: '/b' } }], ...B }])
        expect(await who({ path: '/b' })).toBe('a')
      })
      test('two VirtualServices for one host are joined, what catches everything last', async () => {
        const second = {
          hosts: [under.domain],
          gateways: ['contract'],
          http: [
            { match: [{ uri: { prefix: '/second' } }], ...B },
            { name: 'rest', ...B },
          ],
        }
        await serve([A], [virtualService(under.namespace, second, 'later')])
        await until(async () => (await who({ path: '/second' })) === 'b')
        expect(await who({ path: '/other' })).toBe('a')
      })
    })

    describe('hosts', () => {
      const other = (hosts: string[], gateways: string[] | undefined, rule: Rule, name: string) =>
        virtualService(under.namespace, { hosts, ...(gateways && { gateways }), http: [rule] }, name)
      const sub = (label: string) => `${label}.${under.domain}`

      test('the most specific host wins, whatever the age and the case', async () => {
        await serve(
          [A],
          [
            other([`*.${under.domain}`], ['contract'], A, 'wide'),
            other([sub('exact')], ['contract'], B, 'narrow'),
            other([`*.deep.${under.domain}`], ['contract'], B, 'deep'),
          ],
        )
        await until(async () => (await who({ host: sub('x.deep') })) === 'b')
        expect(await who({ host: sub('exact') })).toBe('b')
        expect(await who({ host: sub('EXACT').toUpperCase() })).toBe('b')
        expect(await who({ host: `${sub('exact')}:1234` })).toBe('b')
        expect(await who({ host: sub('any') })).toBe('a')
        expect(await who({ host: sub('any.more') })).toBe('a')
      })
      test('what is not bound to the gateway is not served', async () => {
        const full = `${under.namespace}/contract`
        await serve(
          [A],
          [
            other([sub('mesh')], undefined, B, 'mesh-only'),
            other([sub('mesh2')], ['mesh'], B, 'mesh-too'),
            other([sub('unknown')], ['no-such-gateway'], B, 'elsewhere'),
            other([`foreign.test`], ['contract'], B, 'foreign'),
            other([sub('both')], ['mesh', full], B, 'both'),
          ],
        )
        await until(async () => (await who({ host: sub('both') })) === 'b')
        for (const host of [sub('mesh'), sub('mesh2'), sub('unknown'), 'foreign.test']) {
          expect([host, (await call({ host })).status]).toEqual([host, 404])
        }
      })
    })

    describe('weights', () => {
      const share = async (times: number, rules: readonly Rule[]) => {
        await serve(rules)
        const answers = await caller.repeat(times)
        expect(new Set(answers.map((answer) => answer.status))).toEqual(new Set([200]))
        return answers.filter((answer) => answer.seen?.name === 'b').length
      }
      const split = (a: number, b: number) => [{ route: [to('a', { weight: a }), to('b', { weight: b })] }]
      /** Bounds that a right gateway misses once in ten million runs. */
      const within = (count: number, times: number, p: number) => {
        const width = 5.4 * Math.sqrt(times * p * (1 - p)) + 6
        expect(count).toBeGreaterThanOrEqual(Math.floor(times * p - width))
        expect(count).toBeLessThanOrEqual(Math.ceil(times * p + width))
      }
      test('are relative to their sum', async () => {
        within(await share(1_500, split(70, 35)), 1_500, 35 / 105)
      })
      test('can be fine', async () => {
        const count = await share(4_000, split(995, 5))
        within(count, 4_000, 5 / 1_000)
        expect(count).toBeGreaterThan(0)
      })
      test('of zero get nothing', async () => {
        expect(await share(300, split(100, 0))).toBe(0)
        expect(await share(300, split(0, 1))).toBe(300)
      })
      test('do not matter for a single destination', async () => {
        expect(await share(20, [{ route: [to('b', { weight: 0 })] }])).toBe(20)
        expect(await share(20, [{ route: [to('b', { weight: 7 })] }])).toBe(20)
      })
      test('choose between subsets', async () => {
        const subset = (name: string, weight: number) => ({
          destination: { host: 'echo', subset: name },
          weight,
        })
        within(await share(800, [{ route: [subset('a', 1), subset('b', 1)] }]), 800, 0.5)
        expect(await share(100, [{ route: [subset('b', 100)] }])).toBe(100)
      })
      test('without subset both pods of a Service answer', async () => {
        const count = await share(200, [{ route: [to('echo')] }])
        expect(count).toBeGreaterThan(20)
        expect(count).toBeLessThan(180)
      })
    })

    describe('destinations', () => {
      const broken = async (destination: Rule) => {
        await serve([{ route: [{ destination }] }])
        const { status, text } = await call()
        return { status, text }
      }
      test.each([
        { name: 'no such Service', destination: { host: 'nowhere' } },
        { name: 'no such subset', destination: { host: 'echo', subset: 'c' } },
        { name: 'no such port', destination: { host: 'a', port: { number: 81 } } },
        { name: "two ports and none named, neither the listener's", destination: { host: 'two' } },
      ])('$name: an empty 503', async ({ destination }) => {
        expect(await broken(destination)).toEqual({ status: 503, text: '' })
      })
      test.each([
        { name: 'a Service without pods', destination: { host: 'empty' } },
        { name: 'a subset without pods', destination: { host: 'echo', subset: 'nobody' } },
      ])('$name: 503 no healthy upstream', async ({ destination }) => {
        expect(await broken(destination)).toEqual({ status: 503, text: 'no healthy upstream' })
      })
      test('a named port, a fully qualified host', async () => {
        await serve([{ route: [{ destination: { host: 'two', port: { number: 8001 } } }] }])
        expect((await call()).status).toBe(200)
        await serve([{ route: [to(`b.${under.namespace}.svc.cluster.local`)] }])
        expect(await who()).toBe('b')
      })
      test('a delegate VirtualService, in order with the rest', async () => {
        const delegate = virtualService(
          under.namespace,
          {
            http: [
              { match: [{ uri: { prefix: '/d/b' } }], ...B },
              { match: [{ uri: { prefix: '/outside' } }], ...B },
              A,
            ],
          },
          'delegate',
        )
        await serve(
          [
            {
              match: [{ uri: { prefix: '/d' } }],
              delegate: { name: 'delegate' },
              headers: { response: { set: { 'x-root': 'yes' } } },
            },
            B,
          ],
          [delegate],
        )
        const deep = await call({ path: '/d/b' })
        expect([deep.seen?.name, deep.headers['x-root']]).toEqual(['b', 'yes'])
        expect(await who({ path: '/d/other' })).toBe('a')
        expect((await call({ path: '/outside' })).headers['x-root']).toBeUndefined()
      })
    })

    describe('timeouts and retries', () => {
      test('timeout: 504', async () => {
        await serve([{ ...A, timeout: '0.3s' }])
        const { status, text, ms } = await call({ path: '/?wait=2000' })
        expect({ status, text }).toEqual({ status: 504, text: 'upstream request timeout' })
        expect(ms).toBeGreaterThanOrEqual(290)
        expect(ms).toBeLessThan(1_900)
        expect((await call({ path: '/?wait=50' })).status).toBe(200)
      })
      test.each([
        {
          name: 'a 503 is not retried by default',
          retries: undefined,
          path: '/?fail=1',
          status: 503,
          tries: 1,
        },
        {
          name: 'a named status is',
          retries: { attempts: 3, retryOn: '503' },
          path: '/?fail=2',
          status: 200,
          tries: 3,
        },
        {
          name: '5xx',
          retries: { attempts: 2, retryOn: '5xx' },
          path: '/?fail=1&with=500',
          status: 200,
          tries: 2,
        },
        {
          name: 'gateway-error is not 500',
          retries: { attempts: 2, retryOn: 'gateway-error' },
          path: '/?fail=1&with=500',
          status: 500,
          tries: 1,
        },
        {
          name: 'attempts are an upper bound',
          retries: { attempts: 2, retryOn: '5xx' },
          path: '/?fail=9',
          status: 503,
          tries: 3,
        },
        { name: 'off', retries: { attempts: 0 }, path: '/?fail=1', status: 503, tries: 1 },
      ])('retries: $name', async ({ retries, path, status, tries }) => {
        await serve([{ ...A, ...(retries && { retries }) }])
        const id = newRun()
        const answer = await call({ path, method: 'POST', body: 'hello', headers: { 'x-run': id } })
        expect(answer.status).toBe(status)
        expect((await runsAt('a', id)).map((seen) => seen.bytes)).toEqual(Array(tries).fill(5))
      })
      test('perTryTimeout', async () => {
        await serve([{ ...A, retries: { attempts: 1, perTryTimeout: '200ms', retryOn: '5xx' } }])
        const id = newRun()
        const { status, text } = await call({ path: '/?wait=1000', headers: { 'x-run': id } })
        expect({ status, text }).toEqual({ status: 504, text: 'upstream request timeout' })
        await until(async () => (await runsAt('a', id)).length === 2)
      })
    })

    describe('rewrites and headers', () => {
      const cases: { name: string; rule: Rule; path: string; seen: { path: string; host?: string } }[] = [
        {
          name: 'prefix',
          rule: { match: [{ uri: { prefix: '/v1/' } }], rewrite: { uri: '/api/' } },
          path: '/v1/score?q=1',
          seen: { path: '/api/score?q=1' },
        },
        { name: 'no match', rule: { rewrite: { uri: '/api' } }, path: '/score', seen: { path: '/apiscore' } },
        {
          name: 'exact',
          rule: { match: [{ uri: { exact: '/old' } }], rewrite: { uri: '/new' } },
          path: '/old?q=1',
          seen: { path: '/new?q=1' },
        },
        {
          name: 'regex match, whole path',
          rule: { match: [{ uri: { regex: '/r/.*' } }], rewrite: { uri: '/whole' } },
          path: '/r/x/y?q=1',
          seen: { path: '/whole?q=1' },
        },
        {
          name: 'regex rewrite',
          rule: { rewrite: { uriRegexRewrite: { match: '/m/([^/]+)/(.*)', rewrite: '/\\2/\\1' } } },
          path: '/m/one/two?q=1',
          seen: { path: '/two/one?q=1' },
        },
        {
          name: 'authority',
          rule: { rewrite: { authority: 'inner.test' } },
          path: '/x',
          seen: { path: '/x', host: 'inner.test' },
        },
      ]
      test.each(cases)('rewrite: $name', async ({ rule, path, seen }) => {
        await serve([{ ...rule, ...A }])
        const answer = await call({ path })
        expect({ path: answer.seen?.path, host: answer.seen?.host }).toEqual({ host: under.domain, ...seen })
        const original = answer.seen?.headers['x-envoy-original-path']
        expect(original).toBe(seen.path === path ? undefined : path)
      })
      test('headers of the rule, and of a single destination', async () => {
        await serve([
          {
            route: [
              to('a', {
                headers: {
                  request: { set: { 'x-set': 'destination' } },
                  response: { set: { 'x-side': 'a' }, remove: ['x-secret'] },
                },
              }),
            ],
            headers: {
              request: {
                set: { 'x-set': 'rule', 'x-rule': 'r' },
                add: { 'x-add': 'added' },
                remove: ['x-gone'],
              },
              response: { set: { 'x-side': 'rule' }, add: { 'x-backend': 'more' } },
            },
          },
        ])
        const { seen, headers } = await call({
          headers: { 'x-gone': '1', 'x-add': 'mine', 'x-set': 'client' },
        })
        expect(seen?.headers).toMatchObject({ 'x-set': 'destination', 'x-rule': 'r', 'x-add': 'mine, added' })
        expect(seen?.headers['x-gone']).toBeUndefined()
        expect(headers).toMatchObject({ 'x-side': 'a', 'x-backend': 'a, more' })
        expect(headers['x-secret']).toBeUndefined()
      })
      test('an answer of the gateway itself has the headers of the destination that it stands for', async () => {
        const broken = (name: string, host: string) => ({
          destination: { host },
          weight: 50,
          headers: { response: { set: { 'x-side': name } } },
        })
        await serve([{ route: [broken('a', 'empty'), broken('b', 'nowhere')] }])
        for (const { status, text, headers } of await caller.repeat(40)) {
          expect([status, headers['x-side']]).toEqual([503, text === '' ? 'b' : 'a'])
        }
      })
      test('headers of weighted destinations', async () => {
        const side = (name: string) => ({
          headers: {
            request: { set: { 'x-to': name } },
            response: { set: { 'x-side': name, 'x-both': name } },
          },
        })
        await serve([
          {
            route: [to('a', { weight: 50, ...side('a') }), to('b', { weight: 50, ...side('b') })],
            headers: { response: { set: { 'x-both': 'rule' } } },
          },
        ])
        for (const { seen, headers } of await caller.repeat(60)) {
          expect([headers['x-side'], seen?.headers['x-to'], headers['x-both']]).toEqual([
            seen?.name,
            seen?.name,
            'rule',
          ])
        }
      })
      test('authority by header', async () => {
        await serve([{ ...A, headers: { request: { set: { Host: 'by-header.test' } } } }])
        expect((await call()).seen?.host).toBe('by-header.test')
      })
      test('what the gateway adds', async () => {
        await serve([A])
        const { seen, headers } = await call({ headers: { 'x-mine': '1', connection: 'keep-alive' } })
        expect(Object.keys(seen?.headers ?? {})).toEqual(expect.arrayContaining(ADDED_TO_REQUESTS))
        expect(seen?.headers).toMatchObject({ 'x-mine': '1', 'x-envoy-attempt-count': '1' })
        expect(headers['x-envoy-upstream-service-time']).toMatch(/^\d+$/)
        expect(headers.server).toBe('istio-envoy')
      })
    })

    describe('mirrors', () => {
      const mirrored = async (rule: Rule, times: number) => {
        await serve([{ ...A, ...rule }])
        const id = newRun()
        const answers = await caller.repeat(times, {
          method: 'POST',
          body: 'payload',
          headers: { 'x-run': id },
        })
        expect(new Set(answers.map((answer) => answer.seen?.name))).toEqual(new Set(['a']))
        return { id, count: async () => (await runsAt('b', id)).length }
      }
      test('every request by default, with its body', async () => {
        const { id, count } = await mirrored({ mirror: { host: 'b' } }, 40)
        await until(async () => (await count()) === 40)
        const copies = await runsAt('b', id)
        expect(copies.every((copy) => copy.bytes === 7 && copy.host === under.domain)).toBe(true)
      })
      test.each([
        { name: 'a percentage', rule: { mirrorPercentage: { value: 50 } }, low: 130, high: 270 },
        { name: 'the old spelling', rule: { mirrorPercent: 50 }, low: 130, high: 270 },
        {
          name: 'the new one wins',
          rule: { mirrorPercentage: { value: 0 }, mirrorPercent: 100 },
          low: 0,
          high: 0,
        },
      ])('$name', async ({ rule, low, high }) => {
        const { count } = await mirrored({ mirror: { host: 'b' }, ...rule }, 400)
        if (low > 0) await until(async () => (await count()) >= low)
        await new Promise((done) => setTimeout(done, 300))
        const seen = await count()
        expect(seen).toBeGreaterThanOrEqual(low)
        expect(seen).toBeLessThanOrEqual(high)
      })
      test('several', async () => {
        const rule = {
          mirrors: [
            { destination: { host: 'b' } },
            { destination: { host: 'b' }, percentage: { value: 100 } },
          ],
        }
        const { count } = await mirrored(rule, 10)
        await until(async () => (await count()) === 20)
      })
      test('to nowhere does no harm', async () => {
        const { count } = await mirrored(
          { mirrors: [{ destination: { host: 'nowhere' } }, { destination: { host: 'empty' } }] },
          10,
        )
        expect(await count()).toBe(0)
      })
      test('only of the rule that has it', async () => {
        await serve([
          { match: [{ uri: { prefix: '/quiet' } }], ...A },
          { ...A, mirror: { host: 'b' } },
        ])
        const id = newRun()
        await call({ path: '/quiet', headers: { 'x-run': id } })
        await call({ path: '/loud', headers: { 'x-run': id } })
        await until(async () => (await runsAt('b', id)).length > 0)
        expect((await runsAt('b', id)).map((copy) => copy.path)).toEqual(['/loud'])
      })
    })

    describe('answers without a pod', () => {
      const redirects: {
        name: string
        rule: Rule
        path: string
        status: number
        location: (domain: string) => string
      }[] = [
        {
          name: 'path',
          rule: { redirect: { uri: '/new' } },
          path: '/old?q=1',
          status: 301,
          location: (d) => `http://${d}/new?q=1`,
        },
        {
          name: 'authority and code',
          rule: { redirect: { authority: 'other.test', redirectCode: 302 } },
          path: '/x?q=1',
          status: 302,
          location: () => 'http://other.test/x?q=1',
        },
        {
          name: 'scheme',
          rule: { redirect: { scheme: 'https' } },
          path: '/x',
          status: 301,
          location: (d) => `https://${d}/x`,
        },
        {
          name: 'port',
          rule: { redirect: { port: 8443, redirectCode: 307 } },
          path: '/x',
          status: 307,
          location: (d) => `http://${d}:8443/x`,
        },
        {
          name: 'prefix',
          rule: { match: [{ uri: { prefix: '/a/' } }], redirect: { prefixRewrite: '/b/' } },
          path: '/a/x',
          status: 301,
          location: (d) => `http://${d}/b/x`,
        },
      ]
      test.each(redirects)('redirect: $name', async ({ rule, path, status, location }) => {
        await serve([rule])
        const answer = await call({ path })
        expect([answer.status, answer.headers.location]).toEqual([status, location(under.domain)])
      })
      test('direct response', async () => {
        await serve([
          {
            directResponse: { status: 418, body: { string: 'tea' } },
            headers: { response: { set: { 'x-d': '1' } } },
          },
        ])
        const { status, text, headers } = await call({ method: 'POST', body: 'x' })
        expect([status, text, headers['x-d']]).toEqual([418, 'tea', '1'])
      })
      test('fault: abort', async () => {
        await serve([{ ...A, fault: { abort: { httpStatus: 555, percentage: { value: 100 } } } }])
        const { status, text } = await call()
        expect([status, text]).toEqual([555, 'fault filter abort'])
      })
      test('fault: a share of aborts', async () => {
        await serve([{ ...A, fault: { abort: { httpStatus: 500, percentage: { value: 30 } } } }])
        const failed = (await caller.repeat(500)).filter((answer: Answer) => answer.status === 500).length
        expect(failed).toBeGreaterThan(90)
        expect(failed).toBeLessThan(215)
      })
      test('fault: delay', async () => {
        await serve([{ ...A, fault: { delay: { fixedDelay: '0.3s', percentage: { value: 100 } } } }])
        const { ms, seen } = await call({ method: 'POST', body: 'late' })
        expect(ms).toBeGreaterThanOrEqual(290)
        expect([seen?.name, seen?.bytes]).toEqual(['a', 4])
      })
    })

    test('a long body arrives whole', async () => {
      await serve([A])
      const body = Buffer.alloc(3 << 20, 'x')
      expect((await call({ method: 'POST', body })).seen?.bytes).toBe(body.length)
      const chunked = await call({ method: 'POST', body: 'abc', headers: { 'transfer-encoding': 'chunked' } })
      expect(chunked.seen?.bytes).toBe(3)
    })
  })
}

const ADDED_TO_REQUESTS = ['x-envoy-attempt-count', 'x-forwarded-for', 'x-forwarded-proto', 'x-request-id']

async function until(condition: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 15_000
  while (!(await condition())) {
    if (Date.now() > end) throw new Error(`not within 15 s: ${String(condition)}`)
    await new Promise((done) => setTimeout(done, 20))
  }
}
