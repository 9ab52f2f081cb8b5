import type { GateResult } from '../gates/gate.ts'
import { describe } from '../kube/object.ts'
import { changedPaths } from '../mesh/json-diff.ts'
import { canaryShare } from '../mesh/route-state.ts'
import { changeOf, writesOf } from '../plan/plan.ts'
import type { Action, Change, Write } from '../plan/plan.ts'
import { routeRef } from '../plan/route.ts'
import { formatDuration } from '../process/duration.ts'
import type { RolloutRecord } from '../record/record.ts'
import type { Stage } from '../spec/rollout.ts'
import { prepareFor } from './advance.ts'
import type { AdvanceOptions } from './advance.ts'
import { answerWithoutWork } from './answers.ts'
import type { Engine } from './context.ts'
import { decide } from './decision.ts'
import { routerOf } from './observe.ts'
import type { RolloutResult } from './result.ts'
import { fromRecord } from './result.ts'
import { planFor } from './stage-plan.ts'

/** What `plan` prints: the very actions that `advance` would carry out. */
export interface PlannedAdvance extends RolloutResult {
  readonly stageKind: Stage['kind'] | null
  readonly approval: string | null
  /** Accounts of the rollout file who start stages themselves; empty: the host asks reviewers. */
  readonly approvers: readonly string[]
  /** Version names. */
  readonly versions: { readonly stable: string; readonly canary: string } | null
  /** Percent to the canary once the stage is reached; null: no route is opened yet. */
  readonly nextWeight: number | null
  /** The stage before, with what its gates said. */
  readonly before: { readonly stage: string; readonly gates: readonly GateResult[] } | null
  /** All stages of the file. */
  readonly stages: readonly PlannedStage[]
  readonly actions: readonly PlannedAction[]
  /** Where the configured routes differ from the record. */
  readonly drift: readonly string[]
}

export interface PlannedStage {
  readonly name: string
  readonly approval: string | null
  /** `50 %`, `promote (copy)`, `finish`. */
  readonly does: string
  readonly gates: readonly string[]
}

export interface PlannedAction {
  readonly kind: Action['kind']
  readonly text: string
  readonly change: Change | null
  /** Changed fields, one line each. */
  readonly diff: readonly string[]
}

/** Plans an advance and writes nothing. Drift is reported, not refused: the exit code of a plan is 0. */
export async function planAdvance(engine: Engine, options: AdvanceOptions): Promise<PlannedAdvance> {
  const { record } = await engine.store.read()
  const prepared = await prepareFor(engine, record, options)
  const decision = await decide(engine, record, prepared, { to: options.to, repair: true })
  const stages = options.rollout.stages.map(plannedStage)
  const approvers = options.rollout.approvers ?? []
  const nothing = {
    stageKind: null,
    approval: null,
    approvers,
    versions: null,
    nextWeight: null,
    before: null,
    stages,
    actions: [],
    drift: [],
  }
  const answer = answerWithoutWork(decision, record, options.rollout)
  if (answer) return { ...answer, command: 'plan', ...nothing }
  const { stage } = decision as Extract<typeof decision, { stage: Stage }>
  const first = decision.kind === 'start'
  const plan = await planFor(engine, prepared, record, stage, {
    repair: true,
    resume: decision.kind === 'resume',
    first,
  })
  // A first run has nothing to ask before its route opens.
  const asked = (g: Stage['gates'][number]) => g.kind === 'soak' || plan.target !== null
  const gates: PlannedAction[] = stage.gates.filter(asked).map((g) => ({
    kind: 'confirm',
    text: `gate: ${gateText(g)}`,
    change: null,
    diff: [],
  }))
  return {
    command: 'plan',
    outcome: 'done',
    rollout: options.rollout.name,
    message: `advance would ${first ? 'start with' : 'go to'} stage ${stage.name}`,
    gates: [],
    ...fromRecord(record),
    stage: stage.name,
    image: prepared.image,
    ...(prepared.requestedImage === null ? {} : { requestedImage: prepared.requestedImage }),
    release: prepared.release,
    weight: { ...fromRecord(record).weight, configured: plan.configured },
    changes: writesOf(plan.plan).map(changeOf),
    notes: plan.plan.notes,
    stageKind: stage.kind,
    approval: stage.approval,
    approvers,
    versions: { stable: plan.scene.roles.stable.name, canary: plan.scene.roles.canary.name },
    nextWeight: plan.target === null ? null : canaryShare(plan.target),
    before: stageBefore(first ? null : record, stage),
    stages,
    actions: [...plan.plan.actions.map((a) => describeAction(a, options)), ...gates],
    drift: plan.drift,
  }
}

