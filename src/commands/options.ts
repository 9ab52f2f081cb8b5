import { INIT } from './init-options.ts'
import { SET } from './set-option.ts'
import { SETUP } from './setup-options.ts'

/** Every command and option of the CLI, once: parsing, `--help` and the documentation come from here. */
export interface OptionSpec {
  readonly type: 'string' | 'boolean'
  /** One letter, as in `-n`. */
  readonly short?: string
  /** Placeholder of the value in the help. */
  readonly value?: string
  /** May be given several times; on hosts it is one value in a line. */
  readonly repeat?: true
  readonly help: string
}

export const GLOBAL_OPTIONS = {
  json: {
    type: 'boolean',
    help: 'print exactly one JSON document on stdout; text for people goes to stderr',
  },
  kubeconfig: {
    type: 'string',
    value: 'FILE',
    help: 'kubeconfig, as kubectl takes it (default: KUBECONFIG, then ~/.kube/config)',
  },
  context: { type: 'string', value: 'NAME', help: 'context of the kubeconfig' },
  namespace: {
    type: 'string',
    short: 'n',
    value: 'NAME',
    help: 'instead of the namespace of the rollout file',
  },
  'request-timeout': {
    type: 'string',
    value: 'TIME',
    help: 'of one request to the API server, e.g. 10s (default 30s)',
  },
  'lease-duration': {
    type: 'string',
    value: 'TIME',
    help: 'after which another process may take over from one that has died (default 15s)',
  },
  run: { type: 'string', value: 'ID', help: 'the run that owns the rollout (default: user@host)' },
  'run-link': {
    type: 'string',
    value: 'URL',
    help: 'page of the run, shown to whoever is refused because of it',
  },
  quiet: { type: 'boolean', help: 'no progress on stderr' },
  help: { type: 'boolean', help: 'this text' },
} as const satisfies { [name: string]: OptionSpec }

const APPROVE: OptionSpec = {
  type: 'string',
  value: 'all|STAGE,…',
  help: 'stages that are approved herewith; at a terminal you are asked otherwise',
}
const RELEASE: OptionSpec = {
  type: 'string',
  value: 'RELEASE',
  help: 'the release that was planned, and that the approvals are for; another one is held for want of approval',
}
const ROLLOUT: OptionSpec = {
  type: 'string',
  value: 'NAME',
  help: 'name of the rollout, when its file is not at hand',
}
const IMAGE: OptionSpec = {
  type: 'string',
  value: 'REF',
  help: 'image to roll out, as repository@sha256:…; a tag is resolved once, when the rollout begins',
}
/** Of every command that talks to a registry. */
const REGISTRY = {
  'registry-user': {
    type: 'string',
    value: 'NAME',
    help: 'user name at the registry of the image (default: the Docker config, then the login of the cloud)',
  },
  'registry-password-env': {
    type: 'string',
    value: 'VARIABLE',
    help: 'environment variable that holds the password, token or JSON key for it',
  },
  'registry-ca': {
    type: 'string',
    value: 'FILE',
    help: 'certificate (PEM) of the authority that signed the certificate of the registry',
  },
  'registry-http': {
    type: 'boolean',
    help: 'the registry speaks no TLS; not needed for one on this machine',
  },
} as const satisfies { [name: string]: OptionSpec }

export interface CommandSpec {
  readonly usage: string
  readonly help: string
  /** `file`: needs a rollout file; `file-or-name`: or --rollout NAME; `new-file`: writes one, rollout.yaml if not named. */
  readonly takes: 'file' | 'file-or-name' | 'new-file'
  readonly options: { readonly [name: string]: OptionSpec }
}

