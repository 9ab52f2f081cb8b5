import type { Duplex } from 'node:stream'
import type { KubeClient } from '../kube/client.ts'
import type { Clock } from '../process/clock.ts'
import type { ApprovalRecord } from '../record/record.ts'
import type { RecordStore } from '../record/store.ts'
import type { MetricsServer } from '../spec/metrics.ts'
import type { Traffic } from '../spec/rollout.ts'
import type { Metrics } from '../gates/metrics/prometheus.ts'
import type { Workspace } from './preparation.ts'
import type { Prober } from '../gates/traffic/probing.ts'

/** What the engine needs of the world; built in one place, `commands/compose.ts`. */
export interface Engine {
  readonly kube: KubeClient
  readonly workspace: Workspace
  readonly store: RecordStore
  readonly clock: Clock
  readonly run: Run
  readonly toolVersion: string
  readonly approvals: ApprovalSource
  /** Null when the rollout file has no `traffic` block. `dial` sends the requests into one pod instead of to the gateway. */
  readonly prober: (traffic: Traffic, versions: readonly string[], dial?: Dial) => Prober
  /** Asks the metrics server of the rollout file. */
  readonly metrics: (server: MetricsServer) => Metrics
  readonly progress: Progress
  readonly signal: AbortSignal
  /** Milliseconds that a lease lasts without renewal. */
  readonly leaseDuration: number
  /** The image (`repository@sha256:…`) that a reference by tag names now. Rejects with a message for people. */
  readonly resolveImage: (requested: string) => Promise<string>
  /** Lets writes through only while this process holds the lease. */
  readonly setFence: (fence: ((what: string) => void) | null) => void
}

export type Dial = () => Promise<Duplex>

/** Who is asking. On a CI host it is the pipeline run. */
export interface Run {
  readonly id: string
  readonly link: string | null
  /** For people: host and process. */
  readonly who: string
}

export interface ApprovalSource {
  /** Who approved this stage for this run and release. */
  approvalOf(request: ApprovalRequest): Promise<Approval>
}

/** `reason` says why there is no approval and what to do: "nobody has given one in run 7; approve it at …". */
export type Approval =
  | { readonly kind: 'given'; readonly approval: ApprovalRecord }
  | { readonly kind: 'missing'; readonly reason: string }

export interface ApprovalRequest {
  readonly rollout: string
  readonly stage: string
  readonly environment: string
  readonly run: string
  readonly release: string
  /** Accounts of the rollout file whose start of the stage counts as the approval; empty: the host asks reviewers. */
  readonly approvers: readonly string[]
  /** All that the record has seen: an approval that opened another stage does not open this one. */
  readonly earlier: readonly ApprovalRecord[]
  /** The last change that another run made to the rollout: an approval from before it was for something else. Null: none. */
  readonly foreign: { readonly run: string; readonly at: string } | null
  /** What the approver should see: one line each. */
  readonly summary: readonly string[]
}

/** Percent of an advance that its actions are; the rest are the gates. */
export const ACTIONS_SHARE = 60

/** Tells people what happens; never the place for results. */
export interface Progress {
  /** A new line of history. */
  step(text: string): void
  /** The current state of a wait; may replace the one before. */
  waiting(text: string): void
  /** How much of the command is done, for hosts that show it: whole numbers up to 100. */
  percent?(value: number): void
}
