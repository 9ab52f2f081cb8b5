import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse, stringify } from 'yaml'
import { prepare } from '../../src/engine/preparation.ts'
import type { KubeObject, Ref } from '../../src/kube/object.ts'
import type { RolloutRecord } from '../../src/record/record.ts'
import type { Lease } from '../../src/record/store.ts'
import type { Lack } from '../../src/rehearsal/api/admission.ts'
import { startCluster } from '../../src/rehearsal/cluster.ts'
import type { EmbeddedCluster } from '../../src/rehearsal/cluster.ts'
import { startLoad } from '../../src/rehearsal/load.ts'
import { parseRollout } from '../../src/spec/parse.ts'
import { LAST_APPLIED, lastAppliedText } from '../../src/workload/last-applied.ts'
import { cli, start } from './cli.ts'
import type { CliResult, Running } from './cli.ts'

export const NAMESPACE = 'abtesting'
export const ROLLOUT = 'diabetes'
const EXAMPLE = path.resolve(import.meta.dirname, 'diabetes')

/** References by digest of three releases; what a pod answers is the word. */
export const IMAGES = {
  old: `myregistry.azurecr.io/diabetes-scoring@sha256:${'0'.repeat(64)}`,
  new: `myregistry.azurecr.io/diabetes-scoring@sha256:${'1'.repeat(64)}`,
  newer: `myregistry.azurecr.io/diabetes-scoring@sha256:${'2'.repeat(64)}`,
} as const
const WORDS: { readonly [image: string]: string } = {
  [IMAGES.old]: 'old',
  [IMAGES.new]: 'new',
  [IMAGES.newer]: 'newer',
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a rollout file as YAML gives it, edited by tests
export type FileContent = any

export interface World {
  readonly cluster: EmbeddedCluster
  readonly folder: string
  readonly file: string
  readonly env: { readonly [name: string]: string }
  run(...args: string[]): Promise<CliResult>
  start(...args: string[]): Running
  /** `advance --to STAGE`, with everything approved. */
  advance(stage: string, ...args: string[]): Promise<CliResult>
  edit(change: (content: FileContent) => void): Promise<void>
  editManifest(name: string, change: (text: string) => string): Promise<void>
  record(): RolloutRecord | null
  lease(): Lease | null
  /** Writes the record as somebody with an editor would. */
  setRecord(change: (record: RolloutRecord) => RolloutRecord): void
  get(kind: string, name: string): KubeObject | null
  /** Mutating requests since `mark` (a length of the log). */
  writesSince(mark: number): string[]
  mark(): number
  /** Who answers now: the share of each word in n requests over new connections. */
  ask(n?: number): Promise<{ [word: string]: number }>
  save(): Saved
  /** Makes the cluster what it was, without losing a request on the way. */
  restore(saved: Saved): Promise<void>
  /** Everything that a rollout may leave behind, as comparable text lines; records and pods left out. */
  objects(): string[]
  close(): Promise<void>
}

export interface WorldOptions {
  readonly change?: (content: FileContent) => void
  readonly manifests?: { readonly [name: string]: (text: string) => string }
  /** `empty`: no stable version and no route yet. */
  readonly start?: 'stable' | 'empty'
  readonly lease?: string
  readonly gateways?: number
  /** What pods of further images answer. */
  readonly words?: { readonly [image: string]: string }
  /** What the pods of the release `new` answer instead of that word. */
  readonly answer?: string
  /** An older cluster. */
  readonly lacks?: readonly Lack[]
}

/** Everything stored in the namespace, to be put back later. */
export type Saved = readonly KubeObject[]

/** The main example on an embedded cluster of its own, with short waits, run by the bundle in child processes. */
export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-'))
  const file = path.join(folder, 'rollout.yaml')
  await cp(path.join(EXAMPLE, 'k8s'), path.join(folder, 'k8s'), { recursive: true })
  const cluster = await startCluster({
    gateways: options.gateways ?? 1,
    ...(options.lacks ? { lacks: options.lacks } : {}),
    imageRunner: ({ image, env }) => {
      const named = options.words?.[image] ?? WORDS[image]
      const word = image === IMAGES.new ? (options.answer ?? named) : named
      return word === undefined
        ? null
        : {
            command: process.execPath,
            args: [path.join(import.meta.dirname, 'model.cjs'), word],
            env: { ...env },
          }
    },
  })
  const content = parse(await readFile(path.join(EXAMPLE, 'rollout.yaml'), 'utf8'))
  content.traffic.resolve = cluster.gateways.map((g) => g.address)
  content.traffic.requests = 20
  content.traffic.limits = { errors: '1%' }
  content.timeouts = { ready: '20s', settle: '0s', confirm: '15s', drain: '50ms', gate: '15s' }
  options.change?.(content)
  await writeFile(file, stringify(content))
  for (const [name, change] of Object.entries(options.manifests ?? {})) await editManifest(name, change)
  const kubeconfig = path.join(folder, 'kubeconfig')
  await writeFile(kubeconfig, cluster.api.kubeconfig(NAMESPACE))
  const env = { KUBECONFIG: kubeconfig }
  const { store } = cluster.api
  const recordRef = refTo('ConfigMap', `shiftgate-${ROLLOUT}`)
  const common = ['--json', '--run', 'run-1', '--lease-duration', options.lease ?? '2s']

  await seedCluster()

  function withCommon(args: readonly string[]): string[] {
    const extra = common.flatMap((option, i) =>
      option.startsWith('--') && !args.includes(option)
        ? i + 1 < common.length && !common[i + 1]!.startsWith('--')
          ? [option, common[i + 1]!]
          : [option]
        : [],
    )
    // A recovery by --run leaves held stages alone; it is asked for by name.
    const own =
      args[0] === 'abort' && !args.includes('--run')
        ? extra.filter((o) => o !== '--run' && o !== 'run-1')
        : extra
    const [command = '', ...rest] = args
    const target = args.includes('--rollout') || args.some((a) => a.endsWith('.yaml')) ? [] : [file]
    return [command, ...target, ...rest, ...own]
  }

  async function seedCluster(): Promise<void> {
    store.put({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE } })
    if (options.start === 'empty') return
    const rollout = await parsed()
    const { rendered, routeManifests } = await prepare(
      rollout,
      { folder, env: {} },
      rollout.image ? IMAGES.old : null,
    )
    for (const object of [...rendered.objects[rollout.versions[0].name]!, ...routeManifests.flat()]) {
      // As a team's pipeline would have: with what it applied last beside it.
      store.put(applied(object), 'kubectl-client-side-apply')
    }
    await until('stable serves', async () => (await ask(1))['old'] === 1)
  }

  async function parsed() {
    const result = parseRollout(await readFile(file, 'utf8'), file, {})
    if (!result.ok) throw new Error(JSON.stringify(result.problems))
    return result.rollout
  }

  async function editManifest(name: string, change: (text: string) => string): Promise<void> {
    const target = path.join(folder, 'k8s', name)
    await writeFile(target, change(await readFile(target, 'utf8')))
  }

  function data(): { record?: string; lease?: string } {
    return (store.get(recordRef)?.['data'] ?? {}) as { record?: string; lease?: string }
  }

  async function ask(n = 20): Promise<{ [word: string]: number }> {
    const seen: { [word: string]: number } = {}
    let count = 0
    await new Promise<void>((done) => {
      const load = startLoad({
        url: cluster.gateways[0]!.url,
        path: '/score',
        host: 'models.example.com',
        rate: 200,
        timeout: 5_000,
        onAnswer(answer) {
          if (count >= n) return
          const word = answer.status === 200 ? answer.body : String(answer.status ?? answer.error)
          seen[word] = (seen[word] ?? 0) + 1
          if (++count === n) void load.stop().then(done)
        },
      })
    })
    return seen
  }

  return {
    cluster,
    folder,
    file,
    env,
    run: (...args) => cli(withCommon(args), { env, cwd: folder }),
    start: (...args) => start(withCommon(args), { env, cwd: folder }),
    advance: (stage, ...args) =>
      cli(withCommon(['advance', '--to', stage, '--image', IMAGES.new, '--approve', 'all', ...args]), {
        env,
        cwd: folder,
      }),
    async edit(change) {
      const now = parse(await readFile(file, 'utf8'))
      change(now)
      await writeFile(file, stringify(now))
    },
    editManifest,
    record: () => (data().record === undefined ? null : (JSON.parse(data().record!) as RolloutRecord)),
    lease: () => (data().lease === undefined ? null : (JSON.parse(data().lease!) as Lease)),
    setRecord(change) {
      const live = store.get(recordRef)!
      const { resourceVersion: _, ...metadata } = live.metadata
      const record = change(JSON.parse(data().record!) as RolloutRecord)
      store.put({ ...live, metadata, data: { ...(live['data'] as object), record: JSON.stringify(record) } })
    },
    get: (kind, name) => store.get(refTo(kind, name)),
    mark: () => cluster.api.requests.length,
    writesSince: (mark) =>
      cluster.api.requests
        .slice(mark)
        .filter((r) => r.mutating)
        .map((r) => `${r.method} ${r.path.split('?')[0]!}`),
    ask,
    save: () =>
      COMPARED.flatMap((kind) => store.list({ apiVersion: GROUPS[kind]!, kind, namespace: NAMESPACE })),
    restore: (saved) => restore(cluster, saved),
    objects: () => comparable(cluster),
    async close() {
      await cluster.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const GROUPS: { readonly [kind: string]: string } = {
  ConfigMap: 'v1',
  Service: 'v1',
  Pod: 'v1',
  Deployment: 'apps/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  Gateway: 'networking.istio.io/v1',
}

function refTo(kind: string, name: string): Ref {
  return { apiVersion: GROUPS[kind]!, kind, namespace: NAMESPACE, name }
}

function applied(object: KubeObject): KubeObject {
  const annotations = { ...object.metadata.annotations, [LAST_APPLIED]: lastAppliedText(object) }
  return { ...object, metadata: { ...object.metadata, annotations } }
}

const COMPARED = [
  'ConfigMap',
  'Service',
  'Deployment',
  'HorizontalPodAutoscaler',
  'VirtualService',
  'DestinationRule',
  'Gateway',
]
/** Set by servers and controllers, different each time. */
const VOLATILE = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'managedFields',
  'clusterIP',
  'clusterIPs',
  'status',
  'deployment.kubernetes.io/revision',
])

