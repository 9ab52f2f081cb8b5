/** Specs, valid and not, with what istiod's webhook and the CRD's schema say. Recorded from, and checked against, a real one. */
export interface ValidationCase {
  readonly name: string
  readonly kind?: 'VirtualService' | 'DestinationRule'
  readonly spec: Readonly<Record<string, unknown>>
}

const to = (host: string, more: object = {}) => ({ destination: { host }, ...more })
const route = [to('a')]
const http = (...rules: object[]) => ({ hosts: ['x.test'], gateways: ['g'], http: rules })
const rule = (more: object) => http({ route, ...more })
const match = (more: object) => rule({ match: [more] })
const dr = (more: object) => ({ host: 'a', ...more })

export const VALIDATION_CASES: readonly ValidationCase[] = [
  { name: 'plain', spec: http({ route }) },
  { name: 'two weights', spec: http({ route: [to('a', { weight: 995 }), to('b', { weight: 5 })] }) },
  { name: 'negative weight', spec: http({ route: [to('a', { weight: -1 })] }) },
  { name: 'total weight 0', spec: http({ route: [to('a', { weight: 0 }), to('b')] }) },
  { name: 'single weight 0', spec: http({ route: [to('a', { weight: 0 })] }) },
  { name: 'two errors', spec: http({ route: [to('a', { weight: -2 }), to('b', { weight: 2 })] }) },
  { name: 'fractional weight', spec: http({ route: [to('a', { weight: 0.5 })] }) },
  { name: 'weight as text', spec: http({ route: [to('a', { weight: '5' })] }) },
  { name: 'match-less rule first', spec: http({ route }, { match: [{ uri: { prefix: '/x' } }], route }) },
  {
    name: 'named match-less rule first',
    spec: http({ name: 'one', route }, { name: 'two', match: [{ uri: { exact: '/' } }], route }),
  },
  { name: 'two match-less rules', spec: http({ route }, { route }) },
  {
    name: 'same match twice',
    spec: http({ match: [{ uri: { exact: '/x' } }], route }, { match: [{ uri: { exact: '/x' } }], route }),
  },
  {
    name: 'covered prefix',
    spec: http(
      { match: [{ uri: { prefix: '/x' } }], route },
      { match: [{ uri: { prefix: '/x/y' } }], route },
    ),
  },
  { name: 'mirror', spec: rule({ mirror: { host: 'b' }, mirrorPercentage: { value: 0.5 } }) },
  {
    name: 'mirror and mirrors',
    spec: rule({ mirror: { host: 'b' }, mirrors: [{ destination: { host: 'c' } }] }),
  },
  { name: 'mirror above 100', spec: rule({ mirror: { host: 'b' }, mirrorPercentage: { value: 101 } }) },
  { name: 'mirror below 0', spec: rule({ mirror: { host: 'b' }, mirrorPercentage: { value: -1 } }) },
  {
    name: 'mirrors above 100',
    spec: rule({ mirrors: [{ destination: { host: 'b' }, percentage: { value: 100.5 } }] }),
  },
  { name: 'mirrors without destination', spec: rule({ mirrors: [{ percentage: { value: 1 } }] }) },
  { name: 'mirrorPercent', spec: rule({ mirror: { host: 'b' }, mirrorPercent: 10 }) },
  { name: 'mirror_percent', spec: rule({ mirror: { host: 'b' }, mirror_percent: 10 }) },
  { name: 'mirrorPercent above 100', spec: rule({ mirror: { host: 'b' }, mirrorPercent: 101 }) },
  { name: 'wildcard host in the mesh', spec: { hosts: ['*'], http: [{ route }] } },
  {
    name: 'wildcard host at mesh and gateway',
    spec: { hosts: ['*'], gateways: ['g', 'mesh'], http: [{ route }] },
  },
  { name: 'wildcard host at a gateway', spec: { hosts: ['*'], gateways: ['g'], http: [{ route }] } },
  { name: 'no hosts, gateways', spec: { gateways: ['g'], http: [{ route }] } },
  { name: 'delegate', spec: { http: [{ route }] } },
  { name: 'nothing', spec: { hosts: ['x.test'] } },
  { name: 'rule without action', spec: http({ match: [{ uri: { prefix: '/' } }] }) },
  { name: 'empty route', spec: http({ route: [] }) },
  { name: 'destination without host', spec: http({ route: [{ destination: {} }] }) },
  { name: 'no destination', spec: http({ route: [{ weight: 1 }] }) },
  { name: 'destination *', spec: http({ route: [to('*')] }) },
  { name: 'bad destination host', spec: http({ route: [to('a_b')] }) },
  { name: 'bad subset', spec: http({ route: [{ destination: { host: 'a', subset: 'v_1' } }] }) },
  { name: 'port 0', spec: http({ route: [{ destination: { host: 'a', port: { number: 0 } } }] }) },
  { name: 'port 70000', spec: http({ route: [{ destination: { host: 'a', port: { number: 70_000 } } }] }) },
  { name: 'bad host', spec: { hosts: ['x_y.test'], gateways: ['g'], http: [{ route }] } },
  { name: 'duplicate hosts', spec: { hosts: ['*.x.test', 'a.x.test'], gateways: ['g'], http: [{ route }] } },
  { name: 'bad gateway name', spec: { hosts: ['x.test'], gateways: ['n/a/b'], http: [{ route }] } },
  {
    name: 'old gateway name',
    spec: { hosts: ['x.test'], gateways: ['g.ns.svc.cluster.local'], http: [{ route }] },
  },
  { name: 'timeout', spec: rule({ timeout: '1h2m3.5s' }) },
  { name: 'timeout without unit', spec: rule({ timeout: '10' }) },
  { name: 'timeout 0s', spec: rule({ timeout: '0s' }) },
  { name: 'timeout below a millisecond', spec: rule({ timeout: '1.5ms' }) },
  { name: 'retries', spec: rule({ retries: { attempts: 3, perTryTimeout: '1s', retryOn: '5xx,503' } }) },
  { name: 'bad retryOn', spec: rule({ retries: { attempts: 3, retryOn: '5xx,sometimes' } }) },
  { name: 'retries off but described', spec: rule({ retries: { attempts: 0, retryOn: '5xx' } }) },
  { name: 'negative attempts', spec: rule({ retries: { attempts: -1 } }) },
  { name: 'bad regex', spec: match({ uri: { regex: '/x(' } }) },
  { name: 'lookahead', spec: match({ headers: { 'x-v': { regex: '(?!a).*' } } }) },
  { name: 'empty regex', spec: match({ headers: { 'x-v': { regex: '' } } }) },
  { name: 'empty uri prefix', spec: match({ uri: { prefix: '' } }) },
  { name: 'empty header prefix', spec: match({ headers: { 'x-v': { prefix: '' } } }) },
  { name: 'presence', spec: match({ headers: { 'x-v': {} }, withoutHeaders: { 'x-w': {} } }) },
  { name: 'exact and prefix', spec: match({ uri: { exact: '/', prefix: '/' } }) },
  { name: 'header name with a space', spec: match({ headers: { 'x v': { exact: '1' } } }) },
  { name: 'match port', spec: match({ port: 70_000 }) },
  { name: 'unknown match gateway', spec: match({ gateways: ['a b'] }) },
  { name: 'set a pseudo header', spec: rule({ headers: { request: { set: { ':path': '/' } } } }) },
  { name: 'remove host', spec: rule({ headers: { request: { remove: ['host'] } } }) },
  {
    name: 'header value with one percent sign',
    spec: rule({ headers: { response: { set: { 'x-v': '100%' } } } }),
  },
  {
    name: 'authority twice',
    spec: rule({ rewrite: { authority: 'a' }, headers: { request: { set: { host: 'b' } } } }),
  },
  { name: 'route and redirect', spec: rule({ redirect: { uri: '/x' } }) },
  { name: 'route and direct response', spec: rule({ directResponse: { status: 200 } }) },
  { name: 'empty redirect', spec: http({ redirect: {} }) },
  { name: 'redirect code', spec: http({ redirect: { uri: '/x', redirectCode: 200 } }) },
  { name: 'direct response status', spec: http({ directResponse: { status: 99 } }) },
  { name: 'empty rewrite', spec: rule({ rewrite: {} }) },
  {
    name: 'two rewrites',
    spec: rule({ rewrite: { uri: '/', uriRegexRewrite: { match: '/', rewrite: '/' } } }),
  },
  { name: 'empty fault', spec: rule({ fault: {} }) },
  {
    name: 'fault percentage',
    spec: rule({ fault: { abort: { httpStatus: 500, percentage: { value: 101 } } } }),
  },
  { name: 'fault status', spec: rule({ fault: { abort: { httpStatus: 42 } } }) },
  { name: 'root with route', spec: rule({ delegate: { name: 'd' } }) },
  { name: 'unknown field', spec: rule({ wieght: 1 }) },
  { name: 'unknown deep field', spec: http({ route: [{ destination: { host: 'a', subnet: 'x' } }] }) },
  { name: 'exportTo twice', spec: { ...rule({}), exportTo: ['*', '.'] } },
  {
    name: 'subsets',
    kind: 'DestinationRule',
    spec: dr({ subsets: [{ name: 'v1', labels: { version: 'v1' } }] }),
  },
  { name: 'no host', kind: 'DestinationRule', spec: { subsets: [] } },
  { name: 'bad rule host', kind: 'DestinationRule', spec: { host: 'a_b' } },
  {
    name: 'duplicate subsets',
    kind: 'DestinationRule',
    spec: dr({ subsets: [{ name: 'v1' }, { name: 'v1' }] }),
  },
  { name: 'subset without name', kind: 'DestinationRule', spec: dr({ subsets: [{ labels: { a: 'b' } }] }) },
  { name: 'bad subset name', kind: 'DestinationRule', spec: dr({ subsets: [{ name: 'v_1' }] }) },
  {
    name: 'bad label',
    kind: 'DestinationRule',
    spec: dr({ subsets: [{ name: 'v1', labels: { version: 'a b' } }] }),
  },
  { name: 'unknown rule field', kind: 'DestinationRule', spec: dr({ subset: [] }) },
]
