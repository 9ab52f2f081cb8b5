import { identity, refOf } from '../kube/object.ts'
import type { Problem } from '../process/errors.ts'
import type { Version } from '../spec/rollout.ts'
import { suggest } from '../spec/suggest.ts'
import { imagesIn } from './image.ts'
import { at, isMap } from './json.ts'
import { autoscalers, targetOf, WORKLOADS } from './object-checks.ts'
import type { PlaceholderValues } from './placeholders.ts'
import { podLabels } from './pod-template.ts'
import { named, problemWith } from './rendered-object.ts'
import type { RenderedObject } from './rendered-object.ts'
import { formatLabels, labelsMatch, selectorMatches } from './selector.ts'

/** What one version's rendering lacks: its Deployment, and the image in it. */
export function checkVersion(objects: readonly RenderedObject[], values: PlaceholderValues): Problem[] {
  const { version, deployment = '', image } = values
  const deployments = objects.filter(({ object }) => object.kind === 'Deployment')
  const own = deployments.find(({ object }) => object.metadata.name === deployment)
  if (!own) {
    const names = deployments.map(({ object, file, line }) => `${object.metadata.name} (${file}:${line})`)
    const near = suggest(
      deployment,
      deployments.map(({ object }) => object.metadata.name),
    )
    const found = names.length > 0 ? `found ${names.join(', ')}` : 'found no Deployment at all'
    const advice =
      names.length > 0
        ? `${near ? `did you mean ${near}? ` : ''}Write \`name: \${deployment}\``
        : 'add it to `manifests`'
    const message = `the manifests of version ${String(version)} have no Deployment ${deployment}: ${found}; ${advice}`
    return [{ code: 'manifest-deployment', message, file: deployments[0]?.file, line: deployments[0]?.line }]
  }
  const images = imagesIn(own.object)
  if (image === undefined || images.some((container) => container.image === image)) return []
  const runs =
    images.map((container) => `${container.container} runs ${container.image}`).join(', ') ||
    'it has no containers'
  const message = `Deployment ${deployment} does not use the image of this rollout: ${runs}; write \`image: \${image}\` in the container that serves the model`
  return [problemWith(own, 'manifest-image', message)]
}

export interface VersionObjects {
  readonly version: Version
  readonly objects: readonly RenderedObject[]
}

/** What keeps two versions from living side by side: pods that both claim, Services that reach the wrong pods, shared autoscalers. */
export function checkPair(a: VersionObjects, b: VersionObjects): Problem[] {
  const all = distinct([...a.objects, ...b.objects])
  return [
    ...foreignDeployments(a, b),
    ...foreignDeployments(b, a),
    ...overlaps(all),
    ...autoscalers(all),
    ...services(a, b),
    ...services(b, a),
  ]
}

function distinct(objects: readonly RenderedObject[]): RenderedObject[] {
  return [...new Map(objects.map((rendered) => [identity(refOf(rendered.object)), rendered])).values()]
}

function foreignDeployments({ version, objects }: VersionObjects, other: VersionObjects): Problem[] {
  return objects
    .filter(({ object }) => object.kind === 'Deployment' && object.metadata.name === other.version.deployment)
    .map((rendered) => {
      const message = `${named(rendered.object)} belongs to version ${other.version.name}, but is rendered for version ${version.name} too: write the Deployment once, with \`name: \${deployment}\``
      return problemWith(rendered, 'manifest-version', message)
    })
}

/** A selector that matches the pods of another workload adopts or counts them. */
function overlaps(objects: readonly RenderedObject[]): Problem[] {
  const workloads = objects.filter(({ object }) => WORKLOADS.includes(object.kind))
  const claims = (one: RenderedObject, other: RenderedObject) =>
    selectorMatches(at(one.object, 'spec', 'selector'), podLabels(other.object))
  return workloads.flatMap((one, i) =>
    workloads.slice(i + 1).flatMap((other) => {
      if (!claims(one, other) && !claims(other, one)) return []
      const [by, of] = claims(one, other) ? [one, other] : [other, one]
      const scaled = objects.some(
        ({ object }) =>
          object.kind === 'HorizontalPodAutoscaler' &&
          [named(by.object), named(of.object)].includes(targetOf(object) ?? ''),
      )
      const labels = formatLabels(at(by.object, 'spec', 'selector', 'matchLabels'))
      const message = [
        `the selector of ${named(by.object)} (${labels}) also matches the pods of ${named(of.object)}: `,
        scaled ? 'their autoscaler could not tell them apart (AmbiguousSelector). ' : '',
        'Add a label such as `version: ${version}` to its selector and pod template; a selector cannot be changed, so an existing Deployment has to be created anew',
      ].join('')
      return [problemWith(by, 'manifest-overlap', message)]
    }),
  )
}

function services({ version, objects }: VersionObjects, other: VersionObjects): Problem[] {
  const deploymentOf = ({ version: v, objects: list }: VersionObjects) =>
    list.find(({ object }) => object.kind === 'Deployment' && object.metadata.name === v.deployment)
  const [own, foreign] = [deploymentOf({ version, objects }), deploymentOf(other)]
  if (!own || !foreign) return []
  const elsewhere = new Set(other.objects.map(({ object }) => identity(refOf(object))))
  return objects
    .filter(({ object }) => object.kind === 'Service' && isMap(at(object, 'spec', 'selector')))
    .flatMap((rendered) => {
      const { object } = rendered
      const selector = at(object, 'spec', 'selector')
      const backend = object.metadata.name === version.backend.service
      const both = version.backend.kind === 'subset' && backend
      // A Service that both render and that is no backend may reach both, or neither.
      if (!backend && elsewhere.has(identity(refOf(object)))) return []
      const reaches = {
        own: labelsMatch(selector, podLabels(own.object)),
        foreign: labelsMatch(selector, podLabels(foreign.object)),
      }
      const says = `Service ${object.metadata.name} (selector ${formatLabels(selector)})`
      const report = (message: string) => [problemWith(rendered, 'manifest-service', `${says} ${message}`)]
      const missed = (deployment: RenderedObject) => {
        const labels = formatLabels(podLabels(deployment.object))
        const advice = both
          ? `versions ${version.name} and ${other.version.name} are subsets of it, so select what their pods have in common`
          : 'make its selector match them'
        return report(`does not reach the pods of ${named(deployment.object)} (${labels}): ${advice}`)
      }
      if (backend && !reaches.own) return missed(own)
      // When the other version renders it too, that one says so.
      if (both && !reaches.foreign && !elsewhere.has(identity(refOf(object)))) return missed(foreign)
      if (!both && reaches.foreign) {
        const advice = 'add the label that tells the versions apart to its selector'
        return report(
          `also reaches the pods of version ${other.version.name}: it would get traffic that no route gave it; ${advice}`,
        )
      }
      return []
    })
}
