import { LineCounter } from 'yaml'
import type { Problem } from '../process/errors.ts'
import { assemble, assembleVersions } from './assemble.ts'
import { checkGates, checkQueries } from './gate-rules.ts'
import { partAt } from './located.ts'
import type { Located } from './located.ts'
import { locate } from './locate.ts'
import { collectProblems, INVALID } from './reading.ts'
import type { Reading } from './reading.ts'
import { rolloutFields, rolloutShape } from './rollout-shape.ts'
import type { Rollout } from './rollout.ts'
import { checkBackends, checkRoutes } from './route-rules.ts'
import { namingSettings, withSettings } from './settings.ts'
import type { Setting } from './settings.ts'
import type { Shape } from './shape.ts'
import { checkSides } from './side-rules.ts'
import { checkCopy, checkStages } from './stage-rules.ts'
import { checkVersions } from './version-rules.ts'
import { readYaml } from './yaml-source.ts'

export type ParsedRollout =
  | { readonly ok: true; readonly rollout: Rollout }
  /** `readable`: the parts that name manifests and routes, when these are in order; without what the rest of the file says. */
  | { readonly ok: false; readonly problems: readonly Problem[]; readonly readable: ReadableParts | null }

export type ReadableParts = Pick<
  Rollout,
  'name' | 'namespace' | 'image' | 'versions' | 'manifests' | 'routes'
>

export interface ParseOptions {
  /** Takes the place of the file's `namespace`, as if the file had said so. */
  readonly namespace?: string
  /** Values that take the place of the file's, or are added to it. */
  readonly set?: readonly Setting[]
}

/** A rollout file as a typed value, or everything that is wrong with it, in the order of the file. `file` is only for messages. */
export function parseRollout(text: string, file: string, options: ParseOptions = {}): ParsedRollout {
  const reading = collectProblems(file)
  const { rollout, readable } = read(
    text.replace(/^\uFEFF/, ''),
    options,
    namingSettings(reading, options.set ?? []),
  )
  const problems = reading.problems()
  return rollout !== null && problems.length === 0 ? { ok: true, rollout } : { ok: false, problems, readable }
}

interface Parts {
  readonly rollout: Rollout | null
  readonly readable: ReadableParts | null
}
const NOTHING: Parts = { rollout: null, readable: null }

function read(text: string, options: ParseOptions, reading: Reading): Parts {
  const lines = new LineCounter()
  const document = readYaml(text, lines, reading)
  if (document === null) return NOTHING
  if (document.contents === null || text.trim() === '') {
    reading.report(
      { path: '', line: 1, column: 1 },
      'empty',
      'the file is empty; expected a rollout with versions, routes and stages; start with "rollout: NAME"',
    )
    return NOTHING
  }
  const written = locate(document.contents, lines, reading)
  if (written === INVALID) return NOTHING
  const root = withSettings(written, options.set ?? [], reading)
  if (root === INVALID) return NOTHING
  const input = rolloutShape.read(root, reading)
  checkAcrossKeys(root, reading)
  const rollout = input === INVALID ? null : assemble(input, options.namespace ?? input.namespace)
  return { rollout, readable: rollout ?? readableParts(root, options) }
}

/** What a preflight can look at although something else in the file is wrong. */
function readableParts(root: Located, options: ParseOptions): ReadableParts | null {
  const name = quietly(root, 'rollout', rolloutFields.rollout.shape)
  const inputs = quietly(root, 'versions', rolloutFields.versions.shape)
  const said = (key: string) => partAt(root, key) !== null
  const manifests = said('manifests') ? quietly(root, 'manifests', rolloutFields.manifests.shape) : []
  const routes = said('routes') ? quietly(root, 'routes', rolloutFields.routes.shape) : []
  const image = said('image') ? quietly(root, 'image', rolloutFields.image.shape) : null
  const stated = said('namespace') ? quietly(root, 'namespace', rolloutFields.namespace.shape) : 'default'
  const namespace = options.namespace ?? stated
  const versions = name === null || inputs === null ? null : assembleVersions(name, inputs)
  if (name === null || versions === null || manifests === null || routes === null) return null
  if (namespace === null || (image === null && said('image'))) return null
  const placed = routes.map((route) => ({ ...route, namespace: route.namespace ?? namespace }))
  return { name, namespace, image, versions, manifests, routes: placed }
}

/** Rules over several parts, each with those of its parts that could be read. */
function checkAcrossKeys(root: Located, reading: Reading): void {
  const name = quietly(root, 'rollout', rolloutFields.rollout.shape)
  const inputs = quietly(root, 'versions', rolloutFields.versions.shape)
  const routes = quietly(root, 'routes', rolloutFields.routes.shape)
  const traffic = quietly(root, 'traffic', rolloutFields.traffic.shape)
  const stages = quietly(root, 'stages', rolloutFields.stages.shape)
  const versions = name === null || inputs === null ? null : assembleVersions(name, inputs)
  if (versions !== null) {
    checkVersions(versions, root, reading)
    checkCopy(versions, root, reading)
    if (routes !== null) checkBackends(routes, versions, root, reading)
    if (stages !== null) checkQueries(stages, versions, root, reading)
    if (traffic !== null) checkSides(traffic.identify, [versions[0].name, versions[1].name], root, reading)
  }
  if (routes !== null) checkRoutes(routes, root, reading)
  if (stages !== null) checkGates(stages, root, reading)
  checkStages(root, reading)
}

function quietly<T>(root: Located, key: string, shape: Shape<T>): T | null {
  const node = partAt(root, key)
  const value = node === null ? INVALID : shape.read(node, { report: () => INVALID })
  return value === INVALID ? null : value
}
