import { imagesIn } from '../../workload/image.ts'
import { hasPlaceholder, placeholdersIn } from './manifests.ts'
import type { FoundObject } from './manifests.ts'
import type { Scene, Workloads } from './propose.ts'
import { versionName } from './words.ts'

const ROUTING = ['VirtualService', 'HTTPRoute', 'DestinationRule', 'Gateway']
const OURS = ['version', 'deployment', 'service', 'subset', 'namespace', 'rollout', 'image']

/** Manifests that have placeholders already: they stay as they are, and the rollout file fills them. */
export function templated(scene: Scene): Workloads {
  const { objects, targets, words, name, files } = scene
  const manifests = filesOf(scene)
  const used = new Set(
    files.filter(({ path }) => manifests.includes(path)).flatMap(({ text }) => placeholdersIn(text)),
  )
  const image = scene.image ?? null
  if (used.has('image') && image === null)
    return {
      ok: false,
      missing: [
        {
          option: 'image',
          message: 'the manifests say ${image}, and none of them which: give its repository with --image',
        },
      ],
    }
  const names = objects
    .filter(({ kind, name: n }) => kind === 'Deployment' && hasPlaceholder(n))
    .map(({ name: n }) => n)
  const deployment = names.find((n) => n.includes('${deployment}')) ?? names[0]!
  const own = [...used].filter((placeholder) => !OURS.includes(placeholder))
  const side = (i: 0 | 1) => {
    const values = Object.fromEntries(own.map((placeholder) => [placeholder, versionName(words[i])]))
    const filled = {
      ...values,
      version: versionName(words[i]),
      rollout: name,
      service: targets[i].service,
      subset: targets[i].subset ?? '',
      deployment: `${name}-${versionName(words[i])}`,
    }
    return { values, deployment: fill(deployment, filled) }
  }
  const [a, b] = [side(0), side(1)]
  return {
    ok: true,
    image: used.has('image') ? image : null,
    manifests,
    template: null,
    deployments: [a.deployment, b.deployment],
    values: [a.values, b.values],
    notes: own.map(
      (placeholder) => `what \${${placeholder}} stands for was guessed: see values of the versions`,
    ),
  }
}

const fill = (text: string, values: { readonly [name: string]: string }) =>
  text.replace(/\$\{([A-Za-z_]\w*)\}/g, (found, key: string) => values[key] ?? found)

/** Files with placeholders, and those of the Services that the route names. With subsets the Service is one and has a fixed name. */
function filesOf({ objects, targets, route }: Scene): string[] {
  const subset = targets[0].subset !== null
  const isBackend = ({ kind, name }: FoundObject) =>
    kind === 'Service' && (targets.some((t) => t.service === name) || route.gateways.includes(name))
  const fixed = objects.some((o) => isBackend(o))
  const files = [...new Set(objects.map(({ file }) => file))]
  return files.filter((file) => {
    const inside = objects.filter((o) => o.file === file)
    if (inside.some(({ kind }) => ROUTING.includes(kind))) return false
    if (subset && fixed && inside.every(({ kind, name }) => kind === 'Service' && hasPlaceholder(name)))
      return false
    const image = inside.some((o) => imagesIn(o.object as never).some((i) => hasPlaceholder(i.image)))
    return image || inside.some((o) => isBackend(o) || hasPlaceholder(o.name))
  })
}
