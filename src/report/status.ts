import type { Status } from '../engine/status.ts'
import { singleLine } from '../process/escape.ts'
import { weightBar } from './weight-bar.ts'

const HISTORY_SHOWN = 10

export function statusText(status: Status): string {
  const { weight, versions, owner } = status
  const shown = weight.configured ?? weight.recorded
  const lines = [
    `${status.rollout}: ${status.message}`,
    ...(versions && shown !== null ? [`  ${weightBar(versions.stable, versions.canary, shown)}`] : []),
    `  weight     recorded ${percent(weight.recorded)}, configured ${percent(weight.configured)}, served ${served(status)}`,
    ...(status.release ? [`  release    ${status.release}`] : []),
    ...(status.image ? [`  image      ${status.image}`] : []),
    ...(owner
      ? [`  owner      ${owner.run}${owner.link ? ` ${owner.link}` : ''}, since ${owner.since}`]
      : []),
    ...(status.lease ? [`  at work    ${status.lease}`] : []),
    ...(status.nextStage && status.phase === 'active' ? [`  next       ${status.nextStage}`] : []),
    ...status.gates.map((g) => `  gate       ${g.kind}: ${g.verdict}: ${g.reason}`),
    ...status.approvals.map(
      (a) => `  approved   ${a.stage} by ${a.by} at ${a.at}${a.comment ? ` (${a.comment})` : ''}`,
    ),
    ...status.drift.map((d) => `  drift      ${d}`),
    ...(status.history.length > 0 ? ['  history'] : []),
    ...status.history
      .slice(-HISTORY_SHOWN)
      .map((h) => `    ${h.at}  ${h.event.padEnd(8)} ${h.stage ?? ''}${h.reason ? `: ${h.reason}` : ''}`),
  ]
  return lines.map(aligned).join('\n')
}

/** One harmless line that keeps its columns: runs of spaces stay. */
function aligned(line: string): string {
  return line
    .split(/( {2,})/)
    .map((part) => (/^ {2,}$/.test(part) ? part : singleLine(part, 1_000)))
    .join('')
}

function percent(value: number | null): string {
  return value === null ? 'unknown' : `${value} %`
}

function served(status: Status): string {
  const { served } = status.weight
  if (!served) return 'unknown (nobody looked)'
  return `${served.weight} % (${served.low} to ${served.high} %, n = ${served.n}, at ${served.at} from ${served.from.join(', ')})`
}
