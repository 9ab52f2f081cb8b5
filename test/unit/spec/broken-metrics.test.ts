import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { filledQuery } from '../../../src/spec/query-placeholders.ts'
import { withStageKey } from './edited-file.ts'

const SERVER = 'metrics: { url: http://prometheus:9090 }\n'
const check = (metrics: string, server = SERVER) => server + withStageKey(`checks: [{ metrics: ${metrics} }]`)
const P = 'stages[0].checks[0].metrics'

const CASES: readonly (readonly [name: string, text: string, problem: string])[] = [
  [
    'nothing',
    check('{}'),
    `13:52 ${P}: the key "query" is missing; expected a PromQL query; add "query: sum(rate(istio_requests_total{...}[1m]))"`,
  ],
  [
    'no limit',
    check('{ query: up }'),
    `13:52 ${P}: nothing is judged; expected "max", "min" or both; add for example "max: 0.01"`,
  ],
  [
    'no server',
    check('{ query: up, max: 1 }', ''),
    `12:41 stages[0].checks[0]: a metrics check without a "metrics" block; expected the block at the top of the file; add "metrics: { url: https://prometheus.example.com }"`,
  ],
  [
    'an empty query',
    check('{ query: "", max: 1 }'),
    `13:61 ${P}.query: the query is empty; expected PromQL; write what to ask for`,
  ],
  [
    'no room between the limits',
    check('{ query: up, max: 1, min: 2 }'),
    `13:73 ${P}.min: min is above max, so that no number passes; expected min to be the lower one; exchange them`,
  ],
  [
    'a placeholder with a slip',
    check('{ query: "up{a=\'${canary.servce}\'}", max: 1 }'),
    `13:61 ${P}.query: "\${canary.servce}" is no placeholder; expected a name that the rollout knows; did you mean \${canary.service}?`,
  ],
  [
    'a placeholder that is not closed',
    check('{ query: "${canary.name", max: 1 }'),
    `13:61 ${P}.query: "\${canary.name" is no placeholder; expected a name that the rollout knows; did you mean \${canary.name}?`,
  ],
  [
    'a limit in words',
    check('{ query: up, max: few }'),
    `13:70 ${P}.max: "few" does not fit; expected a number, or a share such as "1%"; write for example 0.01`,
  ],
  [
    'a pause without unit',
    check('{ query: up, max: 1, every: 5 }'),
    `13:80 ${P}.every: 5 is a number; expected a duration such as 90s, 10m or 1h30m; add the unit: 5s or 5m`,
  ],
  [
    'an unknown key',
    check('{ query: up, max: 1, window: 1m }'),
    `13:73 ${P}.window: unknown key "window"; expected name, query, max, min, after, for or every; correct or remove it`,
  ],
  [
    'a list of queries',
    check('{ query: [up], max: 1 }'),
    `13:61 ${P}.query: this is a list; expected a PromQL query; write one value`,
  ],
  [
    'a server without address',
    check('{ query: up, max: 1 }', 'metrics: {}\n'),
    `1:10 metrics: the key "url" is missing; expected an address such as https://models.example.com/score; add "url: https://prometheus.example.com"`,
  ],
  [
    'a server without scheme',
    check('{ query: up, max: 1 }', 'metrics: { url: prometheus:9090 }\n'),
    `1:17 metrics.url: "prometheus:" is not supported; expected an address such as https://models.example.com/score; write http:// or https://`,
  ],
  [
    'a password in the address',
    check('{ query: up, max: 1 }', 'metrics: { url: http://u:p@prometheus:9090 }\n'),
    `1:17 metrics.url: the URL holds a user name or password; expected an address such as https://models.example.com/score; remove it, and send it as a header: { env: NAME }`,
  ],
  [
    'a token in the file',
    check('{ query: up, max: 1 }', 'metrics: { url: http://p, headers: { authorization: Bearer abc } }\n'),
    `1:53 metrics.headers.authorization: the header "authorization" looks like a secret in plain text; expected { env: NAME }; put the value into an environment variable and name it here`,
  ],
  [
    'a subset of versions that are Services',
    check('{ query: \'up{v="${canary.subset}"}\', max: 1 }'),
    `13:61 ${P}.query: \${canary.subset} is asked for, and the versions are no subsets; expected a name that they have; write \${canary.service} or \${canary.deployment}`,
  ],
]

test.each(CASES)('%s', (_, text, expected) => {
  const parsed = parseRollout(text, 'r.yaml')
  expect(parsed.ok ? '' : formatProblems(parsed.problems)).toBe(`r.yaml:${expected}`)
})

test('several metrics in one stage, with percentages and defaults', () => {
  const both = '{ query: up, max: 1% }'
  const parsed = parseRollout(
    SERVER + withStageKey(`checks: [{ metrics: ${both} }, { metrics: ${both} }]`),
    'r.yaml',
  )
  if (!parsed.ok) throw new Error(formatProblems(parsed.problems))
  const defaults = { name: 'metric', min: null, after: 60_000, for: 0, every: 15_000 }
  expect(parsed.rollout.stages[0]!.gates.slice(0, 2)).toEqual(
    [0, 1].map(() => ({ kind: 'metrics', query: 'up', max: 0.01, ...defaults })),
  )
  expect(parsed.rollout.metrics).toEqual({ url: 'http://prometheus:9090', headers: {}, timeout: 10_000 })
})

test('names are filled in', () => {
  const query =
    'x{a="${canary.name}",b="${stable.deployment}",c="${canary.service}",d="${canary.subset}",n="${namespace}"}[$__1m]'
  const side = (name: string) => ({
    name,
    deployment: `model-${name}`,
    values: {},
    backend: { kind: 'subset' as const, service: 'model', port: null, subset: `s-${name}` },
  })
  const names = { namespace: 'ml', canary: side('blue'), stable: side('green') }
  expect(filledQuery(query, names)).toBe('x{a="blue",b="model-green",c="model",d="s-blue",n="ml"}[$__1m]')
})
