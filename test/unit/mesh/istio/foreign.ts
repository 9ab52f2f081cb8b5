import type { Json, JsonObject, KubeObject } from '../../../../src/kube/object.ts'
import type { RouteContext } from '../../../../src/mesh/router.ts'

// Written against the meaning of a VirtualService and not with the router's own code, so that one can check the other.

type Destination = { host: string; subset?: string }
type Entry = { destination: Destination; weight?: number }
type Rule = { [key: string]: Json } & { name?: string; route?: Entry[] }

/** Which version a destination of a random route names. */
export function versionOf(
  destination: Destination | undefined,
  context: RouteContext,
): 'stable' | 'canary' | null {
  for (const role of ['stable', 'canary'] as const) {
    const { backend } = context.sides[role]
    const { namespace } = context
    const hosts = ['', `.${namespace}.svc.corp.example`, `.${namespace}.svc.cluster.local`].map(
      (suffix) => backend.service + suffix,
    )
    const subset = backend.kind === 'subset' ? backend.subset : undefined
    if (destination && hosts.includes(destination.host) && destination.subset === subset) return role
  }
  return null
}

export function rulesOf(vs: KubeObject): Rule[] {
  return vs['spec'].http
}

export function isClone(rule: Rule, context: RouteContext): boolean {
  return new RegExp(`^shiftgate-${context.rollout}-\\d+$`).test(rule.name ?? '')
}

export function clonesOf(vs: KubeObject, context: RouteContext): { rule: Rule; index: number }[] {
  return rulesOf(vs).flatMap((rule, index) => (isClone(rule, context) ? [{ rule, index }] : []))
}

export function withoutClones(vs: KubeObject, context: RouteContext): Rule[] {
  return rulesOf(vs).filter((rule) => !isClone(rule, context))
}

/** Everything in the route that is not ours. `pins`: whether other rules may name our versions as they like. */
export function foreignPart(
  vs: KubeObject,
  own: number,
  context: RouteContext,
  pins: 'as they are' | 'any',
): Json {
  const rules = withoutClones(vs, context).map((rule, i) => {
    if (i === own) return ownRule(rule, context)
    return pins === 'any' ? withoutPins(rule, context) : rule
  })
  const { annotations, ...metadata } = vs.metadata
  const { 'shiftgate.dev/rollout': _rollout, 'shiftgate.dev/rule': _rule, ...rest } = annotations ?? {}
  const { http: _http, ...spec } = vs['spec']
  return {
    ...vs,
    metadata: { ...metadata, annotations: rest },
    spec: { ...spec, http: rules },
  } as unknown as Json
}

function ownRule(rule: Rule, context: RouteContext): Json {
  const entries = (rule.route ?? []).filter((entry) => versionOf(entry.destination, context) === null)
  return {
    ...withoutMirror(rule),
    route: entries.map(({ weight: _weight, ...rest }) => rest) as unknown as Json,
    mirrors: foreignMirrors(rule, context),
  }
}

function withoutPins(rule: Rule, context: RouteContext): Json {
  if (!rule.route) return rule
  const route = rule.route.map((entry) => {
    const { port: _port, ...destination } = entry.destination as Destination & { port?: Json }
    return versionOf(destination, context) === null ? entry : { ...entry, destination: 'ours' }
  })
  return { ...withoutMirror(rule), route: route as unknown as Json, mirrors: foreignMirrors(rule, context) }
}

function withoutMirror(rule: Rule): JsonObject {
  const {
    mirror: _a,
    mirrorPercentage: _b,
    mirror_percent: _c,
    mirrorPercent: _d,
    mirrors: _e,
    ...rest
  } = rule
  return rest
}

/** What is copied to others: `host percent`. */
export function foreignMirrors(rule: Rule, context: RouteContext): string[] {
  return mirrors(rule).flatMap(({ destination, percent }) =>
    versionOf(destination, context) === null ? [`${destination.host} ${percent}`] : [],
  )
}
export function ourMirrors(rule: Rule, context: RouteContext): number[] {
  return mirrors(rule).flatMap(({ destination, percent }) =>
    versionOf(destination, context) === 'canary' ? [percent] : [],
  )
}
function mirrors(rule: Rule): { destination: Destination; percent: number }[] {
  type Listed = { destination: Destination; percentage?: { value: number } }
  const legacy = rule['mirror'] as Destination | undefined
  const percentage = rule['mirrorPercentage'] as { value: number } | undefined
  const percent = percentage?.value ?? (rule['mirror_percent'] as number | undefined) ?? 100
  const listed = ((rule['mirrors'] as unknown as Listed[] | undefined) ?? []).map((m) => ({
    destination: m.destination,
    percent: m.percentage?.value ?? 100,
  }))
  return [...(legacy ? [{ destination: legacy, percent }] : []), ...listed]
}

/** Weights of our rule as the mesh sees them. */
export function weightsOf(
  rule: Rule,
  context: RouteContext,
): { stable: number; canary: number; others: number[] } {
  const entries = rule.route ?? []
  const lone = entries.length === 1
  const sum = (role: 'stable' | 'canary') =>
    entries
      .filter((e) => versionOf(e.destination, context) === role)
      .reduce((total, e) => total + (lone ? 100 : (e.weight ?? 0)), 0)
  const others = entries.filter((e) => versionOf(e.destination, context) === null).map((e) => e.weight ?? 0)
  return { stable: sum('stable'), canary: sum('canary'), others }
}
