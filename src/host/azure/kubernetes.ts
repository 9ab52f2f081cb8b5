import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import { messageOf } from '../../process/errors.ts'
import { singleLine } from '../../process/escape.ts'
import type { Agent } from './agent.ts'
import { failedConnection } from './connection-error.ts'
import type { EntraLogin, EntraToken } from './entra.ts'
import { ownFolder } from './own-folder.ts'
import { postEmpty } from './web.ts'
import type { Web } from './web.ts'

/** What a connection became: a kubeconfig for this task alone, removed when it ends. */
export interface Login {
  readonly kubeconfig: string
  end(): Promise<void>
}

const SHOWN = 'kubernetesServiceConnection'

/** A Kubernetes service connection: a kubeconfig, or the token of a service account. */
export async function fromKubernetesConnection(
  agent: Agent,
  connection: string,
  folder: string,
): Promise<Login> {
  const kind = (agent.data(connection, 'authorizationType') ?? 'Kubeconfig').toLowerCase()
  const text = kind === 'kubeconfig' ? wholeConfig(agent, connection) : accountConfig(agent, connection)
  const own = await ownFolder(folder, 'cluster')
  const file = path.join(own.path, 'kubeconfig')
  await write(file, text)
  return { kubeconfig: file, end: () => own.remove() }
}

function wholeConfig(agent: Agent, connection: string): string {
  const text = agent.authorization(connection, 'kubeconfig', false)
  if (!text) throw failedConnection(SHOWN, 'it holds no kubeconfig')
  const config = readable(text)
  registerSecrets(agent, config)
  const context = agent.authorization(connection, 'clusterContext', false)
  return stringify(context ? { ...config, 'current-context': context } : config)
}

function accountConfig(agent: Agent, connection: string): string {
  const server = agent.url(connection)
  const stored = agent.authorization(connection, 'apitoken', true)
  const authority = agent.authorization(connection, 'serviceAccountCertificate', false)
  if (!server || !stored) throw failedConnection(SHOWN, 'it has no server or no token')
  // As the secret of a service account has it, or as it is sent: the latter begins with `eyJ`.
  const token = stored.startsWith('eyJ') ? stored : Buffer.from(stored, 'base64').toString().trim()
  agent.secret(token)
  const trusted = agent.data(connection, 'acceptUntrustedCerts') === 'true'
  return stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'connection',
    contexts: [{ name: 'connection', context: { cluster: 'connection', user: 'connection' } }],
    clusters: [
      {
        name: 'connection',
        cluster: {
          server,
          ...(authority
            ? { 'certificate-authority-data': authority }
            : trusted
              ? { 'insecure-skip-tls-verify': true }
              : {}),
        },
      },
    ],
    users: [{ name: 'connection', user: { token } }],
  })
}

export interface ManagedCluster {
  readonly resourceGroup: string
  readonly name: string
  readonly admin: boolean
}

/** AKS's own application: tokens for clusters that use Microsoft Entra ID are issued for it. */
const AKS_SCOPE = '6dae42f8-4368-4678-94ff-3960e28e3630/.default'
const AKS_API = '2024-05-01'
/** A token is replaced this long before it expires. */
const MARGIN = 5 * 60_000
const AGAIN_AFTER_TROUBLE = 30_000

