import { invalid } from '../../process/errors.ts'
import type { Agent } from './agent.ts'
import type { AzureApi } from './api.ts'
import { entraLogin } from './entra.ts'
import type { Job } from './job.ts'
import { fromKubernetesConnection, fromResourceManager } from './kubernetes.ts'
import { fromRegistryConnection } from './registry.ts'
import type { Web } from './web.ts'

/** How a task reaches the cluster. */
export const CONNECTION_TYPES = [
  { value: 'none', label: 'KUBECONFIG of an earlier step' },
  { value: 'kubernetes', label: 'Kubernetes service connection' },
  { value: 'azureResourceManager', label: 'Azure Resource Manager (AKS)' },
] as const

export interface Connected {
  /** What the command's environment gets. */
  readonly env: { readonly [name: string]: string }
  end(): Promise<void>
}

interface Options {
  readonly job: Job
  readonly api: () => AzureApi
  readonly web: Web
  readonly folder: string
}

/** Logs in with the service connections that the inputs name. Throws `invalid`. */
export async function connect(agent: Agent, options: Options): Promise<Connected> {
  const login = await cluster(agent, options)
  const registry = agent.input('containerRegistry')
  const docker =
    registry === ''
      ? null
      : await fromRegistryConnection(
          agent,
          registry,
          () => entraLogin(agent, registry, 'containerRegistry', options),
          options,
        )
  return {
    env: {
      ...(login ? { KUBECONFIG: login.kubeconfig } : {}),
      ...(docker ? { DOCKER_CONFIG: docker.folder } : {}),
    },
    async end() {
      await login?.end()
      await docker?.end()
    },
  }
}

function cluster(agent: Agent, options: Options) {
  const type = agent.input('connectionType') || 'none'
  refuseOthers(agent, type)
  switch (type) {
    case 'none':
      return null
    case 'kubernetes':
      return fromKubernetesConnection(
        agent,
        required(agent, 'kubernetesServiceConnection', type),
        options.folder,
      )
    case 'azureResourceManager': {
      const connection = required(agent, 'azureSubscription', type)
      const managed = {
        resourceGroup: required(agent, 'resourceGroup', type),
        name: required(agent, 'clusterName', type),
        admin: /^true$/i.test(agent.input('clusterAdmin')),
      }
      return fromResourceManager(
        agent,
        connection,
        managed,
        entraLogin(agent, connection, 'azureSubscription', options),
        options,
      )
    }
    default:
      throw invalid({
        code: 'bad-input',
        message: `input "connectionType" is "${type}"; expected one of ${CONNECTION_TYPES.map((t) => t.value).join(', ')}`,
      })
  }
}

/** Inputs of the connections, by type. */
const TAKEN: { readonly [type: string]: readonly string[] } = {
  kubernetes: ['kubernetesServiceConnection'],
  azureResourceManager: ['azureSubscription', 'resourceGroup', 'clusterName'],
}

/** A connection that is left out of account would mean another cluster: the one that the agent happens to know. */
function refuseOthers(agent: Agent, type: string): void {
  for (const [other, names] of Object.entries(TAKEN)) {
    const given = other === type ? undefined : names.find((name) => agent.input(name) !== '')
    if (given === undefined) continue
    throw invalid({
      code: 'bad-input',
      message: `input "${given}" means nothing to connectionType "${type}"; set connectionType to ${other}, or remove it`,
    })
  }
}

function required(agent: Agent, name: string, type: string): string {
  const value = agent.input(name)
  if (value !== '') return value
  throw invalid({ code: 'bad-input', message: `connectionType "${type}" needs input "${name}"` })
}
