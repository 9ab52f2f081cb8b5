import { isMapping } from './config-fields.ts'
import { KubeError, type KubeErrorCode } from './client.ts'
import type { Answer } from './transport.ts'

/** What a request was meant to do; decides how its failure reads and what permission it needed. */
export interface Intent {
  /** HTTP method, or `APPLY`; first word of every message. */
  readonly verb: string
  /** `VirtualService abtesting/mlmodel-virtualservice`. */
  readonly what: string
  readonly write: boolean
  /** A JSON patch with at least one `test`. */
  readonly testedPatch?: boolean
  /** For the advice after a 403. */
  readonly rbac?: {
    readonly verbs: readonly string[]
    readonly resource: string
    readonly group: string
    readonly namespace?: string
  }
}

interface Status {
  readonly reason: string
  readonly message: string
  /** True when the refusal is about an object and its content; false when it is about the request as such. */
  readonly namesObject: boolean
  readonly causes: readonly string[]
}

function parseStatus(body: string): Status | null {
  let value: unknown
  try {
    value = JSON.parse(body)
  } catch {
    return null // a proxy's HTML, or plain text such as "404 page not found"
  }
  if (!isMapping(value) || value['kind'] !== 'Status') return null
  const details = isMapping(value['details']) ? value['details'] : {}
  const causes = Array.isArray(details['causes']) ? details['causes'].filter(isMapping) : []
  return {
    reason: typeof value['reason'] === 'string' ? value['reason'] : '',
    message: typeof value['message'] === 'string' ? value['message'] : '',
    namesObject: 'name' in details || causes.some((cause) => 'field' in cause),
    causes: causes
      .map((cause) => cause['message'])
      .filter((text): text is string => typeof text === 'string'),
  }
}

/** True when the server says that it gave up before it stored anything: an admission webhook could not be called. */
export function wasNotProcessed(answer: Answer): boolean {
  return (
    answer.status >= 500 && (parseStatus(answer.body)?.message.includes('failed calling webhook') ?? false)
  )
}

/** A 404 of the API server itself: no such object, or no such kind. Other 404s come from something in between. */
export function isApiNotFound(answer: Answer): boolean {
  return (
    answer.status === 404 &&
    (parseStatus(answer.body) !== null || /^404 page not found\s*$/.test(answer.body))
  )
}

/** `admission webhook "…" denied the request`, `ValidatingAdmissionPolicy '…' … denied request`. */
const DENIED = /\bdenied (the )?request\b/

export function errorFromAnswer(intent: Intent, answer: Answer, origin: string): KubeError {
  const status = parseStatus(answer.body)
  const code = codeOf(intent, answer, status)
  const text = `${shorten(textOf(answer, status))}${hintOf(code, intent, status, origin)}`
  return new KubeError(code, `${intent.verb} ${intent.what}: ${text}`, {
    status: answer.status,
    ambiguous: intent.write && answer.status >= 500 && !wasNotProcessed(answer),
  })
}

function codeOf(intent: Intent, { status: http }: Answer, status: Status | null): KubeErrorCode {
  const message = status?.message ?? ''
  if (http < 500 && DENIED.test(message)) return 'invalid'
  switch (http) {
    case 401:
      return 'unauthorized'
    case 403:
      return 'forbidden'
    case 404:
      return 'not-found'
    case 408:
      return 'timeout'
    case 409:
      return status?.reason === 'AlreadyExists' ? 'already-exists' : 'conflict'
    case 422:
      return isFailedTest(intent, status) ? 'conflict' : 'invalid'
    case 429:
      return 'throttled'
    default:
      return http >= 400 && http < 500 ? 'invalid' : 'server'
  }
}

/**
 * A JSON patch that does not fit the object is answered with 422, an empty `details` and a text that says nothing (1.34).
 * A failed `test` and a missing path look the same; both mean that the object is not as it was when the patch was made.
 */
function isFailedTest({ testedPatch }: Intent, status: Status | null): boolean {
  return testedPatch === true && status !== null && !status.namesObject
}

function textOf(answer: Answer, status: Status | null): string {
  if (status && status.message !== '') {
    const causes = status.causes.filter((cause) => !status.message.includes(cause))
    return [status.message, ...causes].join('; ')
  }
  if (answer.status >= 200 && answer.status < 300)
    return 'the answer is no Kubernetes object; is this an API server?'
  const body = answer.body.trim().replace(/\s+/g, ' ').slice(0, 300)
  return `HTTP ${answer.status}${body ? `: ${body}` : ''}`
}

/** Some refusals quote the whole object; what is wrong stands at their end. */
function shorten(text: string): string {
  return text.length <= 3_000 ? text : `${text.slice(0, 500)} … ${text.slice(-1_500)}`
}

function hintOf(code: KubeErrorCode, intent: Intent, status: Status | null, origin: string): string {
  switch (code) {
    case 'unauthorized':
      return ` (the API server does not accept the credentials of ${origin}; they may have expired: log in again)`
    case 'forbidden':
      return permissionHint(intent, status)
    case 'throttled':
      return ' (the API server is overloaded, and stayed so through all retries)'
    case 'conflict':
      return status?.reason === 'Invalid' && isFailedTest(intent, status)
        ? ' (a test of the patch failed: somebody changed the object in between)'
        : ''
    case 'not-found':
      return status ? '' : ` (does the server know this kind? Its CRD may not be installed)`
    default:
      return ''
  }
}

/** Only for refusals of RBAC; quota and pod security answer 403 too, and no rule would help there. */
function permissionHint({ rbac }: Intent, status: Status | null): string {
  if (!rbac || !/\bcannot \w+ (resource|path)\b/.test(status?.message ?? '')) return ''
  const rule = `apiGroups ["${rbac.group}"], resources ["${rbac.resource}"], verbs [${rbac.verbs.map((v) => `"${v}"`).join(', ')}]`
  const where = rbac.namespace ? `a Role in namespace ${rbac.namespace}` : 'a ClusterRole'
  return ` (missing RBAC rule in ${where}: ${rule})`
}
