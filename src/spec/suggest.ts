/** The candidate that was most likely meant by `word`; null when none is near. Case and `_`/`-` do not count. */
export function suggest(word: string, candidates: readonly string[]): string | null {
  if (word.length > 60) return null
  const plain = normal(word)
  let best: string | null = null
  let bestDistance = Math.max(1, Math.floor(plain.length / 3)) + 1
  for (const candidate of candidates) {
    const distance = editDistance(plain, normal(candidate))
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best ?? longer(plain, candidates)
}

/** `mirrorPercentage` says more than `mirror` does, and means it. */
function longer(plain: string, candidates: readonly string[]): string | null {
  const begins = candidates.filter((name) => normal(name).length >= 5 && plain.startsWith(normal(name)))
  return begins.toSorted((a, b) => b.length - a.length)[0] ?? null
}

const normal = (word: string) => word.toLowerCase().replace(/[-_\s]/g, '')

/** Optimal string alignment: insertions, deletions, changes, and swaps of two neighbours. */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = last[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(change, last[j]! + 1, row[j - 1]! + 1, swapped ? before[j - 2]! + 1 : Infinity)
    }
    before = last
    last = row
  }
  return last[b.length]!
}