function comparable(cluster: EmbeddedCluster): string[] {
  return COMPARED.flatMap((kind) =>
    cluster.api.store
      .list({ apiVersion: GROUPS[kind]!, kind, namespace: NAMESPACE })
      .filter((o) => o.metadata.name !== `shiftgate-${ROLLOUT}`)
      .map((o) => {
        const archive = o.metadata.name.startsWith(`shiftgate-${ROLLOUT}-`)
        // The archive's name hashes what was live, server-set fields included: that there is one is what counts.
        return archive ? `${kind} (archive)` : `${kind} ${o.metadata.name} ${stable(o, owners(o))}`
      }),
  ).sort()
}

async function restore(cluster: EmbeddedCluster, saved: Saved): Promise<void> {
  const { store } = cluster.api
  const put = (original: KubeObject) => {
    const object = withoutAddress(original)
    const { resourceVersion: _, uid: __, ...metadata } = object.metadata
    const { managedFields: ___, ...bare } = metadata
    store.put({ ...object, metadata: bare })
    // The first write takes all fields that it changes; the second gives them back to their managers.
    store.put({ ...object, metadata })
  }
  // Other people's ConfigMaps first, the record last: an archive is there before what names it.
  const rank = (o: KubeObject) => ['Service', 'Deployment', 'ConfigMap', 'VirtualService'].indexOf(o.kind)
  const first = saved.filter((o) => o.kind !== 'VirtualService').sort((a, b) => rank(a) - rank(b))
  for (const object of first) put(object)
  await until('the restored pods serve', () =>
    first.filter((o) => o.kind === 'Deployment').every((o) => rolledOut(cluster, o.metadata.name)),
  )
  for (const object of saved.filter((o) => o.kind === 'VirtualService')) put(object)
  const kept = new Set(saved.map((o) => `${o.kind}/${o.metadata.name}`))
  for (const kind of COMPARED) {
    for (const { metadata } of store.list({ apiVersion: GROUPS[kind]!, kind, namespace: NAMESPACE })) {
      if (!kept.has(`${kind}/${metadata.name}`)) store.delete(refTo(kind, metadata.name))
    }
  }
  await until('the pods of removed Deployments are gone', () => podsMatch(cluster))
}

