import { at } from '../../workload/json.ts'
import { hasPlaceholder, objectsIn, unreadable } from './manifests.ts'
import type { FoundObject, ManifestFile } from './manifests.ts'
import { routesIn, sameTarget } from './routes.ts'
import type { FoundRoute, Target } from './routes.ts'
import { wordsOfSubsets } from './subset-words.ts'
import { templated } from './templated.ts'
import { fromPair } from './pair.ts'
import { differingWords, replaceWord, successor, versionName } from './words.ts'

/** What was said on the command line, or at the terminal. */
export interface Answers {
  readonly name: string | null
  readonly namespace: string | null
  readonly image: string | null
  readonly url: string | null
  /** As `virtualService/NAME` or `httpRoute/NAME`. */
  readonly route: string | null
}

export interface ProposedVersion {
  readonly name: string
  /** The word that stands for it in the names of its objects. */
  readonly word: string
  readonly deployment: string
  readonly target: Target
  readonly values: { readonly [name: string]: string }
}

/** Everything that the rollout file says. */
export interface Proposal {
  readonly name: string
  readonly namespace: string
  readonly image: string | null
  readonly versions: readonly [ProposedVersion, ProposedVersion]
  readonly manifests: readonly string[]
  readonly route: FoundRoute
  readonly routeManifests: readonly string[]
  readonly url: string | null
  /** Response header that tells who answered, when the route sets one. */
  readonly identify: string | null
  /** A manifest to write next to the rollout file: the objects of both versions in their common form. */
  readonly template: { readonly path: string; readonly objects: readonly unknown[] } | null
  /** What somebody has to look at. */
  readonly notes: readonly string[]
}

/** What could not be found; `option` gives it, null: only other manifests do. */
export interface Missing {
  readonly option: 'name' | 'image' | 'route' | null
  readonly message: string
}

export type Proposed =
  | { readonly ok: true; readonly proposal: Proposal }
  | { readonly ok: false; readonly missing: readonly Missing[] }

/** What the parts of a proposal work with. */
export interface Scene {
  readonly files: readonly ManifestFile[]
  readonly objects: readonly FoundObject[]
  readonly route: FoundRoute
  readonly targets: readonly [Target, Target]
  readonly words: readonly [string, string]
  readonly name: string
  readonly image: string | null
}

export type Workloads =
  | (Pick<Proposal, 'image' | 'manifests' | 'template' | 'notes'> & {
      readonly ok: true
      readonly deployments: readonly [string, string]
      readonly values: readonly [ProposedVersion['values'], ProposedVersion['values']]
    })
  | { readonly ok: false; readonly missing: readonly Missing[] }

/** Files that cannot be read are told up to this number. */
const MOST_UNREADABLE = 5

/** A first rollout from the manifests of a team. The first version is the one that gets the traffic now. */
export function propose(files: readonly ManifestFile[], answers: Answers): Proposed {
  const proposed = proposedFrom(files, answers)
  // Who is asked for a value only has found what was looked for.
  if (proposed.ok || proposed.missing.every(({ option }) => option !== null)) return proposed
  const broken = unreadable(files).slice(0, MOST_UNREADABLE)
  return {
    ok: false,
    missing: [...proposed.missing, ...broken.map((message) => ({ option: null, message }))],
  }
}

function proposedFrom(files: readonly ManifestFile[], answers: Answers): Proposed {
  const objects = objectsIn(files)
  const deployments = objects.filter(({ kind }) => kind === 'Deployment')
  const chosen = chooseRoute(routesIn(objects), answers.route)
  const missing: Missing[] = []
  if (deployments.length === 0)
    missing.push({
      option: null,
      message:
        'no Deployment was found: give the folder of the manifests with --from (Helm charts and kustomizations are not looked into: write `manifests` by hand)',
    })
  if (typeof chosen === 'string')
    missing.push({ option: routesIn(objects).length > 1 ? 'route' : null, message: chosen })
  if (typeof chosen === 'string' || missing.length > 0) return { ok: false, missing }

  const targets = targetsOf(chosen, objects)
  if (typeof targets === 'string') return { ok: false, missing: [{ option: null, message: targets }] }
  const words = wordsOf(targets, objects)
  const name = answers.name ?? nameFrom(deployments, targets[0])
  if (name === null)
    return {
      ok: false,
      missing: [
        { option: 'name', message: 'the manifests tell no name for the rollout: give it with --name' },
      ],
    }

  const scene: Scene = { files, objects, route: chosen, targets, words, name, image: answers.image }
  const workloads = deployments.some((d) => hasPlaceholder(d.name)) ? templated(scene) : fromPair(scene)
  if (!workloads.ok) return workloads
  const version = (i: 0 | 1): ProposedVersion => ({
    name: versionName(words[i]),
    word: words[i],
    deployment: workloads.deployments[i],
    target: targets[i],
    values: workloads.values[i],
  })
  return {
    ok: true,
    proposal: {
      name,
      namespace: answers.namespace ?? namespaceOf(objects, targets),
      image: workloads.image,
      versions: [version(0), version(1)],
      manifests: workloads.manifests,
      route: chosen,
      routeManifests: routeFiles(chosen, targets, objects),
      url: answers.url,
      identify: targets[0].headers[0] ?? null,
      template: workloads.template,
      notes: workloads.notes,
    },
  }
}

