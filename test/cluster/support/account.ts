import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { KubeClient } from '../../../src/kube/client.ts'
import type { KubeObject } from '../../../src/kube/object.ts'
import { until } from './until.ts'

/** The namespace that `deploy/rbac.yaml` is written for. */
const SHIPPED_NAMESPACE = 'abtesting'

/**
 * Creates the account that `deploy/rbac.yaml` ships, in another namespace, and writes a kubeconfig with nothing but its token.
 * `server`: where the commands find the API server; default: where the tests do.
 */
export async function createAccount(
  kube: KubeClient,
  options: { readonly namespace: string; readonly file: string; readonly server?: string },
): Promise<void> {
  const { namespace, file } = options
  const text = await readFile(path.join(import.meta.dirname, '../../../deploy/rbac.yaml'), 'utf8')
  const documents = parseAllDocuments(
    text.replaceAll(new RegExp(`\\b${SHIPPED_NAMESPACE}\\b`, 'g'), namespace),
  )
  for (const document of documents) await kube.create(document.toJS() as KubeObject)
  const secret: KubeObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: 'shiftgate-token',
      namespace,
      annotations: { 'kubernetes.io/service-account.name': 'shiftgate' },
    },
    type: 'kubernetes.io/service-account-token',
  }
  await kube.create(secret)
  const filled = await until('the token of the service account', async () => {
    const found = await kube.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: 'shiftgate-token' })
    return found?.['data']?.token ? (found['data'] as { token: string; 'ca.crt': string }) : null
  })
  await writeFile(
    file,
    kubeconfig(options.server ?? kube.server, filled.token, filled['ca.crt'], namespace),
    {
      mode: 0o600,
    },
  )
}

function kubeconfig(server: string, token: string, ca: string, namespace: string): string {
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'test',
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'shiftgate', namespace } }],
    clusters: [
      {
        name: 'test',
        cluster: { server, ...(server.startsWith('https:') ? { 'certificate-authority-data': ca } : {}) },
      },
    ],
    users: [{ name: 'shiftgate', user: { token: Buffer.from(token, 'base64').toString() } }],
  })
}
