import type { JsonObject } from '../../../src/kube/object.ts'
import { HEADER_VALUES, METHODS, PATHS, VALUES } from './conditions.ts'
import { randomElement, type Condition, type Element } from './conditions.ts'
import type { Random } from './random.ts'

const WORDS = { paths: PATHS, headers: HEADER_VALUES, query: VALUES, methods: METHODS, withoutHeaders: true }

const text = ({ kind, value }: Condition): JsonObject => (kind === 'present' ? {} : { [kind]: value })
const texts = (conditions: ReadonlyMap<string, Condition>) =>
  Object.fromEntries([...conditions].map(([name, condition]) => [name, text(condition)]))

function toMatch(element: Element): JsonObject {
  const { path, headers, withoutHeaders, query, method } = element
  return {
    ...(path ? { uri: text(path) } : {}),
    ...(element.ignoreCase ? { ignoreUriCase: true } : {}),
    ...(headers.size > 0 ? { headers: texts(headers) } : {}),
    ...(withoutHeaders.size > 0 ? { withoutHeaders: texts(withoutHeaders) } : {}),
    ...(query.size > 0 ? { queryParams: texts(query) } : {}),
    ...(method ? { method: text(method) } : {}),
  }
}

const DESTINATIONS: readonly JsonObject[] = [
  { host: 'a' },
  { host: 'b' },
  { host: 'b', port: { number: 5000 } },
  { host: 'echo', subset: 'a' },
  { host: 'echo', subset: 'b' },
  { host: 'echo', subset: 'nobody' },
  { host: 'empty' },
]

const REWRITES: readonly JsonObject[] = [
  { uri: '/new' },
  { uri: '/' },
  { authority: 'inner.test' },
  { uri: '/new', authority: 'inner.test' },
  { uriRegexRewrite: { match: '^/([a-z]+)(.*)$', rewrite: '/\\1s\\2' } },
]

const REDIRECTS: readonly JsonObject[] = [
  { uri: '/moved' },
  { authority: 'elsewhere.test', redirectCode: 302 },
  { authority: 'elsewhere.test', scheme: 'https', redirectCode: 308 },
  { uri: '/moved', authority: 'elsewhere.test', port: 8443 },
]

/** The rule that answers names itself: in a header that the backend sees, or by its own answer. */
function randomRule(random: Random, index: number): { rule: JsonObject; elements: Element[] } {
  const elements = Array.from({ length: random.between(random.chance(0.1) ? 0 : 1, 3) }, () =>
    randomElement(random, WORDS),
  )
  const match = elements.length > 0 ? { match: elements.map(toMatch) } : {}
  if (random.chance(0.08)) return { elements, rule: { ...match, redirect: random.pick(REDIRECTS) } }
  if (random.chance(0.05)) {
    const directResponse = { status: random.pick([200, 404, 503]), body: { string: `rule ${index}` } }
    return { elements, rule: { ...match, directResponse } }
  }
  const request = {
    set: { 'x-rule': String(index) },
    ...(random.chance(0.2) ? { add: { 'x-group': 'added', 'x-more': 'one' } } : {}),
    ...(random.chance(0.2) ? { remove: ['x-tenant'] } : {}),
  }
  const response = random.chance(0.2)
    ? { response: { set: { 'x-answer': String(index) }, remove: ['x-secret'] } }
    : {}
  const rule = {
    ...match,
    headers: { request, ...response },
    ...(random.chance(0.2) ? { rewrite: random.pick(REWRITES) } : {}),
    route: [{ destination: random.pick(DESTINATIONS) }],
  }
  return { elements, rule }
}

/** Rules of a VirtualService whose answer never depends on chance, and the match elements in them. */
export function randomHttp(random: Random): { rules: JsonObject[]; elements: Element[] } {
  const made = Array.from({ length: random.between(1, 5) }, (_, index) => randomRule(random, index))
  return { rules: made.map(({ rule }) => rule), elements: made.flatMap(({ elements }) => elements) }
}
