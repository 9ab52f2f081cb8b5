import { jest } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse, stringify } from 'yaml'
import { rolloutJsonSchema } from '../../../src/spec/json-schema.ts'
import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import type { Json } from './mutate.ts'
import { mutateJson, mutateText, randomFrom } from './mutate.ts'
import { schemaAccepts } from './schema-check.ts'

const folder = join(import.meta.dirname, '../../fixtures/rollouts')
const SEEDS = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
const seed = Number(process.env.FUZZ_SEED ?? 20_261_121)
const TEXTS = Number(process.env.FUZZ_COUNT ?? 7_000)
const DOCUMENTS = TEXTS / 2
/** Time is only a guard against texts that hang: a busy machine is no fault. */
const SLOW = 5

/** What every answer must be like; a description of the first thing that is not, or null. */
function fault(text: string): string | null {
  const before = performance.now()
  const parsed = parseRollout(text, 'r.yaml')
  const took = performance.now() - before
  if (took > 1_000 * SLOW) return `took ${took} ms`
  if (parsed.ok) {
    const copy: unknown = JSON.parse(JSON.stringify(parsed.rollout))
    return JSON.stringify(copy) === JSON.stringify(parsed.rollout) && parsed.rollout.versions.length === 2
      ? null
      : 'is no plain data'
  }
  if (parsed.problems.length === 0) return 'neither a rollout nor a problem'
  const lines = formatProblems(parsed.problems).split('\n')
  if (lines.length !== parsed.problems.length) return 'a message of several lines'
  const bad = parsed.problems.find(
    ({ line, column }) =>
      line !== undefined && (!(line >= 1) || !((column ?? 0) >= 1) || line > text.split('\n').length),
  )
  if (bad !== undefined) return `an impossible place: ${JSON.stringify(bad)}`

  return (
    lines.find((line) =>
      /\bat \S+ \(|undefined|\[object|NaN\b|[\u0000-\u001f]/.test(line.replace(/"[^"]*"/g, '')),
    ) ?? null
  )
}

jest.setTimeout(600_000)

describe(`any text gets a rollout or problems, FUZZ_SEED=${seed}`, () => {
  test(`${TEXTS} texts with signs put in, taken out and moved`, () => {
    const random = randomFrom(seed)
    for (let i = 0; i < TEXTS; i++) {
      const text = mutateText(SEEDS[i % SEEDS.length]!, random)
      const found = fault(text)
      if (found !== null) throw new Error(`${found}\n${text}`)
    }
  })

  test(`${DOCUMENTS} documents with values, keys and items changed; the JSON Schema agrees`, () => {
    const random = randomFrom(seed + 1)
    const schema = rolloutJsonSchema() as { readonly [key: string]: unknown }
    const originals = SEEDS.map((text) => parse(text) as Json)
    const counts = { good: 0, refusedByBoth: 0 }
    for (let i = 0; i < DOCUMENTS; i++) {
      let document: Json = originals[i % originals.length]!
      for (let rounds = 1 + Math.floor(random() * 2); rounds > 0; rounds--)
        document = mutateJson(document, random)
      const text = stringify(document, { aliasDuplicateObjects: false })
      const found = fault(text)
      if (found !== null) throw new Error(`${found}\n${text}`)
      const parsed = parseRollout(text, 'r.yaml')
      const accepted = schemaAccepts(schema, document)
      const codes = parsed.ok ? [] : parsed.problems.map(({ code }) => code)
      const structural = codes.some((code) => ['unknown-key', 'wrong-type', 'missing-key'].includes(code))
      if (parsed.ok && !accepted) throw new Error(`the schema refuses a good file\n${text}`)
      if (structural && accepted)
        throw new Error(`the schema accepts ${formatProblems(parsed.ok ? [] : parsed.problems)}\n${text}`)
      if (parsed.ok) counts.good += 1
      else if (!accepted) counts.refusedByBoth += 1
    }
    // Both kinds must have come up often, or the comparison shows nothing.
    expect(counts.good).toBeGreaterThan(DOCUMENTS / 50)
    expect(counts.refusedByBoth).toBeGreaterThan(DOCUMENTS / 5)
  })
})
