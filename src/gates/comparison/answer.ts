import { createHash } from 'node:crypto'
import type { AnswerFields, Comparison } from '../../spec/rollout.ts'
import { canonicalJson } from '../../workload/json.ts'
import { fieldPath, valueAt } from '../traffic/identify.ts'

/** One version's answer to one request, as far as it is compared. */
export interface LoggedAnswer {
  /** Correlation id. */
  readonly id: string
  /** Milliseconds since 1970, of the clock of the machine that ran the version. */
  readonly at: number
  /** An error status, or an answer without what is to be compared. */
  readonly bad: boolean
  readonly label: string | null
  readonly number: number | Float64Array | null
  /** Milliseconds; null: not known. */
  readonly latency: number | null
}

/** Reads one line or body; null when it is no answer to a request (another kind of line, no id). `at`: when known from elsewhere. */
export type AnswerReader = (text: string, known: KnownFacts) => LoggedAnswer | null
export interface KnownFacts {
  readonly at: number | null
  readonly id?: string
  readonly latency?: number
  readonly bad?: boolean
}

/** Ids are remembered by the hundred thousand. */
const LONGEST_ID = 200
/** A longer label is compared by its hash: a generated text would fill the memory. */
const LONGEST_LABEL = 200
const MOST_NUMBERS = 10_000

/** Compiles pattern and fields. The spec has checked both. */
export function answerReader({ pattern, fields }: Pick<Comparison, 'pattern' | 'fields'>): AnswerReader {
  const field = pattern === null ? jsonFields(fields) : groups(fields, new RegExp(pattern))
  return (text, known) => {
    const value = field(text, known.id !== undefined)
    if (value === null) return null
    const id = known.id ?? idOf(value('id'))
    const at = known.at ?? timeOf(value('time'))
    if (id === null || at === null) return null
    const label = fields.label === null ? null : labelOf(value('label'))
    const number = fields.number === null ? null : numberOf(value('number'))
    const incomplete =
      (fields.label !== null && label === null) || (fields.number !== null && number === null)
    const status = fields.status === null ? 0 : finite(value('status'))
    const failed = status === null || status >= 400
    const latency = known.latency ?? (fields.latency === null ? null : finite(value('latency')))
    return { id, at, bad: known.bad === true || incomplete || failed, label, number, latency }
  }
}

type Field = (name: keyof AnswerFields) => unknown

/** `whole`: the text is an answer, whatever it looks like, and not one line among others. */
type Reading = (text: string, whole: boolean) => Field | null

function jsonFields(fields: AnswerFields): Reading {
  const paths = Object.fromEntries(
    Object.entries(fields).map(([name, path]) => [name, path === null ? null : fieldPath(path as string)]),
  )
  return (text, whole) => {
    const first = text.trimStart()[0]
    // Most other lines are text: an exception for each would cost more than all the rest.
    if (!whole && first !== '{' && first !== '[') return null
    const document = parsed(text)
    // A half line, or text that only begins like JSON.
    if (document === undefined) return null
    return (name) => {
      const path = paths[name]
      return path === null || path === undefined ? undefined : valueAt(document, path)
    }
  }
}

/** Python writes these, which JSON does not have, for a number that is none. Strings are kept as they are. */
const NO_NUMBER = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    if (!/NaN|Infinity/.test(text)) return undefined
  }
  // A model that has lost its numbers has answered, badly; it must not look like a copy that never arrived.
  try {
    return JSON.parse(text.replace(NO_NUMBER, (found) => (found.startsWith('"') ? found : 'null')))
  } catch {
    return undefined
  }
}

function groups(fields: AnswerFields, pattern: RegExp): Reading {
  return (text) => {
    const found = pattern.exec(text)?.groups
    if (found === undefined) return null
    return (name) => (fields[name] === null ? undefined : found[fields[name]])
  }
}

function idOf(value: unknown): string | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const id = String(value)
  return id === '' || id.length > LONGEST_ID ? null : id
}

function labelOf(value: unknown): string | null {
  if (value === null || value === undefined) return null
  const text = typeof value === 'string' ? value : canonicalJson(value)
  if (text.length <= LONGEST_LABEL) return text
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16)
  return `${text.slice(0, 40)}… (${text.length} characters, ${hash})`
}

function numberOf(value: unknown): number | Float64Array | null {
  if (!Array.isArray(value)) return finite(value)
  const all = value.map(finite)
  return all.length === 0 || all.length > MOST_NUMBERS || all.includes(null)
    ? null
    : Float64Array.from(all as number[])
}

function finite(value: unknown): number | null {
  if (typeof value === 'string' && value.trim() !== '') value = Number(value)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}

/** Units of a number, by its size: one that is larger is finer. All are of this century. */
const UNITS = [
  { above: 1e17, milliseconds: 1e-6 },
  { above: 1e14, milliseconds: 1e-3 },
  { above: 1e11, milliseconds: 1 },
] as const

/**
 * ISO 8601 as many loggers write it (a space, a comma, a space before the zone, no zone: UTC), or seconds since 1970 or a thousandth,
 * a millionth, a billionth of them; null when it is none.
 */
export function timeOf(value: unknown): number | null {
  if (typeof value === 'string' && !/^\d+(\.\d+)?$/.test(value)) {
    const time = Date.parse(withZone(value.trim().replace(',', '.').replace(' ', 'T')))
    return Number.isNaN(time) ? null : time
  }
  const number = finite(value)
  if (number === null) return null
  return number * (UNITS.find(({ above }) => number > above)?.milliseconds ?? 1_000)
}

function withZone(iso: string): string {
  if (iso.endsWith('Z')) return iso
  const [written, hours, minutes] = /(?<=:\d\d(?:\.\d+)?) ?(?:z|UTC|([+-]\d\d):?(\d\d)?)$/.exec(iso) ?? []
  const bare = written === undefined ? iso : iso.slice(0, -written.length)
  return `${bare}${hours === undefined ? 'Z' : `${hours}:${minutes ?? '00'}`}`
}

/** The largest difference of the numbers of both answers; null when they cannot be compared. */
export function differenceOf(a: LoggedAnswer['number'], b: LoggedAnswer['number']): number | null {
  if (typeof a === 'number' && typeof b === 'number') return Math.abs(a - b)
  if (typeof a === 'number' || typeof b === 'number' || a === null || b === null || a.length !== b.length)
    return null
  let most = 0
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!))
  return most
}
