/** Words that tell two versions apart in names such as `model-green`, and who follows whom. */
const PAIRS: readonly (readonly [string, string])[] = [
  ['green', 'blue'],
  ['a', 'b'],
  ['old', 'new'],
  ['stable', 'canary'],
  ['current', 'next'],
  ['primary', 'canary'],
]

/** The name with its version replaced by the next one, and both versions; null when no word of it is a version. */
export function successor(name: string): { name: string; version: string; next: string } | null {
  const words = name.split('-')
  for (const [i, word] of [...words.entries()].reverse()) {
    const next = nextVersion(word)
    if (next !== null) return { name: words.with(i, next).join('-'), version: word, next }
  }
  return null
}

function nextVersion(word: string): string | null {
  const numbered = /^(v|model|m)(\d{1,6})$/.exec(word)
  if (numbered) return `${numbered[1]!}${Number(numbered[2]) + 1}`
  const pair = PAIRS.find((p) => p.includes(word))
  return pair ? (pair[0] === word ? pair[1] : pair[0]) : null
}

/** The words in which two names differ; null when they differ in more than one, or in their number. */
export function differingWords(a: string, b: string): readonly [string, string] | null {
  const [left, right] = [a.split('-'), b.split('-')]
  if (left.length !== right.length) return null
  const at = left.flatMap((word, i) => (word === right[i] ? [] : [i]))
  return at.length === 1 ? [left[at[0]!]!, right[at[0]!]!] : null
}

/** Whole words only: `a` is no part of `data`. */
export function replaceWord(text: string, word: string, by: string): string {
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(new RegExp(`(?<![A-Za-z0-9])${escaped}(?![A-Za-z0-9])`, 'g'), () => by)
}

/** `stable` and `canary` are roles, and versions change them. */
export function versionName(word: string): string {
  if (word === 'stable') return 'current'
  return word === 'canary' ? 'next' : word
}
