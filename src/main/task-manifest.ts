import { HOST_COMMANDS, INPUTS, camelCase } from '../commands/inputs.ts'
import type { InputSpec } from '../commands/inputs.ts'
import { CONNECTION_TYPES } from '../host/azure/connections.ts'
import { OUTPUTS } from '../report/outputs.ts'

/** One file of the extension: a task's folder, and its `task.json` as a value. */
export interface TaskManifest {
  readonly name: 'ShiftgateBuild' | 'ShiftgateRollout'
  readonly content: object
}

const BUILD = 'build'
/** Of agents that have Node 20; older ones are brought up to date by the service. */
const MINIMUM_AGENT = '4.248.0'
/** For those who know what they do: folded away. */
const ADVANCED = ['kubeconfig', 'context', 'namespace', 'request-timeout', 'lease-duration', 'run']

/** The manifests of both tasks from the table of inputs; a task whose command is not there yet is left out. */
export function azureTaskManifests(version: string): TaskManifest[] {
  const commands: readonly string[] = HOST_COMMANDS
  const rollout = commands.filter((command) => command !== BUILD)
  return [
    ...(commands.includes(BUILD) ? [buildTask(version)] : []),
    {
      name: 'ShiftgateRollout',
      content: {
        ...head('ShiftgateRollout', '6f3f6a0e-6a64-4d5c-9d55-0b7f2f0d9a41', version),
        friendlyName: 'Shiftgate rollout',
        description:
          'Moves live traffic to a new model version on Kubernetes with Istio: plans, advances a stage, verifies, aborts, rolls back',
        instanceNameFormat: 'Shiftgate $(command)',
        groups: [connectionGroup(), advancedGroup()],
        inputs: [
          commandInput(rollout),
          ...connectionInputs(),
          ...INPUTS.filter((i) => i.name !== 'command' && i.commands.some((c) => rollout.includes(c))).map(
            (i) => inputOf(i, rollout),
          ),
        ],
        ...tail(),
      },
    },
  ]
}

function buildTask(version: string): TaskManifest {
  const inputs = INPUTS.filter(
    (i) => i.name !== 'command' && (i.commands as readonly string[]).includes(BUILD),
  )
  return {
    name: 'ShiftgateBuild',
    content: {
      ...head('ShiftgateBuild', 'c0b7a0ce-2a0b-4b53-8a6e-57b6f9a2f6d3', version),
      friendlyName: 'Shiftgate build',
      description: 'Builds the scoring image of a rollout file, pushes it, and tells its digest',
      instanceNameFormat: 'Shiftgate build $(file)',
      groups: [advancedGroup()],
      inputs: [
        {
          name: 'containerRegistry',
          label: 'Docker registry connection',
          type: 'connectedService:dockerregistry',
          required: false,
          helpMarkDown:
            'Service connection of the registry that is pushed to. Leave it out after a login in an earlier step.',
        },
        ...inputs.map((i) => inputOf(i, [BUILD])),
      ],
      ...tail(),
    },
  }
}

function head(name: TaskManifest['name'], id: string, version: string) {
  const [major = 0, minor = 0, patch = 0] = version.split('-')[0]!.split('.').map(Number)
  return {
    $schema: 'https://raw.githubusercontent.com/Microsoft/azure-pipelines-task-lib/master/tasks.schema.json',
    id,
    name,
    helpMarkDown: 'Inputs, approvals and set-up: docs/azure-devops.md of shiftgate',
    category: 'Azure Pipelines',
    // Not in classic releases: they have no stages of a run, whose approvals could be asked for.
    visibility: ['Build'],
    runsOn: ['Agent', 'DeploymentGroup'],
    author: 'shiftgate',
    // Pipelines name the major version: `ShiftgateRollout@1`.
    version: { Major: major, Minor: minor, Patch: patch },
    minimumAgentVersion: MINIMUM_AGENT,
  }
}

function tail() {
  return {
    outputVariables: OUTPUTS.map(({ name, help }) => ({ name, description: help })),
    execution: {
      Node20_1: { target: 'task.cjs', argumentFormat: '' },
      Node24: { target: 'task.cjs', argumentFormat: '' },
    },
    restrictions: {
      commands: { mode: 'restricted' },
      settableVariables: { allowed: OUTPUTS.map(({ name }) => name) },
    },
  }
}

const connectionGroup = () => ({ name: 'connection', displayName: 'Cluster', isExpanded: true })
const advancedGroup = () => ({ name: 'advanced', displayName: 'Advanced', isExpanded: false })

function commandInput(commands: readonly string[]) {
  return {
    name: 'command',
    label: 'Command',
    type: 'pickList',
    required: true,
    defaultValue: 'advance',
    helpMarkDown: 'What to do.',
    options: Object.fromEntries(commands.map((command) => [command, command])),
  }
}

function connectionInputs() {
  const group = { groupName: 'connection' }
  const aks = { ...group, visibleRule: 'connectionType = azureResourceManager' }
  return [
    {
      name: 'connectionType',
      label: 'Connection',
      type: 'pickList',
      required: false,
      defaultValue: CONNECTION_TYPES[0].value,
      helpMarkDown: 'How the task reaches the cluster.',
      options: Object.fromEntries(CONNECTION_TYPES.map(({ value, label }) => [value, label])),
      ...group,
    },
    {
      name: 'kubernetesServiceConnection',
      label: 'Kubernetes service connection',
      type: 'connectedService:kubernetes',
      required: true,
      helpMarkDown: 'With a kubeconfig, or with a service account.',
      ...group,
      visibleRule: 'connectionType = kubernetes',
    },
    {
      name: 'azureSubscription',
      label: 'Azure Resource Manager connection',
      type: 'connectedService:AzureRM',
      required: true,
      helpMarkDown:
        'Workload identity federation, or a service principal with a key. Tokens of long stages are renewed.',
      ...aks,
    },
    {
      name: 'resourceGroup',
      label: 'Resource group',
      type: 'string',
      required: true,
      helpMarkDown: 'Of the AKS cluster.',
      ...aks,
    },
    {
      name: 'clusterName',
      label: 'AKS cluster',
      type: 'string',
      required: true,
      helpMarkDown: 'Name of the AKS cluster.',
      ...aks,
    },
    {
      name: 'clusterAdmin',
      label: 'Use cluster administrator credentials',
      type: 'boolean',
      required: false,
      defaultValue: 'false',
      helpMarkDown: 'Past the rights that the cluster gives to the identity. Better leave it off.',
      ...aks,
    },
  ]
}

function inputOf(input: InputSpec, commands: readonly string[]) {
  const taken = input.commands.filter((c) => commands.includes(c))
  return {
    name: camelCase(input.name),
    label: labelOf(input.name),
    type: input.name === 'file' ? 'filePath' : input.type,
    required: input.required,
    ...(input.default !== null
      ? { defaultValue: input.default }
      : input.type === 'boolean'
        ? { defaultValue: 'false' }
        : {}),
    helpMarkDown: `${input.help[0]!.toUpperCase()}${input.help.slice(1)}.`,
    ...(ADVANCED.includes(input.name) ? { groupName: 'advanced' } : {}),
    ...(taken.length === commands.length
      ? {}
      : { visibleRule: taken.map((command) => `command = ${command}`).join(' || ') }),
  }
}

function labelOf(name: string): string {
  const words = name.replaceAll('-', ' ')
  return `${words[0]!.toUpperCase()}${words.slice(1)}`
}