function stageBefore(record: RolloutRecord | null, stage: Stage): PlannedAdvance['before'] {
  const passed = record?.history.findLast((h) => h.event === 'passed' && h.stage !== stage.name)
  return passed?.stage ? { stage: passed.stage, gates: passed.gates } : null
}

export function plannedStage(stage: Stage): PlannedStage {
  const { name, approval } = stage
  return { name, approval, does: doing(stage), gates: stage.gates.map((g) => g.kind) }
}

function gateText(gate: Stage['gates'][number]): string {
  if (gate.kind !== 'metrics') return gate.kind
  const { name, min, max } = gate
  const limits = [...(min === null ? [] : [`at least ${min}`]), ...(max === null ? [] : [`at most ${max}`])]
  return `metrics, ${name} ${limits.join(' and ')}`
}

function doing(stage: Stage): string {
  if (stage.kind === 'promote') return `promote (${stage.mode})`
  if (stage.kind === 'finish') return 'finish'
  const headers = stage.headers.length > 0 ? ', requests with headers' : ''
  const mirror = stage.mirror > 0 ? `, mirror ${stage.mirror} %` : ''
  return `${stage.weight} %${headers}${mirror}`
}

function describeAction(action: Action, options: AdvanceOptions): PlannedAction {
  const plain = (text: string): PlannedAction => ({ kind: action.kind, text, change: null, diff: [] })
  switch (action.kind) {
    case 'write': {
      const change = changeOf(action)
      return {
        kind: 'write',
        text: `${WORDS[change.action]} ${describe(action.ref)}: ${action.why}`,
        change,
        diff: diffOf(action, options),
      }
    }
    case 'await-ready':
      return plain(
        `wait until ${action.deployment} has ${action.replicas} ready pod${action.replicas === 1 ? '' : 's'}`,
      )
    case 'await-gone':
      return plain(`wait until the pods of ${action.deployment} are gone`)
    case 'warm-up':
      return plain(`send one request to each pod of ${action.deployment}`)
    case 'confirm':
      return plain('ask every gateway address whether it serves the new route')
    case 'drain':
      return plain(`wait ${formatDuration(action.duration)} ${action.why}`)
    case 'compare-templates':
      return plain('compare the pod templates of both versions')
    case 'release-fields':
      return plain(`give up our field ownership of ${describe(action.ref)}`)
  }
}

const WORDS = { created: 'create', updated: 'update', deleted: 'delete', unchanged: 'keep' } as const

function diffOf(write: Write, options: AdvanceOptions): string[] {
  if (!write.before || !write.after) return []
  const route = options.rollout.routes.find(
    (r) => routeRef(r).kind === write.ref.kind && r.name === write.ref.name,
  )
  if (route) return [...routerOf(route).diff(write.before, write.after)]
  const { before, after } = comparable(write)
  return changedPaths(before, after).map((c) => `${c.path}: ${show(c.before)} -> ${show(c.after)}`)
}

/** An apply names only what it sets; what it leaves out stays as it is. */
function comparable(write: Write) {
  const strip = (o: NonNullable<Write['before']>) => ({
    metadata: { labels: o.metadata.labels ?? {} },
    spec: o['spec'] ?? {},
    data: o['data'] ?? {},
  })
  const before = strip(write.before!)
  const after = strip(write.after!)
  return { before: write.verb === 'apply' ? onlyKeysOf(after, before) : before, after } as {
    before: never
    after: never
  }
}

function onlyKeysOf(shape: unknown, value: unknown): unknown {
  if (Array.isArray(shape) && Array.isArray(value)) return shape.map((s, i) => onlyKeysOf(s, value[i]))
  if (typeof shape === 'object' && shape !== null && typeof value === 'object' && value !== null) {
    return Object.fromEntries(
      Object.keys(shape).map((k) => [k, onlyKeysOf((shape as never)[k], (value as never)[k])]),
    )
  }
  return value
}

function show(value: unknown): string {
  return value === undefined ? '(none)' : JSON.stringify(value)
}
