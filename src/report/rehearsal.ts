import type { Rehearsal } from '../rehearsal/rehearse.ts'
import type { Rollout } from '../spec/rollout.ts'
import { comparisonText } from './comparison.ts'
import { table } from './table.ts'

export function rehearsalText(rollout: Rollout, rehearsal: Rehearsal): string {
  const [stable, canary] = rollout.versions
  const { totals } = rehearsal
  const mirrors = rehearsal.stages.some(({ mirrored }) => mirrored !== undefined)
  return [
    table(
      [
        'stage',
        'weight',
        'requests',
        stable.name,
        canary.name,
        ...(mirrors ? ['copies'] : []),
        'errors',
        'verdict',
      ],
      rehearsal.stages.map((s) => [
        s.name,
        `${s.weight}%`,
        String(s.requests),
        String(s.served.stable),
        String(s.served.canary),
        ...(mirrors ? [s.mirrored ? `${s.mirrored.copies} of ${s.mirrored.requests}` : ''] : []),
        String(s.errors),
        s.verdict === 'done' ? 'passed' : s.verdict,
      ]),
    ),
    '',
    ...rehearsal.stages.flatMap(({ name, comparison }) =>
      comparison ? [`${name}: ${comparisonText(comparison)}`, ''] : [],
    ),
    `${totals.requests} live requests in ${totals.seconds} s: ${errorsText(totals)}`,
    ...rehearsal.examples.map((e) => `  e.g. ${e}`),
    rehearsal.outcome === 'done' ? 'done: ' + rehearsal.message : '',
  ].join('\n')
}

/** A bad canary may answer badly; what it did not answer itself was lost by the rollout. */
function errorsText({ errors, lost }: Rehearsal['totals']): string {
  if (errors === 0) return 'no errors, none lost'
  return `${errors} errors, ${lost === 0 ? "all of them the bad canary's own answers, none lost" : `${lost} of them lost, which is not the canary's own doing`}`
}
