import { defaulted, list, object, optional, required } from './collection-shapes.ts'
import type { ValuesOf } from './collection-shapes.ts'
import { answerShape } from './answer-shape.ts'
import { entryOf } from './located.ts'
import type { Located } from './located.ts'
import { identifyShape } from './identify-shape.ts'
import { limitsField, requestsShape } from './limits-shape.ts'
import { dnsLabel, path } from './name-shapes.ts'
import { quoted } from './reading.ts'
import type { Reading } from './reading.ts'
import { requestHeadersShape } from './request-header-shape.ts'
import type { Traffic } from './rollout.ts'
import { choice, duration, text, written } from './scalar-shapes.ts'
import type { Complaint } from './scalar-shapes.ts'
import { converted } from './shape.ts'
import type { Shape } from './shape.ts'
import { byType } from './union-shapes.ts'

export const url = text({
  expected: 'an address such as https://models.example.com/score',
  type: 'URL',
  most: 2_000,
  complaint: urlComplaint,
})

function urlComplaint(value: string): Complaint | null {
  if (!URL.canParse(value)) {
    const withScheme = `https://${value}`
    const todo =
      !value.includes('://') && URL.canParse(withScheme)
        ? `write ${quoted(withScheme).slice(1, -1)}`
        : 'correct it'
    return { what: `${quoted(value)} is no URL`, todo }
  }
  const { protocol, username, password, hash } = new URL(value)
  if (username !== '' || password !== '')
    return {
      what: 'the URL holds a user name or password',
      todo: 'remove it, and send it as a header: { env: NAME }',
    }
  if (protocol !== 'http:' && protocol !== 'https:')
    return { what: `${quoted(protocol)} is not supported`, todo: 'write http:// or https://' }
  if (/\s/.test(value)) return { what: `${quoted(value)} has a space in it`, todo: 'write %20' }
  return hash === ''
    ? null
    : { what: `${quoted(value)} has a fragment`, todo: `remove ${quoted(hash)}: it is never sent` }
}

const address = text({
  expected: 'an IP address with or without port, such as 10.0.0.1 or 10.0.0.1:8443',
  type: 'IP or IP:PORT',
  pattern:
    '(?:\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d{1,5})?|\\[[0-9a-fA-F:.]+\\](?::\\d{1,5})?|[0-9a-fA-F]*(?::[0-9a-fA-F.]*){2,8})',
  most: 60,
  complaint: (value) => {
    const ipv4 = /^(\d+)\.(\d+)\.(\d+)\.(\d+)(?::(\d+))?$/.exec(value)
    const port = /(?:\]|^[\d.]+):(\d+)$/.exec(value)
    if (ipv4 !== null && ipv4.slice(1, 5).some((part) => Number(part) > 255))
      return { what: `${quoted(value)} is no IP address`, todo: 'each of the four numbers is at most 255' }
    if (port !== null && (Number(port[1]) < 1 || Number(port[1]) > 65_535))
      return { what: `${quoted(value)} has no possible port`, todo: 'a port is 1 to 65535' }
    return null
  },
  advice: () => 'a name is looked up by itself: put names into "url" only',
})

const bodyText = object('a mapping with text', {
  text: required(written('the text of the body', 200_000), 'text: "{}"', 'The body itself.'),
})
const body: Shape<Traffic['body']> = byType<Traffic['body']>('the path of a file, or { text: ... }', {
  text: converted(path('the file with the body'), (file) => ({ kind: 'file', path: file })),
  map: converted(bodyText, (value) => ({ kind: 'text', text: value.text })),
})

const pod = object('a mapping with pod', {
  pod: required(
    text({
      expected: 'a label selector such as app=client',
      type: 'label selector',
      pattern: '[A-Za-z0-9][A-Za-z0-9_./=!, ()\\-]*',
      most: 500,
    }),
    'pod: istio=ingressgateway',
    'Send the requests into the gateway pods with these labels, each replica by itself, through the API server: for private gateways.',
  ),
  namespace: optional(
    dnsLabel('a namespace'),
    "the rollout's",
    'Namespace of the pods, usually istio-system.',
  ),
})

/** The namespace is filled in later: it can come from the command line. */
export type SourceInput =
  | { readonly kind: 'runner' }
  | {
      readonly kind: 'pod'
      readonly selector: string
      readonly namespace: string | null
    }

const from: Shape<SourceInput> = byType<SourceInput>('"runner" or { pod: SELECTOR }', {
  text: converted(choice(['runner'], '"runner" or { pod: SELECTOR }'), () => ({ kind: 'runner' })),
  map: converted(pod, ({ pod: selector, ...rest }) => ({ kind: 'pod', selector, ...rest })),
})

const fields = {
  url: required(url, 'url: https://models.example.com/score', 'Where requests go.'),
  resolve: defaulted(
    list(address, 'a list of IP addresses'),
    [],
    'Gateway addresses to ask instead of looking the host up. Empty: all that the name leads to.',
  ),
  ca: optional(
    path('a file with certificates'),
    "the machine's",
    'Certificates (PEM) that the answer is checked with.',
  ),
  method: optional(
    choice(['GET', 'POST', 'PUT', 'PATCH']),
    '`GET`; `POST` with a body',
    'Method of the requests.',
  ),
  headers: defaulted(
    requestHeadersShape,
    {},
    'Headers of the requests. Secrets come from the environment: `{ env: NAME }`.',
  ),
  body: optional(body, 'none', 'Body of the requests.'),
  timeout: defaulted(duration(), '10s', 'Longest wait for one answer.'),
  answer: defaulted(answerShape, {}, 'What a good answer is.'),
  identify: required(
    identifyShape,
    'identify: { header: x-model-version }',
    'How an answer tells which version gave it. An answer that does not tell counts as bad.',
  ),
  from: defaulted(from, 'runner', 'Where the requests start.'),
  requests: defaulted(requestsShape, 1_000, 'Requests of one measurement.'),
  limits: limitsField,
}
export type TrafficInput = ValuesOf<typeof fields>

export const trafficShape: Shape<TrafficInput> = converted(
  object('a mapping with url and identify', fields),
  checkBody,
)

function checkBody(traffic: TrafficInput, node: Located, reading: Reading): TrafficInput {
  if (traffic.method === 'GET' && traffic.body !== null) {
    reading.report(
      entryOf(node, 'method')?.place ?? node.place,
      'conflict',
      'GET carries no body; expected POST; write method: POST, or remove the body',
    )
  }
  return traffic
}
