import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { edited, withTraffic, withIdentify } from './edited-file.ts'

const CASES: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  [
    'a host without scheme',
    edited('url: https://models', 'url: models'),
    [
      'r.yaml:9:8 traffic.url: "models.example.com/score" is no URL; expected an address such as https://models.example.com/score; write https://models.example.com/score',
    ],
  ],
  [
    'another protocol',
    edited('url: https://', 'url: ftp://'),
    [
      'r.yaml:9:8 traffic.url: "ftp:" is not supported; expected an address such as https://models.example.com/score; write http:// or https://',
    ],
  ],
  [
    'a password in the URL',
    edited('https://models', 'https://me:secret@models'),
    [
      'r.yaml:9:8 traffic.url: the URL holds a user name or password; expected an address such as https://models.example.com/score; remove it, and send it as a header: { env: NAME }',
    ],
  ],
  [
    'a name to resolve to',
    withTraffic('resolve: [gateway.example.com]'),
    [
      'r.yaml:10:13 traffic.resolve[0]: "gateway.example.com" does not fit; expected an IP address with or without port, such as 10.0.0.1 or 10.0.0.1:8443; a name is looked up by itself: put names into "url" only',
    ],
  ],
  [
    'an impossible address',
    withTraffic('resolve: [10.0.0.256]'),
    [
      'r.yaml:10:13 traffic.resolve[0]: "10.0.0.256" is no IP address; expected an IP address with or without port, such as 10.0.0.1 or 10.0.0.1:8443; each of the four numbers is at most 255',
    ],
  ],
  [
    'a method in lower case',
    withTraffic('method: post'),
    [
      'r.yaml:10:11 traffic.method: "post" is not known here; expected "GET", "POST", "PUT" or "PATCH"; did you mean "POST"?',
    ],
  ],
  [
    'a body with GET',
    withTraffic('{}').replace('  {}\n', '  method: GET\n  body: a.json\n'),
    [
      'r.yaml:10:3 traffic.method: GET carries no body; expected POST; write method: POST, or remove the body',
    ],
  ],
  [
    'a token in plain text',
    withTraffic('headers: { Authorization: Bearer abcdef }'),
    [
      'r.yaml:10:29 traffic.headers.Authorization: the header "Authorization" looks like a secret in plain text; expected { env: NAME }; put the value into an environment variable and name it here',
    ],
  ],
  [
    'a key in plain text',
    withTraffic('headers: { x-api-key: abcdef }'),
    [
      'r.yaml:10:25 traffic.headers.x-api-key: the header "x-api-key" holds a secret in plain text; expected { env: NAME }; put the value into an environment variable and name it here',
    ],
  ],
  [
    'a token under another name',
    withTraffic('headers: { x-auth: Bearer abcdef }'),
    [
      'r.yaml:10:22 traffic.headers.x-auth: the header "x-auth" looks like a secret in plain text; expected { env: NAME }; put the value into an environment variable and name it here',
    ],
  ],
  [
    'a header twice',
    withTraffic('headers: { X-A: a, x-a: b }'),
    [
      'r.yaml:10:22 traffic.headers.x-a: the header "x-a" is there twice; expected each header once (upper and lower case are the same); remove one of them',
    ],
  ],
  [
    'a header with a colon',
    withTraffic('headers: { "x-a:": a }'),
    [
      'r.yaml:10:14 traffic.headers["x-a:"]: "x-a:" does not fit; expected a header name (letters, digits and "-"); remove the second ":"',
    ],
  ],
  [
    'a variable with a dollar',
    withTraffic('headers: { x-a: { env: $TOKEN } }'),
    [
      'r.yaml:10:26 traffic.headers.x-a.env: "$TOKEN" does not fit; expected the name of an environment variable such as SCORE_TOKEN; write the name without "$" and brackets',
    ],
  ],
  [
    'a status class',
    withTraffic('answer: { status: 2xx }'),
    [
      'r.yaml:10:21 traffic.answer.status: "2xx" does not fit; expected a status such as 200, or a range such as "200-299"; write "200-299"',
    ],
  ],
  [
    'a status backwards',
    withTraffic('answer: { status: [200, 399-300] }'),
    [
      'r.yaml:10:27 traffic.answer.status[1]: "399-300" runs backwards; expected the lower status first; write "300-399"',
    ],
  ],
  [
    'a broken regular expression',
    withTraffic('answer: { body: "ok(" }'),
    [
      'r.yaml:10:19 traffic.answer.body: "ok(" is no regular expression (unterminated group); expected a regular expression; put "\\" before signs that stand for themselves, such as (, [, * or +',
    ],
  ],
  [
    'an unknown side',
    withIdentify('{ header: x-v, values: { gren: a, blue: b } }'),
    [
      'r.yaml:10:38 traffic.identify.values.gren: "gren" is neither a version nor a role; expected "green" and "blue", or "stable" and "canary"; did you mean "green"?',
    ],
  ],
  [
    'a version and a role',
    withIdentify('{ header: x-v, values: { green: a, canary: b } }'),
    [
      'r.yaml:10:38 traffic.identify.values.green: "green" is a version, but the other side is a role; expected "green" and "blue", or "stable" and "canary"; write stable and canary',
    ],
  ],
  [
    'one side only',
    withIdentify('{ json: model, values: { green: a } }'),
    [
      'r.yaml:10:36 traffic.identify.values: there is 1 ("green"); expected the value of the field for both versions; add what is missing',
    ],
  ],
  [
    'sides that do not differ',
    withIdentify('{ json: model, values: { green: a, blue: a } }'),
    [
      'r.yaml:10:36 traffic.identify.values: both sides are told by "a"; expected two that differ; write what only one version answers',
    ],
  ],
  [
    'bands that overlap',
    withIdentify('{ band: p, bands: { green: [0, 0.5], blue: [0.5, 1] } }'),
    [
      'r.yaml:10:31 traffic.identify.bands: the bands [0, 0.5] and [0.5, 1] overlap; expected a number to tell one version; separate the bands',
    ],
  ],
  [
    'a band backwards',
    withIdentify('{ band: p, bands: { green: [0.5, 0], blue: [0.6, 1] } }'),
    [
      'r.yaml:10:40 traffic.identify.bands.green: 0.5 is not below 0; expected two numbers [low, high]; write the lower one first',
    ],
  ],
  [
    'a field with a dollar',
    withIdentify('{ json: $.model, values: { green: a, blue: b } }'),
    [
      'r.yaml:10:21 traffic.identify.json: "$.model" begins with "$"; expected the path of a field such as predictions[0].label; write model',
    ],
  ],
  [
    'no way to identify',
    withIdentify('{ cookie: a }'),
    [
      'r.yaml:10:13 traffic.identify: none of header, body, json, band is given, only "cookie"; expected "header", "body", "json" or "band"; add one of these keys',
    ],
  ],
  [
    'two ways to identify',
    withIdentify('{ header: x-v, json: model }'),
    [
      'r.yaml:10:28 traffic.identify.json: both "header" and "json" are given; expected only one of them; remove one',
    ],
  ],
  [
    'requests in words',
    withTraffic('requests: many'),
    [
      'r.yaml:10:13 traffic.requests: "many" is text; expected a whole number from 1 to 1000000; write a whole number from 1 to 1000000',
    ],
  ],
  [
    'a share of 5',
    withTraffic('limits: { errors: 5 }'),
    [
      'r.yaml:10:21 traffic.limits.errors: 5 as a share would let every answer be bad; expected a share such as "1%" or 0.01; write "5%"',
    ],
  ],
  [
    'a share of 1',
    withTraffic('limits: { errors: 1 }'),
    [
      'r.yaml:10:21 traffic.limits.errors: 1 as a share would let every answer be bad; expected a share such as "1%" or 0.01; write "1%"',
    ],
  ],
  [
    'a percentage without sign',
    withTraffic('limits: { errors: "5" }'),
    [
      'r.yaml:10:21 traffic.limits.errors: "5" does not fit; expected a share such as "1%" or 0.01; write "5%", or remove the quotes when it is a share below 1',
    ],
  ],
  [
    'a median above the tail',
    withTraffic('limits: { p50: 2s, p99: 1s }'),
    [
      'r.yaml:10:13 traffic.limits.p50: p50 is longer than p99; expected the median to be the shorter one; exchange them',
    ],
  ],
  [
    'a pod that is nothing',
    withTraffic('from: pod'),
    [
      'r.yaml:10:9 traffic.from: "pod" is not known here; expected "runner" or { pod: SELECTOR }; write runner',
    ],
  ],
]

describe('traffic, each problem with its place and what to do', () => {
  test.each(CASES)('%s', (_, text, problems) => {
    const parsed = parseRollout(text, 'r.yaml')
    expect(parsed.ok ? ['no problem'] : formatProblems(parsed.problems).split('\n')).toEqual(problems)
  })
})