export const COMMANDS = {
  rehearse: {
    usage: 'rehearse FILE [--approve all] [--fault KIND]',
    help: 'runs the whole rollout on an embedded cluster on this machine: real HTTP, real processes, no cluster needed',
    takes: 'file',
    options: {
      set: SET,
      approve: APPROVE,
      fault: {
        type: 'string',
        value: 'KIND',
        help: 'makes the canary bad: 5xx, slow, crash, not-ready, wrong-answer, other-input (numbers in JSON bodies change sign)',
      },
    },
  },
  validate: {
    usage: 'validate FILE [--online]',
    help: 'checks the rollout file, its manifests and how they fit together; offline, unless --online, --kubeconfig or --context is given',
    takes: 'file',
    options: {
      set: SET,
      image: IMAGE,
      online: {
        type: 'boolean',
        help: 'look in the cluster for what the manifests name and do not hold: Services, Gateways, ConfigMaps, Secrets; writes nothing',
      },
    },
  },
  build: {
    usage: 'build FILE [--builder NAME] [--tag TAG,…] [--output FILE] [--dry-run]',
    help: 'builds and pushes the image of the rollout file; prints repository@sha256:…, which --image takes',
    takes: 'file',
    options: {
      set: SET,
      builder: {
        type: 'string',
        value: 'NAME',
        help: 'auto, docker, acr, gcloud or layer (default: image.builder of the file, or auto, which says what it chose)',
      },
      tag: {
        type: 'string',
        value: 'TAG,…',
        help: 'further tags of the image; one of its own it always gets',
      },
      output: {
        type: 'string',
        value: 'FILE',
        help: 'write the reference to this file too; the whole result, if its name ends in .json',
      },
      'print-dockerfile': {
        type: 'boolean',
        help: 'print the Dockerfile that image.scoring stands for; build nothing',
      },
      'dry-run': {
        type: 'boolean',
        help: 'say what would be built, with what, and what is in the registry already; build and push nothing',
      },
      refresh: {
        type: 'boolean',
        help: 'install the requirements again, for newer versions of what they leave open',
      },
      network: {
        type: 'string',
        value: 'MODE',
        help: 'network of RUN steps, as docker build takes it, e.g. host',
      },
      'build-timeout': {
        type: 'string',
        value: 'TIME',
        help: 'of one run of a builder, e.g. 30m (default 1h)',
      },
      ...REGISTRY,
    },
  },
  plan: {
    usage: 'plan FILE [--to STAGE] [--image REF]',
    help: 'prints what the next advance would change; writes nothing',
    takes: 'file',
    options: {
      set: SET,
      to: {
        type: 'string',
        value: 'STAGE',
        help: 'the stage to plan (default: the first that has not passed)',
      },
      image: IMAGE,
      ...REGISTRY,
      'pipeline-stages': {
        type: 'string',
        value: 'JSON',
        help: 'the stages of the pipeline that calls, as [{"name": …, "environment": …}]; refused when the file has others',
      },
      repair: { type: 'boolean', help: 'plan over what somebody changed behind our back' },
    },
  },
  render: {
    usage: 'render FILE --stage STAGE [--image REF]',
    help: 'prints the manifests of a stage as YAML, for review or GitOps; needs no cluster',
    takes: 'file',
    options: {
      set: SET,
      stage: { type: 'string', value: 'STAGE', help: 'the stage to render' },
      image: IMAGE,
    },
  },
  advance: {
    usage: 'advance FILE [--to STAGE] [--image REF]',
    help: 'goes to a stage and through its gates; aborts by itself when the canary is bad',
    takes: 'file',
    options: {
      set: SET,
      to: {
        type: 'string',
        value: 'STAGE',
        help: 'the stage to go to (default: the first that has not passed)',
      },
      image: IMAGE,
      ...REGISTRY,
      approve: APPROVE,
      release: RELEASE,
      repair: {
        type: 'boolean',
        help: 'write the recorded state over what somebody changed behind our back',
      },
      supersede: {
        type: 'boolean',
        help: 'abort the release that is under way, whichever run owns it, and start over with this one',
      },
    },
  },
  abort: {
    usage: 'abort FILE|--rollout NAME [--run ID]',
    help: 'goes back to the state before the rollout, from any stage; with --run only if that run owns it and it is not held',
    takes: 'file-or-name',
    options: {
      set: SET,
      rollout: ROLLOUT,
      reason: { type: 'string', value: 'TEXT', help: 'for the history' },
      'fewer-pods': {
        type: 'boolean',
        help: 'go back although stable has fewer pods ready than the whole load needs, as long as it has one',
      },
      'keep-passed': {
        type: 'boolean',
        help: 'with --run: leave a stage alone that has passed, because somebody else starts the next one (default: only the last stage of the file)',
      },
    },
  },
  rollback: {
    usage: 'rollback FILE|--rollout NAME',
    help: 'undoes the rollout that finished last: the release before it serves again',
    takes: 'file-or-name',
    options: { set: SET, rollout: ROLLOUT, approve: APPROVE },
  },
  status: {
    usage: 'status FILE|--rollout NAME',
    help: 'stage, weights recorded, configured and served, release, image, owner, history, drift',
    takes: 'file-or-name',
    options: { set: SET, rollout: ROLLOUT },
  },
  verify: {
    usage: 'verify FILE [--stage STAGE]',
    help: 'sends requests, says which version answered, and compares with the route state of the stage',
    takes: 'file',
    options: {
      set: SET,
      stage: { type: 'string', value: 'STAGE', help: 'compare with this stage (default: the current one)' },
      requests: {
        type: 'string',
        value: 'N',
        help: 'requests of one measurement (default: traffic.requests)',
      },
    },
  },
  init: INIT,
  setup: SETUP,
} as const satisfies { [name: string]: CommandSpec }

export type CommandName = keyof typeof COMMANDS
