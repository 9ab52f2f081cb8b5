import { LineCounter, isMap, isScalar, isSeq, parseDocument } from 'yaml'
import type { Node } from 'yaml'
import { OLDEST_PYTHON, SERVER, namesServer, requirementsProblems } from './requirements.ts'
import type { RequirementsProblem } from './requirements.ts'

/** What in a conda environment file cannot be installed in an image that gets this one file, or could not serve there. */
export function condaProblems(text: string): RequirementsProblem[] {
  const counter = new LineCounter()
  const document = parseDocument(text, { lineCounter: counter })
  const lineAt = (offset: number) => counter.linePos(offset).line
  const lineOf = (node: Node | null | undefined) => (node?.range ? lineAt(node.range[0]) : 1)
  const [error] = document.errors
  if (error)
    return [
      {
        line: lineAt(error.pos[0]),
        message: `it is no YAML: ${error.message.split('\n')[0]!.replace(/ at line .*/, '')}; correct it`,
      },
    ]
  const root = document.contents
  const dependencies = isMap(root) ? root.get('dependencies', true) : null
  if (!isSeq(dependencies))
    return [
      {
        line: lineOf(dependencies ?? root),
        message:
          'it has no list of "dependencies"; expected a conda environment file, as "conda env export" writes it; for pip\'s requirements there is "requirements"',
      },
    ]
  const problems: RequirementsProblem[] = []
  let python: { readonly line: number; readonly minor: number | null } | null = null
  for (const item of dependencies.items as Node[]) {
    const line = lineOf(item)
    if (isScalar(item) && typeof item.value === 'string') {
      python ??= pythonIn(item.value, line)
      continue
    }
    const pip = isMap(item) ? item.get('pip', true) : null
    if (!isSeq(pip)) {
      problems.push({
        line,
        message: 'it has a dependency that is neither text nor a list for pip; correct it',
      })
      continue
    }
    for (const entry of pip.items as Node[]) {
      const written = isScalar(entry) ? String(entry.value) : ''
      problems.push(...requirementsProblems(written).map(({ message }) => ({ line: lineOf(entry), message })))
    }
  }
  if (python === null)
    problems.push({
      line: lineOf(dependencies),
      message: 'its dependencies name no Python; expected one, such as "python=3.12"; add it',
    })
  else if (python.minor !== null && python.minor < OLDEST_PYTHON && !namesServer(text))
    problems.push({ line: python.line, message: tooOld(`3.${python.minor}`) })
  return problems
}

/** For messages: a Python on which the server does not run. */
export function tooOld(python: string): string {
  return `Python ${python} is too old for ${SERVER}, which serves the script and needs 3.${OLDEST_PYTHON} or newer; raise it, or name an older version of that package among the requirements`
}

/** The minor version where one is named: `python=3.7.*`, `conda-forge::python ==3.9`. */
function pythonIn(dependency: string, line: number): { line: number; minor: number | null } | null {
  const found = /^\s*(?:[\w./-]+::)?python(?:$|[\s=<>!~])\s*(.*)$/.exec(dependency)
  if (!found) return null
  const exact = /^python\s*={0,2}\s*3\.(\d+)/.exec(dependency.trim().replace(/^.*::/, ''))
  return { line, minor: exact ? Number(exact[1]) : null }
}
