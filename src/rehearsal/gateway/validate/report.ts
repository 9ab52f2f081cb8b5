/** Collects what istiod's webhook would say. */
export interface Report {
  readonly errors: string[]
  readonly warnings: string[]
  error(text: string): void
  warn(text: string): void
  /** An error, unless there is none. */
  problem(text: string | null): void
}

export function createReport(): Report {
  const errors: string[] = []
  const warnings: string[] = []
  return {
    errors,
    warnings,
    error: (text) => void errors.push(text),
    warn: (text) => void warnings.push(text),
    problem: (text) => void (text !== null && errors.push(text)),
  }
}
