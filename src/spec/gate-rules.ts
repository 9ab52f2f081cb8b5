import { entryOf, partAt } from './located.ts'
import type { Located } from './located.ts'
import type { Reading } from './reading.ts'
import type { StageInput } from './stage-shape.ts'

/** Each kind of check once, and traffic checks only with a `traffic` block. */
export function checkGates(stages: readonly StageInput[], root: Located, reading: Reading): void {
  const hasTraffic = entryOf(root, 'traffic') !== null
  for (const [i, stage] of stages.entries()) {
    const node = partAt(root, 'stages', i)
    const seen = new Set<string>(stage.soak === null ? [] : ['soak'])
    for (const [j, { kind }] of stage.checks.entries()) {
      const place = partAt(root, 'stages', i, 'checks', j)?.place ?? root.place
      if (seen.has(kind)) {
        reading.report(
          place,
          'conflict',
          `the stage "${stage.name}" has "${kind}" twice; expected each check once; remove one of them`,
        )
      } else if (kind === 'traffic' && stage.traffic === false) {
        reading.report(
          place,
          'conflict',
          `the stage "${stage.name}" has a traffic check and traffic: false; expected one of them; remove one`,
        )
      } else if (kind === 'traffic' && !hasTraffic) {
        reading.report(
          place,
          'conflict',
          'a traffic check without a "traffic" block; expected the block at the top of the file; add "traffic: { url: ..., identify: ... }"',
        )
      }
      seen.add(kind)
    }
    if (stage.traffic === true && !hasTraffic) {
      const place = entryOf(node, 'traffic')?.place ?? root.place
      reading.report(
        place,
        'conflict',
        'traffic: true without a "traffic" block; expected the block at the top of the file; add "traffic: { url: ..., identify: ... }"',
      )
    }
  }
}
