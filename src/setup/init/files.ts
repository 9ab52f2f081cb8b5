import { stringify } from 'yaml'
import type { Rollout } from '../../spec/rollout.ts'
import { azureCaller } from '../azure/caller.ts'
import { byHandWorkflow } from '../github/by-hand.ts'
import { githubCaller } from '../github/caller.ts'
import type { Cloud } from '../github/cloud.ts'
import { WRITTEN } from './manifests.ts'
import type { Proposal } from './propose.ts'

/** A file to write; `path` is relative to where the command runs. */
export interface NewFile {
  readonly path: string
  readonly text: string
}

/** The manifest that both versions are rendered from. */
export function templateText({ versions, template }: Proposal): string {
  const names = versions.map(({ name }) => name).join(' or ')
  return [
    `${WRITTEN} from the manifests of both versions; rendered once for each: \${version} is ${names}.`,
    template!.objects.map((object) => stringify(object, { lineWidth: 0 })).join('---\n'),
  ].join('\n')
}

/** Where what starts the rollout is written. */
export const CALLERS = {
  github: '.github/workflows/rollout.yml',
  azure: 'azure-pipelines-rollout.yml',
} as const

/** A call of the reusable workflow, a job for each stage, or a run for each stage. */
export type GithubForm = 'call' | 'explicit' | 'by-hand'

/** What starts the rollout in the host's pipeline; `file` is the rollout file from the root of the repository. */
export function callerOf(
  host: 'github' | 'azure',
  file: string,
  rollout: Rollout,
  { form, cloud }: { readonly form: GithubForm; readonly cloud: Cloud },
): NewFile {
  if (host === 'azure') return { path: CALLERS.azure, text: azureCaller(file, rollout) }
  const text =
    form === 'by-hand' ? byHandWorkflow(file, cloud) : githubCaller(file, rollout, form === 'explicit', cloud)
  return { path: CALLERS.github, text }
}
