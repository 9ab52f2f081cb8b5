import type { StringMatch } from '../../spec/rollout.ts'

/** `never`: no text matches both. `unclear`: one condition cannot say both, and there is room for one. */
export type Both = StringMatch | 'never' | 'unclear'

export interface TextOrder {
  equal(a: string, b: string): boolean
  /** `text` starts with `prefix`. */
  under(text: string, prefix: string): boolean
}
export const exactText: TextOrder = {
  equal: (a, b) => a === b,
  under: (text, prefix) => text.startsWith(prefix),
}
export const anyCase: TextOrder = {
  equal: (a, b) => a.toLowerCase() === b.toLowerCase(),
  under: (text, prefix) => text.toLowerCase().startsWith(prefix.toLowerCase()),
}

/** What both conditions together demand of one text. */
export function bothOf(a: StringMatch, b: StringMatch, order: TextOrder = exactText): Both {
  if (sameMatch(a, b)) return a
  if (a.kind === 'present') return b
  if (b.kind === 'present') return a
  if (a.kind === 'regex' || b.kind === 'regex') return 'unclear'
  if (a.kind === 'exact' && b.kind === 'exact') return order.equal(a.value, b.value) ? a : 'never'
  if (a.kind === 'exact') return order.under(a.value, b.value) ? a : 'never'
  if (b.kind === 'exact') return order.under(b.value, a.value) ? b : 'never'
  if (order.under(a.value, b.value)) return a
  return order.under(b.value, a.value) ? b : 'never'
}

export function sameMatch(a: StringMatch, b: StringMatch): boolean {
  if (a.kind === 'present' || b.kind === 'present') return a.kind === b.kind
  return a.kind === b.kind && a.value === b.value
}
