import type { Json } from '../../../src/kube/object.ts'
import { matchElements } from '../../../src/mesh/gateway/match-element.ts'
import { takenBy } from '../../../src/mesh/gateway/precedence.ts'
import type { ClusterFactory } from '../../../src/rehearsal/gateway/cluster.ts'
import { compileHttpRoute, inPrecedence } from '../../../src/rehearsal/gateway/http-route.ts'
import { randomRules } from '../../support/routes/http-route.ts'
import { createRandom } from '../../support/routes/random.ts'
import { randomRequests } from '../../support/routes/requests.ts'
import { httpRoute } from '../mesh/gateway/routes.ts'

/** No destination is asked, so every one will do. */
const clusters = {
  find: (destination: { host: string }) => ({ name: destination.host, exists: true, endpoints: [], next: 0 }),
} as unknown as ClusterFactory

/** Asks the rule that the embedded gateway, which was compared with Envoy, would take for a request. */
function answering(rules: readonly Json[]) {
  const single = rules.map((_, index) => index)
  const compiled = single.flatMap((index) => {
    const named = { ...(rules[index] as object), name: String(index) }
    return compileHttpRoute(httpRoute([named]), clusters, 80, () => true)
  })
  return inPrecedence(compiled)
}

test('what is called unreachable is never reached, and is found where nothing else could be meant', () => {
  const random = createRandom(77)
  let unreachable = 0
  for (let n = 0; n < 3_000; n++) {
    const { rules, elements } = randomRules(random)
    const dead = rules.flatMap((rule, index) => {
      const taken = matchElements(rule).map((element) => takenBy(rules, { element, index }))
      return taken.includes(null) ? [] : [index]
    })
    unreachable += dead.length
    const order = answering(rules)
    if (dead.length === 0) continue
    for (const request of randomRequests(random, elements, 40)) {
      const [path = '', query] = request.path.split('?')
      const headers = Object.fromEntries(
        Object.entries(request.headers).map(([k, v]) => [k.toLowerCase(), v]),
      )
      const view = {
        method: request.method,
        path,
        query: query === undefined ? '' : `?${query}`,
        authority: 'x',
        scheme: 'http',
        headers,
        distinct: () => Object.fromEntries(Object.entries(headers).map(([k, v]) => [k, [v]])),
      }
      const route = order.find(({ conditions }) => conditions.every((condition) => condition(view)))
      if (route) expect(dead).not.toContain(Number(route.name))
    }
  }
  expect(unreachable).toBeGreaterThan(100)
})
