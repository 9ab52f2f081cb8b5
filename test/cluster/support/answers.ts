import type { CliResult } from '../../support/cli.ts'

type Answer = CliResult['json']

const CODES = {
  done: 0,
  unchanged: 0,
  failed: 1,
  aborted: 1,
  invalid: 2,
  held: 3,
  refused: 4,
  cancelled: 130,
} as const

/** The command ended so, with the exit code that belongs to it; otherwise its whole output is shown. */
export function expectOutcome(result: CliResult, outcome: keyof typeof CODES): Answer {
  const seen = { code: result.code, outcome: result.json.outcome as unknown }
  if (seen.code !== CODES[outcome] || seen.outcome !== outcome) {
    const text = `expected ${outcome} (exit ${CODES[outcome]}), got ${String(seen.outcome)} (exit ${seen.code})`
    throw new Error(`${text}\n${result.stderr}\n${JSON.stringify(result.json, null, 2)}`)
  }
  return result.json
}

export function expectDone(result: CliResult, outcome: 'done' | 'unchanged' = 'done'): Answer {
  return expectOutcome(result, outcome)
}
