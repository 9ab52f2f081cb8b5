import { rolloutShape } from './rollout-shape.ts'

/** Every key of the rollout file with its type, default and description, as a Markdown table. */
export function rolloutReference(): string {
  const rows = rolloutShape
    .rows('')
    .map(({ path, type, otherwise, doc }) => [`\`${path}\``, type, otherwise, doc])
  return (
    [['Key', 'Type', 'Default', 'Meaning'], ['---', '---', '---', '---'], ...rows].map(line).join('\n') + '\n'
  )
}

function line(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}
