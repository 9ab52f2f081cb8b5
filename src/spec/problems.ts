import type { Problem } from '../process/errors.ts'

/** `file:line:column path: message`, one problem a line; parts that a problem does not have are left out. */
export function formatProblems(problems: readonly Problem[]): string {
  return problems.map(formatProblem).join('\n')
}

function formatProblem({ file, line, column, path, message }: Problem): string {
  const place = [file, ...(line === undefined ? [] : [line, column ?? 1])]
    .filter((part) => part !== undefined)
    .join(':')
  const where = [place, path].filter((part) => part !== undefined && part !== '').join(' ')
  return where === '' ? message : `${where}: ${message}`
}
