import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { parse, parseAllDocuments, stringify } from 'yaml'
import type { JsonObject, KubeObject } from '../../../src/kube/object.ts'
import { refOf } from '../../../src/kube/object.ts'
import { startLoad } from '../../../src/rehearsal/load.ts'
import type { LoadAnswer } from '../../../src/rehearsal/load.ts'
import { createCaller } from '../../contract/gateway-client.ts'
import type { Answer, Call } from '../../contract/gateway-client.ts'
import { cli } from '../../support/cli.ts'
import type { CliResult } from '../../support/cli.ts'
import { createAccount } from './account.ts'
import type { Cluster } from './environment.ts'
import { until } from './until.ts'
import type { RolloutFile } from './world.ts'

/** An example of the repository on the cluster, as a user would bring it there: own namespace, host, images and addresses. */
export interface Example {
  readonly namespace: string
  /** Host header under which the gateways serve it. */
  readonly host: string
  readonly folder: string
  /** `validate`, `advance` … with `--json`; FILE stands for the rollout file. */
  run(...args: string[]): Promise<CliResult>
  advance(stage: string): Promise<CliResult>
  edit(change: (file: RolloutFile) => void): Promise<void>
  editText(file: string, change: (text: string) => string): Promise<void>
  /** Manifests as a person would apply them, for one version. */
  apply(manifest: string, version: string | null): Promise<void>
  ready(deployment: string, replicas?: number): Promise<void>
  get(kind: string, name: string): Promise<KubeObject | null>
  pods(selector: string): Promise<KubeObject[]>
  names(kind: string): Promise<string[]>
  /** `n` calls on each gateway. */
  ask(n: number, call: Call): Promise<Answer[]>
  /** A constant load on each gateway. */
  load(call: Call): ExampleLoad
  close(): Promise<void>
}

export interface ExampleLoad {
  /** Requests so far, over all gateways. */
  sent(): number
  stop(): Promise<{ answers: readonly LoadAnswer[] }>
}

const KINDS: { readonly [kind: string]: string } = {
  Deployment: 'apps/v1',
  VirtualService: 'networking.istio.io/v1',
  DestinationRule: 'networking.istio.io/v1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
}
const RATE = 60

export interface ExampleOptions {
  readonly file?: string
  /** What stands in the manifests, and the image that takes its place. */
  readonly images: { readonly [image: string]: string }
  /** For `${image}`, of an example that rolls out an image. */
  readonly image?: string
  /** For examples whose clients are in the mesh: the Service that they ask, by its name, through the client at this address. */
  readonly mesh?: { readonly url: string; readonly service: string; readonly port: number }
}

