import type { BuilderName } from '../spec/rollout.ts'
import type { DockerfileBuilder } from './builders/builder.ts'
import type { Digest, Registry } from './registry/registry.ts'

/** What a build runs with; everything that has effects comes in here. */
export interface BuildContext {
  readonly registry: Registry
  /** In the order in which `auto` asks them. */
  readonly builders: readonly DockerfileBuilder[]
  /** Folder of the rollout file. */
  readonly folder: string
  readonly env: { readonly [name: string]: string | undefined }
  readonly signal: AbortSignal
  readonly step: (text: string) => void
  /** ISO 8601. */
  readonly now: () => string
}

export interface BuildOptions {
  readonly builder: BuilderName
  /** Besides the one that the build chooses. */
  readonly tags: readonly string[]
  readonly network: string | null
  /** Make the dependency image again, although there is one. */
  readonly refresh: boolean
}

export interface BuildResult {
  /** `unchanged`: the registry had this image before, under all of its tags. */
  readonly outcome: 'done' | 'unchanged'
  readonly digest: Digest
  /** The first one is the build's own. */
  readonly tags: readonly string[]
  /** What made the image, e.g. `layer`. */
  readonly builder: string
  readonly message: string
  /** The dependency image of a scoring build, by digest. */
  readonly dependencies?: string
}

/** What a build would do. */
export interface BuildPlan {
  /** One line each; none when there is nothing to do. */
  readonly steps: readonly string[]
  /** Of the image, when the registry has it already. */
  readonly digest: Digest | null
  /** As far as they are known before the build. */
  readonly tags: readonly string[]
}

/** For people: `1.2 MB`. */
export function bytes(size: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(Math.floor(Math.log10(Math.max(size, 1)) / 3), units.length - 1)
  return `${step === 0 ? size : (size / 1000 ** step).toFixed(1)} ${units[step]}`
}
