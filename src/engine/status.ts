import { canaryShare } from '../mesh/route-state.ts'
import { configuredWeight, driftOf } from '../plan/route.ts'
import type { HistoryEntry, RolloutRecord } from '../record/record.ts'
import type { Engine } from './context.ts'
import { lookAtRoutes } from './drift.ts'
import type { RolloutResult } from './result.ts'
import { fromRecord } from './result.ts'

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
      message: `rollout "${rollout}" has not started`,
      versions: null,
      nextStage: null,
      drift: [],
    }
  }
  const { configured, drift } = await configuredNow(engine, record)
  return {
    ...base,
    message: messageOf(record),
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

function messageOf(record: RolloutRecord): string {
  const { phase, stage, stageState, stable, release } = record
  if (phase === 'finished') return `finished: ${stable} serves release ${release} alone`
  if (phase === 'aborted') return `aborted: ${stable} serves as before the rollout`
  if (record.intent?.command === 'abort')
    return `an abort has begun and is not complete: ${record.heldBecause ?? record.intent.reason ?? ''}`
  const weight = record.routes[0]?.state
    ? `, ${canaryShare(record.routes[0].state)} % to ${record.canary}`
    : ''
  return `stage ${stage} ${stageState === 'passed' ? 'has passed' : `is ${stageState}`}${weight}${record.heldBecause ? `: ${record.heldBecause}` : ''}`
}
