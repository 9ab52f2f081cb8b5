import { entryOf, partAt } from './located.ts'
import type { Located } from './located.ts'
import type { Reading } from './reading.ts'
import type { Version } from './rollout.ts'
import type { CheckInput, StageInput } from './stage-shape.ts'

/** Each kind of check once, several metrics aside; traffic and metrics checks only with the block that says whom to ask. */
export function checkGates(stages: readonly StageInput[], root: Located, reading: Reading): void {
  const hasTraffic = entryOf(root, 'traffic') !== null
  const hasMetrics = entryOf(root, 'metrics') !== null
  for (const [i, stage] of stages.entries()) {
    const node = partAt(root, 'stages', i)
    const seen = new Set<string>(stage.soak === null ? [] : ['soak'])
    for (const [j, { kind }] of stage.checks.entries()) {
      const place = partAt(root, 'stages', i, 'checks', j)?.place ?? root.place
      if (seen.has(kind) && kind !== 'metrics') {
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
      } else if (kind === 'metrics' && !hasMetrics) {
        reading.report(
          place,
          'conflict',
          'a metrics check without a "metrics" block; expected the block at the top of the file; add "metrics: { url: https://prometheus.example.com }"',
        )
      } else if (kind === 'comparison') {
        const problem = misplacedComparison(
          stage,
          stage.checks[j] as CheckInput & { kind: 'comparison' },
          hasTraffic,
        )
        if (problem !== null) reading.report(place, 'conflict', problem)
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

/** A subset that a version has not would be filled in as an empty label, which is other traffic. */
export function checkQueries(
  stages: readonly StageInput[],
  versions: readonly [Version, Version],
  root: Located,
  reading: Reading,
): void {
  if (versions.every(({ backend }) => backend.kind === 'subset')) return
  for (const [i, stage] of stages.entries()) {
    for (const [j, check] of stage.checks.entries()) {
      const named = check.kind === 'metrics' ? /\$\{\w+\.subset\}/.exec(check.query)?.[0] : undefined
      if (named === undefined) continue
      reading.report(
        partAt(root, 'stages', i, 'checks', j, 'metrics', 'query')?.place ?? root.place,
        'conflict',
        `${named} is asked for, and the versions are no subsets; expected a name that they have; write ${named.replace('subset', 'service')} or ${named.replace('subset', 'deployment')}`,
      )
    }
  }
}

/** Lines of both versions to the same request exist only where requests are copied. */
function misplacedComparison(
  stage: StageInput,
  { source }: Extract<CheckInput, { kind: 'comparison' }>,
  hasTraffic: boolean,
): string | null {
  const name = `the stage "${stage.name}"`
  if (stage.kind !== 'weight')
    return `${name} is a ${stage.kind} stage, in which the versions no longer differ; expected a comparison in a weight stage; move it there`
  if (source.kind === 'replay') {
    return hasTraffic
      ? null
      : 'a replay without a "traffic" block; expected the block at the top of the file; add "traffic: { url: ..., identify: ... }"'
  }
  if (stage.mirror > 0) return null
  return `${name} copies no requests, so no two lines are about the same one; expected a mirror; add "mirror: 100" to the stage, or compare with "replay: {}"`
}
