import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { systemClock } from '../../process/clock.ts'
import type { Clock } from '../../process/clock.ts'
import { createAdmission } from './admission.ts'
import type { Lack } from './admission.ts'
import type { EmbeddedApi, PodAccess } from './contract.ts'
import { collectGarbage } from './garbage.ts'
import { createHandler } from './handler.ts'
import { createInterception } from './interception.ts'
import { keepNamespaces } from './namespaces.ts'
import { createPodExec } from './pod-exec.ts'
import { createPortForwarding } from './port-forward.ts'
import { createRegistry } from './registry.ts'
import { resourceOfKind } from './resources.ts'
import { createStorage } from './storage.ts'
import { createStore } from './store.ts'

/**
 * Starts the embedded Kubernetes API server on a loopback port. It answers as a real one does for the kinds in
 * `resources.ts`; namespaces `default` and `kube-system` are there. Close it, or the process does not end.
 */
export async function startApi(
  options: { port?: number; clock?: Clock; lacks?: readonly Lack[] } = {},
): Promise<EmbeddedApi> {
  const clock = options.clock ?? systemClock
  const timestamp = () => clock.timestamp().replace(/\.\d+Z$/, 'Z')
  const wallClock = () => Date.parse(clock.timestamp())
  const storage = createStorage()
  const registry = createRegistry(storage, {
    timestamp,
    admit: await createAdmission(options.lacks),
    namespaceResource: resourceOfKind('v1', 'Namespace')!,
  })
  const store = createStore(storage, registry, wallClock)
  const interception = createInterception(() => clock.now())
  const token = randomBytes(16).toString('hex')
  let pods: PodAccess | null = null
  const forwarding = createPortForwarding(() => pods)
  const exec = createPodExec(() => pods)
  const stopNamespaces = keepNamespaces(storage, store)
  const stopGarbage = collectGarbage(storage, wallClock)
  const handler = createHandler({
    storage,
    registry,
    interception,
    forwarding,
    exec,
    token,
    wallClock,
    lacks: options.lacks ?? [],
    pods: () => pods,
  })

  const server = createServer(handler.request)
  server.on('upgrade', handler.upgrade)
  // Clients keep connections for as long as they like.
  server.keepAliveTimeout = 0
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  return {
    url,
    token,
    store,
    requests: interception.requests,
    kubeconfig: (namespace = 'default') => kubeconfig(url, token, namespace),
    intercept: interception.intercept,
    attachPods: (access) => void (pods = access),
    async close() {
      stopNamespaces()
      stopGarbage()
      forwarding.close()
      exec.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}

function kubeconfig(server: string, token: string, namespace: string): string {
  const name = 'rehearsal'
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server } }],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    'current-context': name,
  })
}
