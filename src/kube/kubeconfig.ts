import { messageOf } from '../process/errors.ts'
import { KubeError } from './client.ts'
import { fieldsOf, type Fields } from './config-fields.ts'
import { contentOf } from './config-content.ts'
import { inClusterConfig, type InCluster } from './in-cluster.ts'
import { readKubeconfigs, type MergedKubeconfig } from './kubeconfig-file.ts'
import type { ResolvedKubeconfig } from './login.ts'
import { execCluster, impersonation, userCertificate, userLogin } from './user.ts'

export type { ResolvedKubeconfig } from './login.ts'

export interface KubeconfigQuery {
  /** Files of `--kubeconfig` or `KUBECONFIG`, in order of precedence. */
  readonly paths: readonly string[]
  /** Default: `current-context`. */
  readonly context?: string
  /** Default: the namespace of the context, then `default`. */
  readonly namespace?: string
  /** The service account of the pod we run in; used only when none of the files exists. */
  readonly inCluster?: InCluster
}

/**
 * Resolves one context of the merged kubeconfig files. Everything that the files name is read here, except token files
 * and exec plugins, which are asked at the first request. Every problem is a KubeError `config` with file and field.
 */
export async function loadKubeconfig(query: KubeconfigQuery): Promise<ResolvedKubeconfig> {
  const merged = await readKubeconfigs(query.paths)
  if (merged.files.length === 0) {
    if (query.inCluster) return inClusterConfig(query.inCluster, query.namespace)
    const looked = query.paths.filter((path) => path !== '').join(', ')
    throw new KubeError(
      'config',
      looked
        ? `no kubeconfig found: ${looked} does not exist; name an existing file with --kubeconfig or KUBECONFIG`
        : 'no kubeconfig given; name one with --kubeconfig or KUBECONFIG',
    )
  }
  return resolveContext(merged, query)
}

async function resolveContext(merged: MergedKubeconfig, query: KubeconfigQuery): Promise<ResolvedKubeconfig> {
  const files = merged.files.join(', ')
  const contextName = query.context || merged.currentContext
  if (!contextName) {
    throw new KubeError(
      'config',
      `${files}: current-context is not set; choose one with --context (known: ${known(merged.contexts)})`,
    )
  }
  const context = merged.contexts.get(contextName)
  if (!context) {
    throw new KubeError(
      'config',
      `${files}: there is no context "${contextName}" (known: ${known(merged.contexts)})`,
    )
  }
  const clusterName = context.string('cluster')
  if (clusterName === null) throw context.problem('cluster', 'is missing; it must name a cluster')
  const cluster = merged.clusters.get(clusterName)
  if (!cluster) {
    throw context.problem(
      'cluster',
      `there is no cluster "${clusterName}" (known: ${known(merged.clusters)})`,
    )
  }
  const userName = context.string('user')
  const user = userName === null ? fieldsOf({}, context.file, 'user') : merged.users.get(userName)
  if (!user) throw context.problem('user', `there is no user "${userName}" (known: ${known(merged.users)})`)

  const server = serverOf(cluster)
  const ca = await contentOf(cluster, 'certificate-authority')
  const insecure = cluster.boolean('insecure-skip-tls-verify')
  if (insecure && ca !== null) {
    throw cluster.problem(
      'insecure-skip-tls-verify',
      'cannot be true together with a certificate-authority; remove one of them',
    )
  }
  const common = {
    server,
    ca,
    insecure,
    serverName: cluster.string('tls-server-name'),
    proxyUrl: proxyOf(cluster),
  }
  return {
    ...common,
    namespace: query.namespace || context.string('namespace') || 'default',
    context: contextName,
    origin: `${context.file}, context ${contextName}${userName ? `, user ${userName}` : ''}`,
    clientCertificate: await userCertificate(user),
    login: userLogin(user, execCluster(cluster, common)),
    impersonate: impersonation(user),
  }
}

function known(entries: ReadonlyMap<string, unknown>): string {
  return [...entries.keys()].sort().join(', ') || 'none'
}

function serverOf(cluster: Fields): string {
  const text = cluster.string('server')
  if (text === null) throw cluster.problem('server', 'is missing; expected https://host[:port]')
  // kubectl takes a bare host:port as http, which would send the token in clear.
  if (!/^https?:\/\//i.test(text))
    throw cluster.problem('server', `expected https://host[:port], got "${text}"`)
  try {
    const url = new URL(text)
    return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
  } catch (error) {
    throw cluster.problem('server', `"${text}" is no valid address: ${messageOf(error)}`, error)
  }
}

function proxyOf(cluster: Fields): string | null {
  const text = cluster.string('proxy-url')
  if (text === null) return null
  if (!/^(https?|socks5h?):\/\//i.test(text) || !URL.canParse(text)) {
    throw cluster.problem('proxy-url', 'expected http://, https:// or socks5:// with host and port')
  }
  return text
}
