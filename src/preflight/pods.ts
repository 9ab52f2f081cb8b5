import { parseImage } from '../workload/image.ts'
import { at, isMap, mapsIn, textOf } from '../workload/json.ts'
import type { Fields } from '../workload/json.ts'
import { podTemplatePath } from '../workload/pod-template.ts'
import { finding } from './finding.ts'
import type { Finding, Path, Subject } from './finding.ts'
import type { Scene } from './scene.ts'

/** Pod templates: when a pod counts as ready, and which image it runs. */
export function checkPods(scene: Scene): Finding[] {
  const served = new Set(scene.rollout.versions.map(({ deployment }) => deployment))
  return scene.subjects
    .filter(({ file }) => file !== undefined)
    .flatMap((workload) => {
      const template = podTemplatePath(workload.object)
      if (!template) return []
      const serves = workload.object.kind === 'Deployment' && served.has(workload.object.metadata.name)
      const list: Path = [...template, 'spec', 'containers']
      const containers = mapsIn(at(workload.object, ...template, 'spec', 'containers'))
      return [
        ...(serves ? readiness(workload, containers, list) : []),
        ...containers.flatMap((container, i) => floating(workload, container, [...list, i, 'image'])),
      ]
    })
}

/** One ready container without probe is enough for traffic: each one that has a port is asked for. */
function readiness(workload: Subject, containers: readonly Fields[], list: Path): Finding[] {
  return containers.flatMap((container, i) => {
    const probe = container.readinessProbe
    const name = textOf(container.name)
    if (isMap(probe) && isMap(probe.tcpSocket)) {
      return [
        finding('tcp-readiness', workload, [...list, i, 'readinessProbe'], {
          what: `asks container ${name} only whether port ${textOf(probe.tcpSocket.port)} is open`,
          fix: 'write readinessProbe: { httpGet: { path: …, port: … } }',
        }),
      ]
    }
    if (isMap(probe) || mapsIn(container.ports).length === 0) return []
    return [
      finding('no-readiness-probe', workload, [...list, i], {
        what: `has no readinessProbe in container ${name}`,
        fix: 'write readinessProbe: { httpGet: { path: …, port: … } }',
      }),
    ]
  })
}

function floating(workload: Subject, container: Fields, path: Path): Finding[] {
  const parsed = parseImage(textOf(container.image))
  if (!parsed.ok || parsed.image.digest !== null) return []
  const { tag } = parsed.image
  if (tag !== null && tag !== 'latest') return []
  return [
    finding('floating-tag', workload, path, {
      what: `runs ${textOf(container.image)} in container ${textOf(container.name)}`,
      fix: 'write the digest, REPOSITORY@sha256:…',
    }),
  ]
}
