import type { JsonObject, Ref } from '../kube/object.ts'
import type { RouteState } from '../mesh/route-state.ts'
import type { GateResult } from '../gates/gate.ts'
import type { Rollout } from '../spec/rollout.ts'

/** Raised when an older tool could no longer write what it reads. */
export const RECORD_SCHEMA = 1
/** Label of every object that we create for a rollout; on others it would claim what is not ours. */
export const ROLLOUT_LABEL = 'shiftgate.dev/rollout'
export const MANAGED_BY = { 'app.kubernetes.io/managed-by': 'shiftgate' } as const
/** Entries of `history` that are kept. */
export const HISTORY_LIMIT = 100

/** The durable state of one rollout, kept in the ConfigMap `shiftgate-<rollout>`. Never holds Secret data. */
export interface RolloutRecord {
  readonly schema: number
  /** Version of the tool that wrote it last. */
  readonly tool: string
  readonly rollout: string
  /** `active` from the first advance to the end of finish or abort. */
  readonly phase: 'active' | 'finished' | 'aborted'
  /** An ordinary rollout, or the undoing of a finished one. */
  readonly kind: 'rollout' | 'rollback'
  /** Roles by version name. They outlive the rollout: the next one starts from them. */
  readonly stable: string
  readonly canary: string
  /** No stable existed: the first stage deployed the image as stable. */
  readonly firstRun: boolean
  /** The parsed file, frozen by the first advance. */
  readonly file: Rollout
  readonly release: string
  /** `repository@sha256:…`, or null when the versions differ in settings only. */
  readonly image: string | null
  /** The tag that was asked for, when `image` was found by one. The first records do not have it. */
  readonly requestedImage?: string | null
  /** Set by the first advance, cleared by finish or abort only. */
  readonly owner: Owner | null
  readonly stage: string | null
  readonly stageState: StageState
  /** Why the stage is held, in one line. */
  readonly heldBecause: string | null
  /** When the route was last changed by us; soak counts from here. ISO 8601. */
  readonly routeChangedAt: string | null
  /** Ready replicas of stable while it carried the whole load. */
  readonly baseline: number
  /** Written before the effect; what a killed process was about to do. */
  readonly intent: Intent | null
  /** How far the irreversible parts have come. */
  readonly progress: Progress
  readonly routes: readonly RouteMemory[]
  /** Minimum replicas of autoscalers that we raised, to be restored. */
  readonly autoscalers: readonly { readonly ref: Ref; readonly minReplicas: number }[]
  /** Objects that this rollout created: they are removed at its end (canary) or by abort. */
  readonly created: readonly Ref[]
  /** Name of the immutable ConfigMap with the rendered objects and the snapshot of what was there before. */
  readonly archive: string | null
  /** Name of the archive that is being stored: it may exist before `archive` says so. */
  readonly archiving: string | null
  /** Archive of the release that finished last, for `rollback`. */
  readonly lastFinished: {
    readonly archive: string
    readonly release: string
    readonly image: string | null
  } | null
  /** Approvals and gates of the last finished rollout's stages, to report a weaker file. */
  readonly lastFile: Rollout | null
  readonly served: Served | null
  readonly history: readonly HistoryEntry[]
}

export type StageState = 'entering' | 'gating' | 'held' | 'passed'

/**
 * `clean` before, `copying` once stable is being redeployed, `removing` once something the route no longer names is being deleted;
 * `restored` once an abort has put everything back and only the archive is left to be removed.
 */
export type Progress = 'clean' | 'copying' | 'removing' | 'restored'

export interface Owner {
  readonly run: string
  readonly link: string | null
  /** ISO 8601. */
  readonly since: string
}

export interface Intent {
  readonly command: 'advance' | 'abort' | 'rollback'
  readonly stage: string | null
  /** The route state that is being brought about; null: none (yet). */
  readonly route: RouteState | 'original' | null
  readonly reason: string | null
}

/** What has to be known of a route to change it again and to put it back. */
export interface RouteMemory {
  readonly name: string
  readonly namespace: string
  /** State that we last wrote; null: not touched yet. */
  readonly state: RouteState | null
  /** The router's own memory (original weights, dropped destination, pins). */
  readonly memory: JsonObject | null
  /** We created the object: abort removes it. */
  readonly created: boolean
}

/** The share measured in the data plane. */
export interface Served {
  /** Percent to the canary. */
  readonly weight: number
  readonly low: number
  readonly high: number
  readonly n: number
  readonly from: readonly string[]
  /** ISO 8601. */
  readonly at: string
}

export interface HistoryEntry {
  readonly at: string
  readonly run: string
  readonly release: string
  readonly event:
    | 'started'
    | 'entered'
    | 'passed'
    | 'held'
    | 'failed'
    | 'aborting'
    | 'aborted'
    | 'finished'
    | 'rolling-back'
  readonly stage: string | null
  readonly weight: number | null
  readonly reason: string | null
  readonly gates: readonly GateResult[]
  readonly approval: ApprovalRecord | null
}

export interface ApprovalRecord {
  readonly stage: string
  readonly by: string
  /** ISO 8601: when it was given, or when it was seen. */
  readonly at: string
  readonly comment: string | null
  /** What of the host it was seen in; an approval opens one stage, so what has been used is not new. */
  readonly evidence?: Evidence
}

/** The `count`-th approval that an environment of the host got in a run. */
export interface Evidence {
  /** Of the host, which may be another one than the owner when a later run goes on with a rollout. */
  readonly run: string
  readonly attempt: number
  /** Where the host's approvals have ids, as in Azure DevOps, that of this one. */
  readonly environment: string
  readonly count: number
}

export function withHistory(record: RolloutRecord, entry: HistoryEntry): RolloutRecord {
  return { ...record, history: [...record.history, entry].slice(-HISTORY_LIMIT) }
}

/** The file of the team's rollout that finished last; the stages of a rollback are not theirs. */
export function lastFileOf(record: RolloutRecord | null): Rollout | null {
  return record?.phase === 'finished' && record.kind === 'rollout' ? record.file : (record?.lastFile ?? null)
}

/** Percent of the weighted traffic that the record says goes to the canary. */
export function recordedWeight(record: RolloutRecord): number | null {
  const state = record.routes[0]?.state
  if (!state) return record.phase === 'aborted' ? 0 : null
  if (state.kind === 'split') return state.weight
  return state.role === 'canary' ? 100 : 0
}
