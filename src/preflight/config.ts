import { suggest } from '../spec/suggest.ts'
import { configReferences } from '../workload/references.ts'
import { finding } from './finding.ts'
import type { Finding } from './finding.ts'
import { others } from './hosts.ts'
import { namespaceOf, orLook } from './scene.ts'
import type { Scene } from './scene.ts'

/** ConfigMaps and Secrets without which pods do not start, and Secrets that a rollout must not bring along. */
export function checkConfig(scene: Scene): Finding[] {
  // Of a route's manifests only the route is applied, and kept.
  const brought = scene.versions.flat().filter(({ object }) => object.kind === 'Secret')
  const secrets = brought.map((secret) =>
    finding('secret-in-manifests', secret, ['kind'], {
      what: 'is among the manifests',
      fix: 'create it separately, and refer to it by name',
    }),
  )
  return [...missing(scene), ...secrets]
}

function missing(scene: Scene): Finding[] {
  return scene.subjects.flatMap((workload) => {
    const namespace = namespaceOf(workload, scene)
    return configReferences(workload.object).flatMap(({ kind, name, from, path }) => {
      const presence = scene.find('', kind, namespace, name)
      if (presence.kind !== 'missing') return []
      const near = suggest(name, presence.names)
      const secret = kind === 'Secret'
      const add = secret ? 'create it' : 'add it to the manifests'
      return [
        finding('missing-config', workload, path, {
          what: `reads ${kind} ${name} (${from}), which is not ${presence.where}${others(presence.names)}`,
          fix:
            secret && !scene.cluster
              ? 'create it before the rollout; --online looks whether it is there'
              : `${near ? `did you mean ${near}?` : `write the name of a ${kind} that is there, or ${add}`}${orLook(scene)}`,
          severity: presence.severity,
        }),
      ]
    })
  })
}
