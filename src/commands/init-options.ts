import type { CommandSpec } from './options.ts'

/** `init` writes the first files of a team. `--namespace` is an option of every command. */
export const INIT = {
  usage: 'init [FILE] [--host github|azure] [--from FOLDER]',
  help: 'writes a first rollout file, and with --host what starts it in a pipeline, from the manifests that it finds; overwrites nothing',
  takes: 'new-file',
  options: {
    host: {
      type: 'string',
      value: 'github|azure',
      help: 'write the workflow or pipeline too; run it in the root of the repository',
    },
    from: {
      type: 'string',
      value: 'FOLDER',
      help: 'where the manifests are (default: the current folder)',
    },
    explicit: {
      type: 'boolean',
      help: 'GitHub: a job for each stage in the workflow itself, instead of a call of the reusable one',
    },
    'by-hand': {
      type: 'boolean',
      help: 'GitHub: a run for each stage, started by a person, where the plan of the repository has no required reviewers',
    },
    cloud: {
      type: 'string',
      value: 'azure|google|kubeconfig',
      help: 'GitHub: how the jobs log in to the cluster (default: by where the images are; kubeconfig: a secret of the environments)',
    },
    name: { type: 'string', value: 'NAME', help: 'of the rollout (default: the label "app" of the pods)' },
    image: {
      type: 'string',
      value: 'REPOSITORY',
      help: 'of the images to roll out (default: that of the Deployment)',
    },
    url: {
      type: 'string',
      value: 'URL',
      help: 'where answers are measured after each stage (default: left open, as a comment)',
    },
    route: {
      type: 'string',
      value: 'KIND/NAME',
      help: 'the route, when there are several: virtualService/NAME or httpRoute/NAME',
    },
    force: { type: 'boolean', help: 'overwrite files that exist' },
  },
} as const satisfies CommandSpec
