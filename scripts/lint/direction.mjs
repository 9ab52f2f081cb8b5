// Who may import whom. Paths are folders or files under src/; the longest one that fits a file decides.
// A layer may import from itself and from what is listed in `from`; `types` may be imported as types only.
// A file with a line of its own is not part of its folder: who imports it has to list it.
// `node` and `packages` are the built-in modules and npm packages a layer may use; 'any' is no limit.

const CONTRACTS = [
  'kube/object.ts',
  'kube/client.ts',
  'image/registry/registry.ts',
  'process/errors.ts',
  'process/duration.ts',
  'process/clock.ts',
  'process/escape.ts',
  'gates/gate.ts',
]
const EMBEDDED = ['rehearsal/api', 'rehearsal/gateway', 'rehearsal/workloads']
// The part of `workload` that reads files and runs helm and kustomize.
const MANIFESTS = ['workload/manifests.ts', 'workload/manifest-source.ts', 'workload/manifest-tools.ts']
const PURE = ['spec', 'plan', 'mesh', 'stats', 'report', 'workload', 'preflight']
const pure = (extra = {}) => ({ from: [...PURE, ...CONTRACTS], types: [], node: [], packages: [], ...extra })
const effect = (...from) => ({
  from: [...PURE, ...CONTRACTS, 'process', ...from],
  types: [],
  node: 'any',
  packages: 'any',
})

export const LAYERS = {
  spec: pure({ node: ['node:crypto', 'node:path'], packages: ['yaml'] }),
  plan: pure({
    from: [...PURE, ...CONTRACTS, 'record/record.ts'],
    node: ['node:crypto'],
    packages: ['yaml'],
  }),
  workload: pure({ node: ['node:crypto'], packages: ['yaml'] }),
  ...Object.fromEntries(MANIFESTS.map((file) => [file, effect(...MANIFESTS)])),
  mesh: pure(),
  // What istiod's webhook says is known in one place: the embedded gateway's.
  preflight: pure({ from: [...PURE, ...CONTRACTS, 'rehearsal/gateway/validate.ts'] }),
  stats: pure({ from: [] }),
  report: pure({
    from: [...PURE, ...CONTRACTS, 'record/record.ts'],
    packages: ['yaml'],
    types: ['engine', 'rehearsal', 'commands', 'setup'],
  }),
  process: effect(),
  kube: effect(),
  image: effect('kube'),
  // Hosts ask their own REST API, by the same rules for retries.
  host: {
    ...effect('kube/retry.ts'),
    types: ['engine', 'record', 'setup', 'commands/result.ts'],
  },
  // Environments of CI hosts, and the first files of a team.
  setup: { ...effect(), types: ['engine'] },
  record: effect(),
  gates: effect('record'),
  engine: effect('gates', 'record', ...MANIFESTS),
  // The embedded cluster knows nothing of the engine; the rehearsal runs the engine on it.
  rehearsal: effect('kube', 'gates', 'record', 'engine', ...EMBEDDED),
  ...Object.fromEntries(EMBEDDED.map((place) => [place, effect('kube', ...EMBEDDED)])),
  // Commands take their adapters from `compose`; only that knows which ones there are.
  commands: {
    ...effect('gates', 'engine', 'record', 'setup', ...MANIFESTS, 'commands/compose.ts'),
    types: ['host', 'rehearsal', 'image'],
  },
  'commands/compose.ts': effect(
    'commands',
    'gates',
    'engine',
    'record',
    ...MANIFESTS,
    'kube',
    'image',
    'host',
    'setup',
    'rehearsal',
  ),
  main: effect('commands', 'commands/compose.ts', 'host'),
}

/**
 * Why `importer` may not import `target`, or null when it may.
 * Both are paths relative to src/ with `/`; a target outside src/ is the specifier as written.
 */
export function objection(importer, target, { typeOnly, inside }) {
  const name = layerOf(importer)
  if (name === null) return null
  const layer = LAYERS[name]
  if (!inside) return outside(name, layer, target)
  if (target.startsWith('main/') && !importer.startsWith('main/')) return 'nothing imports src/main'
  const home = name.split('/')[0]
  const allowed = [home, ...layer.from, ...(typeOnly ? layer.types : [])]
  const listed = target in LAYERS ? allowed.includes(target) : allowed.some((place) => within(target, place))
  if (listed) return null
  return `src/${name} does not import src/${target}; it may import ${[...new Set(allowed)].join(', ')} (scripts/lint/direction.mjs)`
}

function outside(name, layer, target) {
  const list = target.startsWith('node:') ? layer.node : layer.packages
  if (list === 'any' || list.some((allowed) => target === allowed || target.startsWith(`${allowed}/`)))
    return null
  return `src/${name} is kept free of effects and does not import ${target} (scripts/lint/direction.mjs)`
}

function layerOf(file) {
  const fitting = Object.keys(LAYERS).filter((place) => within(file, place))
  return fitting.sort((a, b) => b.length - a.length)[0] ?? null
}

const within = (file, place) => file === place || file.startsWith(`${place}/`)
