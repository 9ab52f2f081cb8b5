import type { MetricsCheck, MetricsServer } from './metrics.ts'

/** A rollout file after parsing. All durations are milliseconds, all paths relative to the file's folder, all defaults filled in. */
export interface Rollout {
  readonly name: string
  readonly namespace: string
  readonly image: ImageSource | null
  /** Exactly two, as the team names them. The first is stable until a record says otherwise. */
  readonly versions: readonly [Version, Version]
  /** Rendered once per version. */
  readonly manifests: readonly ManifestSource[]
  readonly routes: readonly Route[]
  readonly traffic: Traffic | null
  readonly metrics: MetricsServer | null
  readonly stages: readonly Stage[]
  /** Accounts whose start of a stage counts as its approval, where the host has no reviewers; left out when there are none. */
  readonly approvers?: readonly string[]
  /** Whether `rollback` asks for the approvals of the weight stages too. */
  readonly rollback: { readonly approval: string | null }
  readonly timeouts: Timeouts
}

export interface ImageSource {
  /** Without tag or digest: `myregistry.azurecr.io/diabetes-scoring`. */
  readonly repository: string
  readonly build: ImageBuild | null
  /** Further names of what `build` pushes. */
  readonly tags: readonly string[]
  /** What builds, unless the command line says it. */
  readonly builder: BuilderName
}
export const BUILDERS = ['auto', 'docker', 'acr', 'gcloud', 'layer'] as const
export type BuilderName = (typeof BUILDERS)[number]
export type ImageBuild = ScoringBuild | DockerfileBuild

export interface ScoringBuild {
  readonly kind: 'scoring'
  readonly script: string
  /** Folder that is copied with the script in it; null: the script alone. */
  readonly source: string | null
  readonly model: string | null
  readonly requirements: string | null
  readonly conda: string | null
  /** `3.12`: of the default base image. */
  readonly python: string
  /** Image that has Python and pip (or conda); null: the official one. */
  readonly base: string | null
  readonly platform: string
}
export interface DockerfileBuild {
  readonly kind: 'dockerfile'
  readonly dockerfile: string
  readonly context: string
  readonly args: { readonly [name: string]: string }
  readonly target: string | null
  readonly platform: string | null
  /** By id, as `RUN --mount=type=secret,id=…` names them. */
  readonly secrets: { readonly [id: string]: BuildSecret }
}
/** Where a secret's value is; the value itself is never read by us. */
export type BuildSecret =
  { readonly kind: 'env'; readonly name: string } | { readonly kind: 'file'; readonly path: string }

export interface Version {
  readonly name: string
  readonly deployment: string
  readonly backend: Backend
  /** Placeholders of the team's own, `${NAME}` in the manifests. */
  readonly values: { readonly [name: string]: string }
}

/** Where a route sends the traffic of a version. `port` is the Service's port; null when the route's own destinations name none. */
export type Backend =
  | { readonly kind: 'service'; readonly service: string; readonly port: number | null }
  | {
      readonly kind: 'subset'
      readonly service: string
      readonly subset: string
      readonly port: number | null
    }

export type ManifestSource =
  | { readonly kind: 'file'; readonly path: string }
  | {
      readonly kind: 'helm'
      readonly chart: string
      readonly release: string | null
      readonly values: readonly string[]
      readonly set: { readonly [key: string]: string }
    }
  | { readonly kind: 'kustomize'; readonly path: string }

/** What happens to rules that send matching requests to one version only (an `x-api-version: blue` rule). */
export type PinPolicy = 'refuse' | 'retarget'

export type Route =
  | {
      readonly kind: 'virtualService'
      readonly name: string
      readonly namespace: string
      /** `http[].name`, or its 0-based index, of the rule that is ours; null: found by its destinations. */
      readonly rule: string | number | null
      /** DestinationRule that holds the subsets; null: found by host. */
      readonly destinationRule: string | null
      /** Source of the objects when they do not exist yet. */
      readonly manifests: readonly ManifestSource[]
      readonly pins: PinPolicy
    }
  | {
      readonly kind: 'httpRoute'
      readonly name: string
      readonly namespace: string
      readonly rule: string | number | null
      readonly manifests: readonly ManifestSource[]
      readonly pins: PinPolicy
    }

export interface Traffic {
  readonly url: string
  /** `IP` or `IP:PORT` of every gateway address to ask instead of looking the host up; empty: look it up, use all answers. */
  readonly resolve: readonly string[]
  readonly ca: string | null
  readonly method: string
  /** Names of environment variables are resolved when requests are made, never stored. */
  readonly headers: { readonly [name: string]: HeaderValue }
  readonly body:
    { readonly kind: 'file'; readonly path: string } | { readonly kind: 'text'; readonly text: string } | null
  /** Of one request. */
  readonly timeout: number
  readonly answer: GoodAnswer
  readonly identify: Identify
  readonly from: TrafficSource
  /** Requests of one measurement. */
  readonly requests: number
  readonly limits: Limits
}
export type HeaderValue =
  { readonly kind: 'text'; readonly text: string } | { readonly kind: 'env'; readonly name: string }

