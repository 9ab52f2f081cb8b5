import { at, isMap } from '../../workload/json.ts'
import type { FoundObject } from './manifests.ts'
import type { Missing, Scene, Workloads } from './propose.ts'
import { maps } from './routes.ts'
import { unify } from './unify.ts'
import type { Side, Template } from './unify.ts'
import { differingWords, replaceWord, successor, versionName } from './words.ts'

type Pair = readonly [FoundObject, FoundObject]

/** Manifests without placeholders: a template is made of the two versions' objects, or of one and what the other would be. */
export function fromPair(scene: Scene): Workloads {
  const { objects, targets, words } = scene
  const deployments = deploymentPair(scene)
  if (typeof deployments === 'string') return lacking(deployments)
  const services = targets.map((t) =>
    objects.find(({ kind, name }) => kind === 'Service' && name === t.service),
  )
  if (!services[0])
    return lacking(
      `Service ${targets[0].service}, which ${scene.route.kind} ${scene.route.name} leads to, is not among the manifests: add it`,
    )
  const shared = targets[0].subset !== null
  const pairs: Pair[] = [
    deployments,
    ...(shared ? [] : [[services[0], services[1] ?? renamed(services[0], words)] as const]),
    ...others(objects, words),
  ]
  const side = (i: 0 | 1): Side => ({
    version: versionName(words[i]),
    deployment: deployments[i].name,
    service: targets[i].service,
  })
  const sides = [side(0), side(1)] as const
  const image = imageOf(deployments[0], scene.image)
  if (image === null)
    return lacking(
      `Deployment ${deployments[0].name} has no image: give its repository with --image`,
      'image',
    )
  const template: Template = { values: {}, different: [] }
  const written = pairs.map(([a, b], i) => {
    const [x, y] = [bare(a.object), bare(b.object)]
    if (i > 0) return unify(x, y, sides, template)
    const common = unify(withImage(x, ''), withImage(y, ''), sides, template)
    return isMap(common) ? withImage(common, '${image}') : common
  })
  if (template.different.length > 0)
    return lacking(
      `${deployments[0].name} and ${deployments[1].name} differ in more than values (${template.different.slice(0, 3).join(', ')}): make them alike, or write one with placeholders such as \${version}`,
    )
  const values = (i: 0 | 1) =>
    Object.fromEntries(Object.entries(template.values).map(([name, both]) => [name, both[i]]))
  const path = `${scene.name}-version.yaml`
  return {
    ok: true,
    image,
    manifests: [path],
    template: { path, objects: shared ? [...written, escaped(bare(services[0].object))] : written },
    deployments: [deployments[0].name, deployments[1].name],
    values: [values(0), values(1)],
    notes: [],
  }
}

const lacking = (message: string, option: Missing['option'] = null): Workloads => ({
  ok: false,
  missing: [{ option, message }],
})

function deploymentPair({ objects, words }: Scene): Pair | string {
  const all = objects.filter(({ kind }) => kind === 'Deployment')
  const names = all.map(({ name }) => name).join(', ')
  const pairs = all.flatMap((a) =>
    all.flatMap((b): Pair[] => {
      const differ = differingWords(a.name, b.name)
      return differ && differ[0] === words[0] && differ[1] === words[1] ? [[a, b]] : []
    }),
  )
  if (pairs.length === 1) return pairs[0]!
  if (pairs.length > 1)
    return `several pairs of Deployments are called ${words.join(' and ')}: ${names}; give the folder of one with --from`
  const single = all.filter(({ name }) => name.split('-').includes(words[0]))
  if (single.length === 1) return [single[0]!, renamed(single[0]!, words)]
  const has = all.length === 1 && successor(names) === null ? ', which has no version in its name' : ''
  return `no Deployment of version ${words[0]} was found, only ${names}${has}: call it for example model-${words[0]} and give its pods a label version: ${words[0]}`
}

/** Further objects that both versions have, such as ConfigMaps and autoscalers. */
function others(objects: readonly FoundObject[], words: readonly [string, string]): Pair[] {
  return objects
    .filter(({ kind }) => ['ConfigMap', 'HorizontalPodAutoscaler', 'ServiceAccount'].includes(kind))
    .flatMap((a) => {
      if (!a.name.split('-').includes(words[0])) return []
      const name = replaceWord(a.name, words[0], words[1])
      return [[a, objects.find((b) => b.kind === a.kind && b.name === name) ?? renamed(a, words)] as const]
    })
}

/** What the other version's object would be. */
function renamed(found: FoundObject, [from, to]: readonly [string, string]): FoundObject {
  const change = (value: unknown): unknown => {
    if (typeof value === 'string') return replaceWord(value, from, to)
    if (Array.isArray(value)) return value.map(change)
    return isMap(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, change(v)])) : value
  }
  return {
    ...found,
    name: replaceWord(found.name, from, to),
    object: change(found.object) as FoundObject['object'],
  }
}

/** Without what a cluster adds to an object that was exported. */
function bare(object: FoundObject['object']): { readonly [key: string]: unknown } {
  const { status: _, ...rest } = object
  const drop = ['uid', 'resourceVersion', 'creationTimestamp', 'generation', 'managedFields', 'namespace']
  const metadata = Object.entries(isMap(rest['metadata']) ? rest['metadata'] : {}).filter(
    ([k]) => !drop.includes(k),
  )
  return { ...rest, metadata: Object.fromEntries(metadata) }
}

function escaped(value: unknown): unknown {
  if (typeof value === 'string') return value.replace(/\$\{/g, '$$${')
  if (Array.isArray(value)) return value.map(escaped)
  return isMap(value) ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, escaped(v)])) : value
}

const containersOf = (object: unknown) => maps(at(object, 'spec', 'template', 'spec', 'containers'))

/** The repository of the first container's image, unless another one was given. */
function imageOf({ object }: FoundObject, given: string | null): string | null {
  const image = given ?? containersOf(object)[0]?.['image']
  return typeof image === 'string' && image !== '' ? image.replace(/@.*$|:[^/]*$/, '') : null
}

/** The first container serves the model: its image is the release's. */
function withImage(object: { readonly [key: string]: unknown }, image: string) {
  const copy = structuredClone(object)
  const [first] = containersOf(copy) as { image?: unknown }[]
  if (first) first.image = image
  return copy
}