/** A Service that was made anew has another address. */
function withoutAddress(object: KubeObject): KubeObject {
  if (object.kind !== 'Service') return object
  const { clusterIP: _, clusterIPs: __, ...spec } = object['spec'] as { [field: string]: unknown }
  return { ...object, spec }
}

function rolledOut(cluster: EmbeddedCluster, name: string): boolean {
  const live = cluster.api.store.get(refTo('Deployment', name))
  const { observedGeneration, replicas, updatedReplicas, readyReplicas } = (live?.['status'] ?? {}) as {
    [field: string]: number
  }
  const wanted = (live?.['spec'] as { replicas: number }).replicas
  const current = observedGeneration === live?.metadata.generation
  return current && [replicas, updatedReplicas, readyReplicas].every((n) => n === wanted)
}

/** As many pods as the Deployments want, so none left of a Deployment that is gone. */
export function podsMatch(cluster: EmbeddedCluster): boolean {
  const list = (kind: string) =>
    cluster.api.store.list({ apiVersion: GROUPS[kind]!, kind, namespace: NAMESPACE })
  const wanted = list('Deployment').reduce(
    (sum, d) => sum + ((d['spec'] as { replicas: number }).replicas ?? 0),
    0,
  )
  return list('Pod').filter((p) => !p.metadata.deletionTimestamp).length === wanted
}