export async function startExample(
  anyCluster: Cluster,
  name: string,
  options: ExampleOptions,
): Promise<Example> {
  const { kube } = anyCluster
  const { mesh } = options
  const cluster: Cluster = mesh ? { ...anyCluster, gateways: [`${mesh.url}:${mesh.port}`] } : anyCluster
  // Two files of tests can use one example in the same process, the second while the first one's namespace is still going.
  const namespace = `sg-${name.slice(0, 12)}-${randomBytes(4).toString('hex')}`
  const host = mesh ? `${mesh.service}.${namespace}.svc.cluster.local` : `${namespace}.test`
  const folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-'))
  await cp(path.join(import.meta.dirname, '../../../examples', name), folder, { recursive: true })
  await kube.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
  const kubeconfig = path.join(folder, 'kubeconfig')
  await createAccount(kube, { namespace, file: kubeconfig })
  const file = path.join(folder, options.file ?? 'rollout.yaml')
  const ends: (() => Promise<unknown>)[] = []
  const ref = (kind: string, object: string) => ({
    apiVersion: KINDS[kind] ?? 'v1',
    kind,
    namespace,
    name: object,
  })

  const example: Example = {
    namespace,
    host,
    folder,
    run: (...args) =>
      cli([...args.map((arg) => (arg === 'FILE' ? file : arg)), '--json'], {
        env: { KUBECONFIG: kubeconfig },
        cwd: folder,
      }),
    advance: (stage) =>
      example.run(
        ...['advance', 'FILE', '--to', stage, '--approve', 'all'],
        ...(options.image === undefined ? [] : ['--image', options.image]),
      ),
    async edit(change) {
      const rollout = parse(await readFile(file, 'utf8'))
      change(rollout)
      await writeFile(file, stringify(rollout))
    },
    async editText(name, change) {
      const target = path.join(folder, name)
      await writeFile(target, change(await readFile(target, 'utf8')))
    },
    async apply(manifest, version) {
      const rollout = parse(await readFile(file, 'utf8'))
      const own = version === null ? {} : rollout.versions[version]
      const { image = '' } = options
      const values: { [key: string]: string } = { image, ...own, ...own.values, version: version ?? '' }
      const text = await readFile(path.join(folder, manifest), 'utf8')
      const filled = text.replace(/\$\{(\w+)\}/g, (_, key: string) => String(values[key]))
      for (const document of parseAllDocuments(filled)) {
        const object = document.toJS() as KubeObject
        await kube.create({ ...object, metadata: { ...object.metadata, namespace } })
      }
    },
    async ready(deployment, replicas = 1) {
      await until(`${deployment} with ${replicas} ready`, async () => {
        const status = (await example.get('Deployment', deployment))?.['status'] as JsonObject | undefined
        return status?.['readyReplicas'] === replicas
      })
    },
    get: (kind, object) => kube.get(ref(kind, object)),
    pods: (labelSelector) => kube.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector }),
    async names(kind) {
      const found = await kube.list({ apiVersion: KINDS[kind] ?? 'v1', kind, namespace })
      return found.map(({ metadata }) => metadata.name).sort()
    },
    async ask(n, call) {
      const answers = []
      for (const url of cluster.gateways) {
        const caller = createCaller(url, host)
        answers.push(...(await caller.repeat(n, call).finally(() => caller.close())))
      }
      return answers
    },
    load({ path = '/', method = 'GET', headers = {}, body }) {
      const answers: LoadAnswer[] = []
      const loads = cluster.gateways.map((url) =>
        startLoad({
          url,
          host,
          path,
          method,
          headers: headers as { [name: string]: string },
          ...(body === undefined ? {} : { body }),
          rate: RATE,
          onAnswer: (answer) => void answers.push(answer),
        }),
      )
      const stop = async () => {
        await Promise.all(loads.map((load) => load.stop()))
        return { answers }
      }
      ends.push(stop)
      return { sent: () => loads.reduce((sum, load) => sum + load.sent(), 0), stop }
    },
    async close() {
      for (const end of ends) await end()
      const space = { apiVersion: 'v1', kind: 'Namespace', name: namespace }
      const found = await kube.get(space)
      if (found) await kube.delete(refOf(found), { uid: found.metadata.uid })
      await rm(folder, { recursive: true })
    },
  }

  const original = parse(await readFile(file, 'utf8'))
  for (const manifest of await manifestsOf(folder)) {
    await example.editText(manifest, (text) =>
      Object.entries(options.images)
        .reduce((all, [from, to]) => all.replaceAll(from, to), text)
        // A busy machine answers a probe late; that has nothing to do with a rollout.
        .replace(/periodSeconds: 1$(?!\n *timeoutSeconds)/gm, '$&\n            timeoutSeconds: 10')
        .replace(/hosts: \["\*"\]/g, `hosts: ["${host}"]`)
        .replaceAll(new URL(original.traffic.url).hostname, host)
        .replaceAll(`.${original.namespace}.svc`, `.${namespace}.svc`),
    )
  }
  await example.edit((rollout) => {
    rollout.namespace = namespace
    const url = new URL(rollout.traffic.url)
    rollout.traffic.url = `http://${host}${mesh ? `:${mesh.port}` : ''}${url.pathname}`
    if (options.image !== undefined) rollout.image = options.image.split('@')[0]
    delete rollout.traffic.from
    rollout.traffic.resolve = cluster.gateways.map((gateway) => new URL(gateway).host)
    rollout.traffic.requests = 200
    rollout.traffic.timeout = '30s'
    rollout.traffic.limits = { errors: '1%', p99: '20s' }
    rollout.timeouts = { ready: '90s', confirm: '60s', drain: '2s', gate: '60s' }
  })
  return example
}

async function manifestsOf(folder: string): Promise<string[]> {
  const { readdir } = await import('node:fs/promises')
  return (await readdir(path.join(folder, 'k8s'))).map((file) => `k8s/${file}`)
}

const run = promisify(execFile)

/** Builds a model server of an example and pushes it; the reference by digest. */
export async function pushExample(
  registry: string,
  example: string,
  image: { readonly name: string; readonly script: string; readonly folder?: string },
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'example-'))
  const repository = `${registry}/shiftgate-test/${image.name}`
  try {
    const source = path.join(
      import.meta.dirname,
      '../../../examples',
      example,
      image.folder ?? 'model-server',
    )
    await cp(source, folder, { recursive: true })
    // ENTRYPOINT: the arguments of the Deployment come behind it, as with the image that it stands for.
    const file = `FROM ${registry}/base/node:20\nCOPY *.mjs ./\nENTRYPOINT ["node", "${image.script}"]\n`
    await writeFile(path.join(folder, 'Dockerfile'), file)
    await run('docker', ['build', '-q', '-t', `${repository}:test`, folder])
    const { stdout } = await run('docker', ['push', `${repository}:test`])
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1]
    if (!digest) throw new Error(`docker push told no digest:\n${stdout}`)
    return `${repository}@${digest}`
  } finally {
    await rm(folder, { recursive: true })
  }
}