/** An AKS cluster through Azure Resource Manager; the token of a long stage is minted again before it expires. */
export async function fromResourceManager(
  agent: Agent,
  connection: string,
  cluster: ManagedCluster,
  login: EntraLogin,
  { folder, web }: { readonly folder: string; readonly web: Web },
): Promise<Login> {
  const shown = 'azureSubscription'
  const arm = agent.url(connection) ?? 'https://management.azure.com/'
  const subscription = agent.data(connection, 'subscriptionid') ?? ''
  const call = cluster.admin ? 'listClusterAdminCredential' : 'listClusterUserCredential'
  const parts = [
    'subscriptions',
    subscription,
    'resourceGroups',
    cluster.resourceGroup,
    'providers',
    'Microsoft.ContainerService',
    'managedClusters',
    cluster.name,
    call,
  ]
  const url = new URL(`${parts.map(encodeURIComponent).join('/')}?api-version=${AKS_API}`, arm).href
  const management = await login(new URL('.default', arm).href)
  const answer = await postEmpty(web, url, management.value).catch((error: unknown) => {
    const role = cluster.admin
      ? 'Azure Kubernetes Service Cluster Admin Role'
      : 'Azure Kubernetes Service Cluster User Role'
    throw failedConnection(
      shown,
      `${messageOf(error)} (cluster ${cluster.name}; its identity needs "${role}")`,
    )
  })
  const { kubeconfigs } = answer as { readonly kubeconfigs?: readonly { readonly value: string }[] }
  const encoded = kubeconfigs?.[0]?.value
  if (!encoded) throw failedConnection(shown, `cluster ${cluster.name} gave no kubeconfig`)
  const config = readable(Buffer.from(encoded, 'base64').toString(), shown)
  registerSecrets(agent, config)
  const own = await ownFolder(folder, 'cluster')
  const file = path.join(own.path, 'kubeconfig')
  if (!asksPlugin(config)) {
    await write(file, stringify(config))
    return { kubeconfig: file, end: () => own.remove() }
  }
  const tokenFile = path.join(own.path, 'token')
  const mint = async (): Promise<EntraToken> => {
    const token = await login(AKS_SCOPE)
    await write(tokenFile, token.value)
    return token
  }
  const first = await mint()
  await write(
    file,
    stringify({ ...config, users: config.users.map(({ name }) => ({ name, user: { tokenFile } })) }),
  )
  const stop = keepFresh(agent, mint, first)
  return {
    kubeconfig: file,
    end() {
      stop()
      return own.remove()
    },
  }
}

/** Mints again before each expiry; trouble is said, and tried again, while the old token still works. */
function keepFresh(agent: Agent, mint: () => Promise<EntraToken>, first: EntraToken): () => void {
  let timer: NodeJS.Timeout
  let ended = false
  const plan = (delay: number) => {
    if (ended) return
    timer = setTimeout(() => void renew(), delay)
    timer.unref()
  }
  const untilRenewal = ({ expires }: EntraToken) => {
    const left = expires - Date.now()
    return Math.max(500, left - Math.min(MARGIN, left / 2))
  }
  const renew = async () => {
    try {
      plan(untilRenewal(await mint()))
    } catch (error) {
      agent.say(`the token of the cluster could not be renewed yet: ${messageOf(error)}`)
      plan(AGAIN_AFTER_TROUBLE)
    }
  }
  plan(untilRenewal(first))
  return () => {
    ended = true
    clearTimeout(timer)
  }
}

interface Kubeconfig {
  readonly users: readonly { readonly name: string; readonly user?: { readonly [field: string]: unknown } }[]
  readonly [field: string]: unknown
}

function readable(text: string, shown = SHOWN): Kubeconfig {
  let config: unknown
  try {
    config = parse(text)
  } catch (error) {
    throw failedConnection(
      shown,
      `its kubeconfig is no YAML: ${singleLine(messageOf(error).split('\n')[0] ?? '')}`,
    )
  }
  if (typeof config !== 'object' || config === null || Array.isArray(config))
    throw failedConnection(shown, 'its kubeconfig is no YAML mapping')
  // `kubectl config view` writes null where there are none.
  return { ...config, users: (config as Kubeconfig).users ?? [] }
}

const asksPlugin = ({ users }: Kubeconfig) =>
  users.some(({ user }) => user?.['exec'] ?? user?.['auth-provider']) === true

const SECRET_FIELDS = ['token', 'password', 'client-key-data']

function registerSecrets(agent: Agent, { users }: Kubeconfig): void {
  for (const { user } of users) {
    for (const field of SECRET_FIELDS) {
      const value = user?.[field]
      if (typeof value === 'string') agent.secret(value)
    }
  }
}

/** Whole or not at all: it is read again while it is replaced. */
async function write(file: string, text: string): Promise<void> {
  await writeFile(`${file}.new`, text, { mode: 0o600 })
  await rename(`${file}.new`, file)
}
