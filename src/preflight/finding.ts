import type { KubeObject } from '../kube/object.ts'
import { describe, refOf } from '../kube/object.ts'
import type { Problem } from '../process/errors.ts'
import { CODES } from './codes.ts'
import type { FindingCode } from './codes.ts'

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

/** A problem of the rollout file or of a manifest as a finding; its message says by itself why and what to do. */
export function findingOf(problem: Problem, rollout: string): Finding {
  const known = (CODES as { readonly [code: string]: { readonly why: string } | undefined })[problem.code]
  const [what = '', ...rest] = problem.message.split(/[:;] /)
  return {
    ...problem,
    severity: 'error',
    object: problem.object ?? problem.file ?? rollout,
    why: known?.why ?? what,
    fix: rest.at(-1) ?? problem.message,
    istio: null,
  }
}