const label = (route: FoundRoute) => `${route.kind}/${route.name}`

function chooseRoute(routes: readonly FoundRoute[], wanted: string | null): FoundRoute | string {
  const names = routes.map(label).join(', ')
  const fitting = wanted === null ? routes : routes.filter((r) => label(r) === wanted || r.name === wanted)
  if (fitting.length === 1) return fitting[0]!
  if (routes.length === 0)
    return 'no VirtualService or HTTPRoute was found that leads to a Service: give the folder that has it with --from'
  return fitting.length === 0
    ? `--route ${String(wanted)} was not found: there is ${names}`
    : `several routes were found: ${names}; give one with --route`
}

/** The version that serves and the one to come; text says why these cannot be told. */
function targetsOf(route: FoundRoute, objects: readonly FoundObject[]): readonly [Target, Target] | string {
  const distinct = (list: readonly Target[]) =>
    list.filter((t, i) => list.findIndex((other) => sameTarget(t, other)) === i)
  const rules = route.rules.map(distinct)
  const weighted = rules.find((rule) => rule.length === 2)
  if (weighted) {
    const [a, b] = weighted as [Target, Target]
    return b.weight > a.weight ? [b, a] : [a, b]
  }
  const all = distinct(rules.flat())
  const places = all.map((t) => t.service + (t.subset === null ? '' : ` (${t.subset})`)).join(', ')
  if (all.length > 1) return `${label(route)} leads to ${places}: no rule of it has exactly two of them`
  const stable = all[0]!
  if (stable.subset !== null) {
    const subsets = objects
      .filter(({ kind, object }) => kind === 'DestinationRule' && hostOf(object) === stable.service)
      .flatMap(({ object }) => subsetsOf(object))
      .filter((subset) => subset !== stable.subset)
    const next = subsets.length === 1 ? subsets[0] : successor(stable.subset)?.name
    if (next !== undefined) return [stable, { ...stable, subset: next, weight: 0 }]
  } else {
    const next = successor(stable.service)
    if (next) return [stable, { ...stable, service: next.name, weight: 0 }]
  }
  return `${label(route)} leads to ${places} only, whose name has no version in it: add the destination of the other version with weight 0, or give the two names such as model-green and model-blue`
}

export const hostOf = (rule: unknown) => String(at(rule, 'spec', 'host')).split('.')[0]

function subsetsOf(rule: unknown): string[] {
  const subsets = at(rule, 'spec', 'subsets')
  return Array.isArray(subsets)
    ? subsets.flatMap((s: unknown) => {
        const name = at(s, 'name')
        return typeof name === 'string' && !hasPlaceholder(name) ? [name] : []
      })
    : []
}

function wordsOf(
  [a, b]: readonly [Target, Target],
  objects: readonly FoundObject[],
): readonly [string, string] {
  if (a.subset !== null && b.subset !== null)
    return wordsOfSubsets([a.subset, b.subset], a.service, objects) ?? [a.subset, b.subset]
  return differingWords(a.service, b.service) ?? [a.service, b.service]
}

/** The label `app`, which is the same for both versions in most manifests, else the Service without its version. */
function nameFrom(deployments: readonly FoundObject[], { service }: Target): string | null {
  const labels = deployments.flatMap(({ object }) =>
    ['app', 'app.kubernetes.io/name'].map((key) => at(object, 'spec', 'template', 'metadata', 'labels', key)),
  )
  const found = labels.find(
    (l): l is string => typeof l === 'string' && /^[a-z][a-z0-9-]{0,38}[a-z0-9]$/.test(l),
  )
  const version = successor(found ?? service)?.version
  const name = version === undefined ? (found ?? service) : replaceWord(found ?? service, version, '')
  const tidy = name.replace(/--+/g, '-').replace(/^-|-$/g, '')
  return /^[a-z][a-z0-9-]{0,38}[a-z0-9]$/.test(tidy) ? tidy : null
}

function namespaceOf(objects: readonly FoundObject[], [stable]: readonly [Target, Target]): string {
  const named = objects
    .filter(({ kind }) => ['Deployment', 'Service', 'VirtualService', 'HTTPRoute'].includes(kind))
    .map(({ object }) => at(object, 'metadata', 'namespace'))
    .find((n): n is string => typeof n === 'string' && !hasPlaceholder(n))
  return named ?? stable.namespace ?? 'default'
}

const ROUTING = ['VirtualService', 'HTTPRoute', 'DestinationRule', 'Gateway']

/** Files of the route and of what belongs to it, when they hold nothing else. */
function routeFiles(
  route: FoundRoute,
  [stable]: readonly [Target, Target],
  objects: readonly FoundObject[],
): string[] {
  const related = objects.filter(
    ({ kind, name, object, file }) =>
      file === route.file ||
      (kind === 'Gateway' && route.gateways.some((g) => g.split('/').at(-1) === name)) ||
      (kind === 'DestinationRule' && route.kind === 'virtualService' && hostOf(object) === stable.service),
  )
  return [...new Set(related.map(({ file }) => file))].filter((file) =>
    objects.every((o) => o.file !== file || ROUTING.includes(o.kind)),
  )
}
