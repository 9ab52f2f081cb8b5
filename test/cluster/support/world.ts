import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseAllDocuments, parse, stringify } from 'yaml'
import { FIELD_MANAGER, KubeError } from '../../../src/kube/client.ts'
import type { KubeClient } from '../../../src/kube/client.ts'
import type { JsonObject, KubeObject, Ref } from '../../../src/kube/object.ts'
import { cli, start } from '../../support/cli.ts'
import type { CliResult, Running } from '../../support/cli.ts'
import { createAccount } from './account.ts'
import type { Cluster } from './environment.ts'
import { images, repositoryOf } from './images.ts'
import type { ImageKind, Images } from './images.ts'
import { until } from './until.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the example's YAML, edited as each scenario needs it
export type RolloutFile = any

/** One team's namespace on the cluster, its rollout file, and a pipeline that runs commands with the shipped account. */
export interface World {
  readonly cluster: Cluster
  readonly kube: KubeClient
  readonly images: Images
  readonly namespace: string
  /** Host header under which the model is served. */
  readonly host: string
  /** The pipeline's checkout. */
  readonly folder: string
  /** Runs a command with `--json`; FILE in the arguments stands for the rollout file. */
  run(...args: string[]): Promise<CliResult>
  start(...args: string[]): Running
  /** `advance FILE --to STAGE --approve all`, with the image of a kind. */
  advance(stage: string, image: ImageKind | null, ...more: string[]): Promise<CliResult>
  /** Edits the rollout file. */
  edit(change: (file: RolloutFile) => void): Promise<void>
  /** The objects of the workspace's manifest for one version, as a person would apply them. */
  rendered(manifest: string, version: string, image: ImageKind): Promise<KubeObject[]>
  /** Creates what served before shiftgate came: green with the old image, and the route. */
  deployStable(options?: { replicas?: number }): Promise<void>
  /** Creates an object as `kubectl apply` of the team's own pipeline would. */
  apply(object: KubeObject): Promise<void>
  /** Changes an object as somebody with `kubectl edit` would. */
  change(kind: string, name: string, edit: (object: RolloutFile) => void): Promise<KubeObject>
  ref(kind: string, name: string): Ref
  get(kind: string, name: string): Promise<KubeObject | null>
  deploymentReady(name: string, replicas: number): Promise<void>
  /** Something to end with the world, should the test not get so far. */
  onClose(end: () => void): void
  /** Names of the objects of a kind in the namespace, sorted. */
  names(kind: string): Promise<string[]>
  close(): Promise<void>
}

export const API_VERSIONS: { readonly [kind: string]: string } = {
  Deployment: 'apps/v1',
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  Gateway: 'networking.istio.io/v1',
  HorizontalPodAutoscaler: 'autoscaling/v2',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
}

export interface WorldOptions {
  /** Manifests instead of the example's, by path in the workspace. */
  readonly manifests?: { readonly [path: string]: string }
  /** Instead of those of the tests' model server; only these kinds are there then. */
  readonly images?: Pick<Images, 'old' | 'new'>
  /** Where the pipeline finds the API server, when it is not where the tests do. */
  readonly server?: string
}

let worlds = 0

