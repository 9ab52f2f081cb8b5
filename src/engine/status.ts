import { canaryShare } from '../mesh/route-state.ts'
import { configuredWeight, driftOf } from '../plan/route.ts'
import type { HistoryEntry, RolloutRecord } from '../record/record.ts'
import type { Engine } from './context.ts'
import { lookAtRoutes } from './drift.ts'
import type { RolloutResult } from './result.ts'
import { fromRecord, notStarted } from './result.ts'

export interface Status extends RolloutResult {
  readonly phase: RolloutRecord['phase'] | 'none'
  readonly stageState: RolloutRecord['stageState'] | null
  readonly heldBecause: string | null
  /** Version names. */
  readonly versions: { readonly stable: string; readonly canary: string } | null
  readonly nextStage: string | null
  /** The abort that has begun, or what a killed process was about to do. */
  readonly pending: RolloutRecord['intent']
  /** Where the configured routes differ from the record. */
  readonly drift: readonly string[]
  /** Who may write right now, if anybody. */
  readonly lease: string | null
  readonly history: readonly HistoryEntry[]
}

/** What the record says and what is configured. Writes nothing. */
export async function readStatus(engine: Engine, rollout: string): Promise<Status> {
  const { record, lease } = await engine.store.read()
  const base = {
    command: 'status',
    outcome: 'done' as const,
    rollout,
    changes: [],
    gates: lastGates(record),
    owner: record?.owner ?? null,
    stageState: record?.stageState ?? null,
    heldBecause: record?.heldBecause ?? null,
    pending: record?.intent ?? null,
    lease: lease?.who ?? null,
    history: record?.history ?? [],
    phase: record?.phase ?? ('none' as const),
    ...fromRecord(record),
  }
  if (!record) {
    return {
      ...base,
      message: notStarted(rollout, engine.store.ref),
      versions: null,
      nextStage: null,
      drift: [],
    }
  }
  const { configured, drift } = await configuredNow(engine, record)
  return {
    ...base,
    message: messageOf(record, { configured, lost: drift[0] ?? null, atWork: lease !== null }),
    weight: { ...base.weight, configured },
    versions: { stable: record.stable, canary: record.canary },
    nextStage: nextStage(record),
    drift,
  }
}

async function configuredNow(
  engine: Engine,
  record: RolloutRecord,
): Promise<{ configured: number | null; drift: string[] }> {
  const input = await lookAtRoutes(engine, record)
  try {
    const pending = record.intent?.route
    const accepted = pending && pending !== 'original' ? [pending] : []
    const drift = record.phase === 'active' ? driftOf(input, accepted) : []
    return { configured: configuredWeight(input), drift }
  } catch (error) {
    // A route that cannot be read is what the reader of a status wants to know.
    return { configured: null, drift: [error instanceof Error ? error.message : String(error)] }
  }
}

function nextStage(record: RolloutRecord): string | null {
  if (record.phase !== 'active') return record.file.stages[0]?.name ?? null
  const current = record.file.stages.findIndex((s) => s.name === record.stage)
  return record.file.stages[record.stageState === 'passed' ? current + 1 : current]?.name ?? null
}

function lastGates(record: RolloutRecord | null): RolloutResult['gates'] {
  const entries = record?.history.filter((h) => h.gates.length > 0) ?? []
  return entries.at(-1)?.gates ?? []
}

interface Seen {
  readonly configured: number | null
  /** Why no weight can be read. */
  readonly lost: string | null
  readonly atWork: boolean
}

function messageOf(record: RolloutRecord, { configured, lost, atWork }: Seen): string {
  const { phase, stage, stageState, stable, release, heldBecause } = record
  if (phase === 'finished') return `finished: ${stable} serves release ${release} alone`
  if (phase === 'aborted') {
    if (configured !== null) return `aborted: ${stable} serves as before the rollout`
    const why = lost ?? 'there is no route'
    return `aborted: ${record.firstRun ? 'nothing serves, as before the rollout' : `the rollout is taken back, and where requests go is not known: ${why}`}`
  }
  if (record.intent?.command === 'abort')
    return `an abort has begun and is not complete: ${heldBecause ?? record.intent.reason ?? ''}`
  const weight = record.routes[0]?.state
    ? `, ${canaryShare(record.routes[0].state)} % to ${record.canary}`
    : ''
  const because = heldBecause ? `: ${heldBecause}` : ''
  if (stageState === 'passed') return `stage ${stage} has passed${weight}`
  if (stageState === 'held' || atWork) return `stage ${stage} is ${stageState}${weight}${because}`
  // Nobody holds the lease: whoever worked on it has ended.
  return `stage ${stage} was left unfinished${weight}${because}; "advance" goes on with it, "abort" goes back`
}
