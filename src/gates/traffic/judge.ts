import type { Traffic } from '../../spec/rollout.ts'
import type { Exchange } from './exchange.ts'
import { identifier } from './identify.ts'
import type { Answer } from './probing.ts'

type Judgement = Pick<Answer, 'version' | 'good' | 'status' | 'error' | 'kind'>

/**
 * Compiles the file's `answer` and `identify` blocks: which version an answer is from, and whether it is good.
 * `clean` makes one harmless line of text from outside. Throws SyntaxError for a pattern that cannot be read.
 */
export function judge(
  traffic: Traffic,
  versions: readonly string[],
  clean: (text: string) => string,
): (exchange: Pick<Exchange, 'response' | 'failure'>) => Judgement {
  const sideOf = identifier(traffic.identify, versions)
  const wanted = traffic.answer.body === null ? null : new RegExp(traffic.answer.body)
  const unwanted = traffic.answer.notBody === null ? null : new RegExp(traffic.answer.notBody)
  return ({ response, failure }) => {
    if (response === null) {
      const { kind, text } = failure ?? { kind: 'failed', text: 'no answer' }
      return { version: null, good: false, status: null, error: clean(text), kind }
    }
    const { status, body } = response
    const side = sideOf(response)
    const bad = (kind: string, text: string) => ({
      version: side.key,
      good: false,
      status,
      error: clean(text),
      kind,
    })
    if (!traffic.answer.status.some(({ from, to }) => status >= from && status <= to)) {
      const { location } = response.headers
      // Nobody follows it: it may lead past the gateway that is to be judged.
      const where =
        location === undefined
          ? ''
          : ` (redirected to ${location.split('?')[0]}; "traffic.url" has to be where the answer is)`
      return bad(String(status), `HTTP ${status}${where}${body === '' ? '' : `: ${body}`}`)
    }
    if (wanted !== null && !wanted.test(body))
      return bad('body', `body does not match ${wanted.source}: ${body}`)
    if (unwanted?.test(body) === true) return bad('body', `body matches ${unwanted.source}: ${body}`)
    if (side.key === null) return bad(side.problem, side.found)
    return { version: side.key, good: true, status, error: null, kind: null }
  }
}
