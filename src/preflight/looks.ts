import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import type { Scene } from './scene.ts'

/** What the cluster did not let us look at, and the namespace itself. */
export function checkLooks(scene: Scene): Finding[] {
  if (!scene.cluster) return []
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: scene.rollout.namespace } }
  const presence = scene.find('', 'Namespace', '', scene.rollout.namespace)
  const missing =
    presence.kind === 'missing'
      ? [
          finding('missing-namespace', { object: namespace }, [], {
            what: 'is not there',
            fix: `kubectl create namespace ${scene.rollout.namespace}`,
          }),
        ]
      : []
  // An account of one namespace may not see the namespace itself.
  const others = scene.cluster.unknown.filter(({ ref }) => ref.kind !== 'Namespace')
  const unknown = others.map(({ ref, why }) => {
    const { namespace: space, ...rest } = ref
    const object = { ...rest, metadata: { name: ref.name, ...(space ? { namespace: space } : {}) } }
    return finding('not-looked', { object }, [], {
      what: `could not be looked for (${why})`,
      fix: `give the account the right to get it, or look yourself: kubectl get ${ref.kind.toLowerCase()} ${ref.name}`,
    })
  })
  return [...missing, ...unknown]
}
