import type { PlannedAdvance } from '../engine/plan-advance.ts'
import { singleLine } from '../process/escape.ts'

export function planText(plan: PlannedAdvance): string {
  const lines = [
    `${plan.rollout}: ${plan.message}`,
    ...(plan.release ? [`release ${plan.release}`] : []),
    ...(plan.image ? [`image ${plan.image}${plan.requestedImage ? ` (${plan.requestedImage})` : ''}`] : []),
    ...(plan.approval ? [`needs an approval: ${plan.approval}`] : []),
    ...plan.drift.map((d) => `drift: ${d}; advance refuses unless --repair is given`),
    '',
    ...plan.actions.flatMap((a, i) => [
      `${String(i + 1).padStart(3)}. ${a.text}`,
      ...a.diff.map((d) => `       ${d}`),
    ]),
  ]
  return lines
    .map((l) =>
      l === '' ? '' : l.slice(0, l.length - l.trimStart().length) + singleLine(l.trimStart(), 1_000),
    )
    .join('\n')
}
