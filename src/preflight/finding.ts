import type { KubeObject } from '../kube/object.ts'
import { describe, refOf } from '../kube/object.ts'
import type { Problem } from '../process/errors.ts'
import { CODES } from './codes.ts'
import type { CodeInfo, FindingCode } from './codes.ts'
import { EARLIER } from './earlier.ts'

export type Severity = 'error' | 'warning'

/** One thing that would go wrong, or may: what it is about, why it matters and what to write instead. */
export interface Finding extends Problem {
  readonly severity: Severity
  /** `VirtualService abtesting/mlmodel`, or the name of a file that could not be read. */
  readonly object: string
  readonly why: string
  readonly fix: string
  /** Code of the same finding in `istioctl analyze`; null: it has none. */
  readonly istio: string | null
}

export type Path = readonly (string | number)[]

/** An object that is looked at, and where it comes from: a manifest, or the cluster. */
export interface Subject {
  readonly object: KubeObject
  readonly file?: string
  readonly line?: number
  readonly place?: (path: Path) => { readonly line: number; readonly column: number }
}

export interface Details {
  /** What is wrong, after the object's name: `routes to Service model, which is not there`. */
  readonly what: string
  /** What to write instead, as an order: `write host: model`. */
  readonly fix: string
  /** Instead of the code's own. */
  readonly severity?: Severity
  readonly why?: string
}

/** A finding at a path of an object. */
export function finding(code: FindingCode, subject: Subject, path: Path, details: Details): Finding {
  const { severity, why, istio } = CODES[code]
  const object = describe(refOf(subject.object))
  const from = subject.file === undefined ? `${object} (in the cluster)` : object
  const reason = details.why ?? why
  return {
    code,
    severity: details.severity ?? severity,
    object,
    message: `${from} ${details.what}: ${reason}; ${details.fix}${istio === null ? '' : ` (${istio})`}`,
    why: reason,
    fix: details.fix,
    istio,
    ...(path.length === 0 ? {} : { path: pathText(path) }),
    ...(subject.file === undefined ? {} : { file: subject.file, line: subject.line }),
    ...(subject.place ? subject.place(path) : {}),
  }
}

/** `spec.http[0].route[1]`. */
export function pathText(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`
    if (!/^[\w-]+$/.test(key)) return `${text}[${JSON.stringify(key)}]`
    return text === '' ? key : `${text}.${key}`
  }, '')
}

/** The inverse, for paths that others have written; stops at what it cannot read. */
export function parsePath(text: string): Path {
  const parts = text.match(/[^.[\]]+|\[\d+\]/g) ?? []
  return parts.map((part) => (part.startsWith('[') ? Number(part.slice(1, -1)) : part))
}

/** Where a problem was found that the preflight did not find itself. */
export type Origin = 'rollout file' | 'manifests' | 'routes'

const WHY: { readonly [origin in Origin]: string } = {
  'rollout file': 'nothing starts with a file that says something else than was meant',
  manifests: 'nothing is applied unless all of it can be',
  routes: 'the stage would be refused, and nothing changed',
}

/** A problem of the steps before as a finding; the end of its message says what to do. */
export function findingOf(problem: Problem, rollout: string, origin: Origin): Finding {
  const known: CodeInfo | undefined = (CODES as { readonly [code: string]: CodeInfo | undefined })[
    problem.code
  ]
  const earlier = known ?? EARLIER[problem.code]
  const [, ...advice] = problem.message.split(/[:;] /)
  return {
    ...problem,
    severity: 'error',
    object: problem.object ?? problem.file ?? rollout,
    why: earlier?.why ?? WHY[origin],
    // Of a route the message names its rules, whose description has colons of its own.
    fix: (origin === 'routes' ? earlier?.fix : advice.at(-1)) ?? earlier?.fix ?? problem.message,
    istio: earlier?.istio ?? null,
  }
}