export interface GoodAnswer {
  /** Inclusive ranges of HTTP status. */
  readonly status: readonly { readonly from: number; readonly to: number }[]
  /** A good body matches this regular expression; null: any. */
  readonly body: string | null
  /** A good body does not match this one, e.g. `"status":\s*"ng"`; null: none excluded. */
  readonly notBody: string | null
}

/** How an answer tells its version. Keys are version names, or the roles `stable` (old release) and `canary` (new release). */
export type Identify =
  /** Header value equals the version's name, or the given value. */
  | {
      readonly by: 'header'
      readonly header: string
      readonly values: { readonly [side: string]: string } | null
    }
  | { readonly by: 'body'; readonly patterns: { readonly [side: string]: string } }
  /** Field by path of keys and indexes, `predictions[0].label`. */
  | { readonly by: 'json'; readonly field: string; readonly values: { readonly [side: string]: string } }
  /** Numeric field inside [low, high]. */
  | {
      readonly by: 'band'
      readonly field: string
      readonly bands: { readonly [side: string]: readonly [number, number] }
    }

export type TrafficSource =
  | { readonly kind: 'runner' }
  | {
      readonly kind: 'pod'
      readonly namespace: string
      readonly selector: string
    }

export interface Limits {
  /** Highest share of bad answers, 0..1. */
  readonly errors: number
  /** Milliseconds; null: not judged. */
  readonly p50: number | null
  readonly p99: number | null
}

export interface Timeouts {
  /** Until a Deployment is ready. */
  readonly ready: number
  /** Wait before a route names pods or subsets that the gateways may not have heard of yet. */
  readonly settle: number
  /** Until all gateway addresses agree on a route change. */
  readonly confirm: number
  /** Wait between the last route change and the removal of what it no longer serves. */
  readonly drain: number
  /** Until a gate that found no evidence, or a wrong share, gives up and holds. */
  readonly gate: number
}

export type Stage = WeightStage | PromoteStage | FinishStage
interface StageBase {
  readonly name: string
  /** Environment whose approval opens the stage; null: none. */
  readonly approval: string | null
  readonly gates: readonly GateSpec[]
  readonly onFailure: 'abort' | 'hold'
}
export interface WeightStage extends StageBase {
  readonly kind: 'weight'
  /** Percent to the canary, 0..100 in steps of 0.01. */
  readonly weight: number
  /** Requests that match any of these go to the canary whatever the weight. */
  readonly headers: readonly HeaderRoute[]
  /** Percent of the requests that are copied to the canary. */
  readonly mirror: number
}
export interface PromoteStage extends StageBase {
  readonly kind: 'promote'
  readonly mode: 'copy' | 'swap'
}
export interface FinishStage extends StageBase {
  readonly kind: 'finish'
}

/** All of its conditions hold (AND). Header names are lower case. */
export interface HeaderRoute {
  readonly headers: { readonly [name: string]: StringMatch }
  readonly path: StringMatch | null
}
export type StringMatch =
  | { readonly kind: 'exact'; readonly value: string }
  | { readonly kind: 'prefix'; readonly value: string }
  | { readonly kind: 'regex'; readonly value: string }
  | { readonly kind: 'present' }

export type GateSpec =
  | { readonly kind: 'soak'; readonly duration: number }
  /** Uses the file's `traffic` block; overrides are per stage. */
  | { readonly kind: 'traffic'; readonly requests: number; readonly limits: Limits }
  | ({ readonly kind: 'metrics' } & MetricsCheck)
  | ({ readonly kind: 'comparison' } & Comparison)

/** How the answers of both versions to the same request are found, compared and judged. */
export interface Comparison {
  readonly source:
    /** What the pods print. */
    | { readonly kind: 'logs'; readonly container: string | null }
    /** A file inside the container, by its absolute path. */
    | { readonly kind: 'file'; readonly path: string; readonly container: string | null }
    /** Answers to requests of our own to a pod of each version. */
    | {
        readonly kind: 'replay'
        /** One body per line, by path relative to the rollout file; null: the body of `traffic`. */
        readonly bodies: string | null
        readonly requests: number
        readonly header: string
      }
  /** Regular expression whose named groups are the fields; null: lines are JSON. */
  readonly pattern: string | null
  readonly fields: AnswerFields
  /** Milliseconds in which a copy may be on its way. */
  readonly settle: number
  readonly limits: ComparisonLimits
}

/** Where in a line, or an answer, things are: JSON paths or group names; null: not there, or known otherwise. */
export interface AnswerFields {
  readonly id: string | null
  readonly label: string | null
  readonly number: string | null
  readonly latency: string | null
  readonly status: string | null
  readonly time: string | null
}

/** Null: not judged. Shares are 0..1, exclusive. */
export interface ComparisonLimits {
  readonly agreement: number | null
  readonly maxDifference: number | null
  readonly p50Difference: number | null
  readonly p99Difference: number | null
  readonly errors: number
  /** Ratio of the medians, canary to stable. */
  readonly latency: number | null
  readonly p99Latency: number | null
  readonly coverage: number | null
  readonly minPairs: number
}

export function stageNamed(rollout: Rollout, name: string): Stage | null {
  return rollout.stages.find((s) => s.name === name) ?? null
}
