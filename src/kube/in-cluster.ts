import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../process/errors.ts'
import { KubeError } from './client.ts'
import type { ResolvedKubeconfig } from './login.ts'

/** Values of `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT` of a pod. */
export interface InCluster {
  readonly host: string
  readonly port: string
  /** Default: where the kubelet mounts the service account. */
  readonly directory?: string
}

const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount'

/** Access with the service account of the pod that we run in. The token is re-read, because the kubelet renews it. */
export async function inClusterConfig(pod: InCluster, namespace?: string): Promise<ResolvedKubeconfig> {
  const directory = pod.directory ?? SERVICE_ACCOUNT
  const read = async (name: string) => {
    const path = join(directory, name)
    try {
      return await readFile(path, 'utf8')
    } catch (error) {
      throw new KubeError(
        'config',
        `no kubeconfig given, and the pod's service account cannot be used: ${path}: ${messageOf(error)}; ` +
          'set automountServiceAccountToken, or name a file with --kubeconfig or KUBECONFIG',
        { cause: error },
      )
    }
  }
  await read('token')
  const ca = await read('ca.crt')
  const host = pod.host.includes(':') ? `[${pod.host}]` : pod.host
  return {
    server: `https://${host}:${pod.port}`,
    namespace: namespace || (await read('namespace')).trim() || 'default',
    context: null,
    origin: `service account in ${directory}`,
    ca,
    insecure: false,
    serverName: null,
    proxyUrl: null,
    clientCertificate: null,
    login: { kind: 'token-file', path: join(directory, 'token'), fallback: null },
    impersonate: {},
  }
}
