import type { CommandSpec } from './options.ts'
import { SET } from './set-option.ts'

/** `setup` has options for each host; a host refuses by name those of the other. */
export const SETUP = {
  usage: 'setup FILE --host github|azure [--check]',
  help: 'creates the environments that the stages wait in, with reviewers and branch rules, or checks them; prints a plan first',
  takes: 'file',
  options: {
    set: SET,
    host: { type: 'string', value: 'github|azure', help: 'the CI host: github or azure' },
    check: {
      type: 'boolean',
      help: 'change nothing; exit 1 when an environment lets everybody through, or every job can read the credentials of the cluster',
    },
    reviewers: {
      type: 'string',
      value: 'NAME,…',
      help: 'who may approve: accounts, and teams as ORG/TEAM (default: whoever is there already)',
    },
    'allow-self-review': { type: 'boolean', help: 'who starts a run may approve it too' },
    wait: {
      type: 'string',
      value: 'TIME',
      help: 'between the approval and the stage, e.g. 10m (default none)',
    },
    branches: {
      type: 'string',
      value: 'PATTERN,…',
      help: 'branches that may use the environments, or "any" (default: the default branch at GitHub, main in Azure DevOps)',
    },
    environment: {
      type: 'string',
      value: 'NAME',
      help: 'for the jobs that nobody approves: plan, build, recovery (default shiftgate)',
    },
    organization: {
      type: 'string',
      value: 'URL',
      help: 'Azure DevOps: https://dev.azure.com/ORG (default: SYSTEM_COLLECTIONURI); the token comes from AZURE_DEVOPS_EXT_PAT or SYSTEM_ACCESSTOKEN',
    },
    project: {
      type: 'string',
      value: 'NAME',
      help: 'Azure DevOps: the project (default: SYSTEM_TEAMPROJECT)',
    },
    pipelines: {
      type: 'string',
      value: 'ID,…',
      help: 'Azure DevOps: pipelines that may use the environments without a "Permit"',
    },
    'minimum-approvers': {
      type: 'string',
      value: 'N',
      help: 'Azure DevOps: how many have to approve (default 1; 0: all of them)',
    },
    'in-order': { type: 'boolean', help: 'Azure DevOps: approvers are asked one after the other' },
    'approval-timeout': {
      type: 'string',
      value: 'TIME',
      help: 'Azure DevOps: after which a stage that nobody approved is skipped (default 7d)',
    },
    instructions: { type: 'string', value: 'TEXT', help: 'Azure DevOps: shown to approvers' },
    repository: {
      type: 'string',
      value: 'OWNER/NAME',
      help: 'the GitHub repository (default: GITHUB_REPOSITORY); the token comes from GITHUB_TOKEN or GH_TOKEN',
    },
  },
} as const satisfies CommandSpec