export async function createWorld(
  cluster: Cluster,
  name: string,
  options: WorldOptions = {},
): Promise<World> {
  const { kube } = cluster
  const namespace = `sg-${name}-${process.pid}-${(worlds++).toString(36)}`
  const host = `${namespace}.test`
  const built = options.images ? (options.images as Images) : await images(cluster.registry)
  const folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-'))
  await kube.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  await cp(path.join(import.meta.dirname, '../../../examples/mlopspython'), folder, { recursive: true })
  for (const [name, text] of Object.entries(options.manifests ?? {})) {
    await writeFile(path.join(folder, name), text)
  }
  const kubeconfig = path.join(folder, 'kubeconfig')
  await createAccount(kube, { namespace, file: kubeconfig, server: options.server })
  const file = path.join(folder, 'rollout.yaml')
  const ends: (() => void)[] = []
  const env = { KUBECONFIG: kubeconfig }
  const command = (args: readonly string[]) => [...args.map((a) => (a === 'FILE' ? file : a)), '--json']
  const ref = (kind: string, object: string): Ref => ({
    apiVersion: API_VERSIONS[kind] ?? 'v1',
    kind,
    namespace,
    name: object,
  })

  const world: World = {
    cluster,
    kube,
    images: built,
    namespace,
    host,
    folder,
    ref,
    run: (...args) => cli(command(args), { env, cwd: folder }),
    start: (...args) => start(command(args), { env, cwd: folder }),
    advance: (stage, image, ...more) =>
      world.run(
        'advance',
        'FILE',
        ...['--to', stage, '--approve', 'all'],
        ...(image ? ['--image', built[image]] : []),
        ...more,
      ),
    async edit(change) {
      const rollout = parse(await readFile(file, 'utf8'))
      change(rollout)
      await writeFile(file, stringify(rollout))
    },
    async rendered(manifest, version, image) {
      const rollout = parse(await readFile(file, 'utf8'))
      const values: { [name: string]: string } = {
        version,
        image: built[image],
        ...rollout.versions[version],
        ...rollout.versions[version].values,
      }
      const text = await readFile(path.join(folder, manifest), 'utf8')
      const filled = text.replace(/\$\{(\w+)\}/g, (_, key: string) => String(values[key]))
      return parseAllDocuments(filled).map((document) => {
        const object = document.toJS() as KubeObject
        return { ...object, metadata: { ...object.metadata, namespace } }
      })
    },
    async deployStable({ replicas = 1 } = {}) {
      const model = await world.rendered('k8s/model.yaml', 'green', 'old')
      const route = await world.rendered('k8s/route.yaml', 'green', 'old')
      for (const object of [...model, ...route]) {
        const scaled =
          object.kind === 'Deployment'
            ? { ...object, spec: { ...(object['spec'] as JsonObject), replicas } }
            : object
        await world.apply(scaled)
      }
      await world.deploymentReady('model-green', replicas)
    },
    async apply(object) {
      const annotations = {
        ...object.metadata.annotations,
        'kubectl.kubernetes.io/last-applied-configuration': JSON.stringify(object),
      }
      await kube.create({ ...object, metadata: { ...object.metadata, annotations, namespace } })
      // The client writes under our own name; these fields are the team's.
      await world.change(object.kind, object.metadata.name, ({ metadata }: RolloutFile) => {
        for (const entry of metadata.managedFields) {
          if (entry.manager === FIELD_MANAGER) entry.manager = 'kubectl-client-side-apply'
        }
      })
    },
    change: (kind, object, edit) =>
      until(`a change of ${kind} ${object}`, async () => {
        const changed = structuredClone(await world.get(kind, object))
        edit(changed)
        try {
          return await kube.replace(changed!)
        } catch (error) {
          if (error instanceof KubeError && error.code === 'conflict') return null
          throw error
        }
      }),
    get: (kind, object) => kube.get(ref(kind, object)),
    async deploymentReady(deployment, replicas) {
      await until(`${deployment} with ${replicas} ready`, async () => {
        const status = (await world.get('Deployment', deployment))?.['status'] as JsonObject | undefined
        return status?.['readyReplicas'] === replicas && status['updatedReplicas'] === replicas
      })
    },
    async names(kind) {
      const objects = await kube.list({ apiVersion: API_VERSIONS[kind] ?? 'v1', kind, namespace })
      return objects.map((o) => o.metadata.name).sort()
    },
    onClose: (end) => void ends.push(end),
    async close() {
      for (const end of ends) end()
      const space = { apiVersion: 'v1', kind: 'Namespace', name: namespace }
      const found = await kube.get(space)
      if (found) await kube.delete(space, { uid: found.metadata.uid })
      await rm(folder, { recursive: true })
    },
  }

  const route = path.join(folder, 'k8s/route.yaml')
  const text = await readFile(route, 'utf8')
  await writeFile(
    route,
    text.replaceAll('abtesting', namespace).replace(/(hosts|hostnames): \["\*"\]/g, `$1: ["${host}"]`),
  )
  const model = path.join(folder, 'k8s/model.yaml')
  const deployments = (await readFile(model, 'utf8')).replaceAll('abtesting', namespace)
  // A busy machine answers a probe late; a pod that is taken out for that has nothing to do with a rollout.
  await writeFile(model, deployments.replace(/periodSeconds: 1$/gm, '$&\n            timeoutSeconds: 10'))
  await world.edit((rollout) => {
    rollout.namespace = namespace
    rollout.image = repositoryOf(cluster.registry)
    rollout.traffic.url = `http://${host}/score`
    rollout.traffic.resolve = cluster.gateways.map((url) => new URL(url).host)
    // The machine of the tests may be slow; who is slow is another test's question.
    rollout.traffic.timeout = '30s'
    rollout.traffic.limits = { errors: '1%', p99: '20s' }
    rollout.timeouts = { ready: '90s', confirm: '60s', drain: '2s', gate: '60s' }
  })
  return world
}