/** Field managers count: entries of ours must be gone at the end. */
function owners(object: KubeObject): string[] {
  return [...new Set((object.metadata.managedFields ?? []).map((f) => f.manager ?? ''))].filter(
    (m) => m === 'shiftgate',
  )
}

function stable(value: unknown, managers: string[]): string {
  return (
    JSON.stringify(value, (key, inner: unknown) => {
      if (VOLATILE.has(key)) return undefined
      if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner
      return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
    }) + (managers.length > 0 ? ` managed by ${managers.join()}` : '')
  )
}

/** Waits for a condition; 20 s at most. */
export async function until(
  what: string,
  condition: () => boolean | Promise<boolean>,
  timeout = 60_000,
): Promise<void> {
  const end = performance.now() + timeout
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

/** Constant live traffic; `lost` counts everything but a good answer. */
export function liveTraffic(world: Pick<World, 'cluster'>, rate = 50) {
  let answers = 0
  let lost = 0
  const examples: string[] = []
  const load = startLoad({
    url: world.cluster.gateways[0]!.url,
    path: '/score',
    host: 'models.example.com',
    rate,
    // An answer that comes late on a busy machine is not lost; one that never comes is.
    timeout: 60_000,
    onAnswer(answer) {
      answers++
      if (answer.status === 200) return
      lost++
      examples.push(`${answer.status ?? ''} ${answer.error ?? ''} ${answer.body.slice(0, 100)}`)
    },
  })
  return { lost: () => lost, answers: () => answers, examples, stop: () => load.stop() }
}
