import { homedir } from 'node:os'
import path from 'node:path'
import { readFile } from 'node:fs/promises'
import type { Engine } from '../engine/context.ts'
import { throughPods } from '../gates/traffic/gateway-pods.ts'
import { prometheus } from '../gates/metrics/prometheus.ts'
import { createProber } from '../gates/traffic/prober.ts'
import type { Host } from '../host/host.ts'
import { proxiesOf, proxyFor } from '../process/proxy.ts'
import { createKubeClient } from '../kube/rest.ts'
import { loadKubeconfig } from '../kube/kubeconfig.ts'
import type { KubeClient, KubeReader } from '../kube/client.ts'
import { systemClock } from '../process/clock.ts'
import type { Registries } from '../image/registry/registries.ts'
import { invalid } from '../process/errors.ts'
import { createRecordStore } from '../record/store.ts'
import type { EnvironmentHost } from '../setup/environments.ts'
import type { Arguments } from './arguments.ts'
import { azureSettings } from './setup-azure.ts'

/** What a command runs with, besides its arguments. */
export interface Session {
  readonly host: Host
  readonly version: string
  readonly progress: Engine['progress']
  readonly signal: AbortSignal
  /** Requests to the API server so far, for the JSON result. */
  readonly apiRequests: { count: number }
}

export function composeApprovals(args: Arguments, { host, signal }: Session): Engine['approvals'] {
  const source = host.approvals({ approve: args.text('approve'), clock: systemClock, signal })
  return boundTo(args.text('release'), source)
}

/** An approval is for what the approver saw: another release than the one that was planned has none. */
function boundTo(planned: string | null, source: Engine['approvals']): Engine['approvals'] {
  if (planned === null) return source
  return {
    async approvalOf(request) {
      if (request.release === planned) return source.approvalOf(request)
      const reason = `it would be for release ${planned}, which was planned, and this is ${request.release}; plan again and have that approved`
      return { kind: 'missing', reason }
    },
  }
}

/** The only place where adapters are built. */
export async function composeEngine(
  args: Arguments,
  session: Session,
  target: { readonly rollout: string; readonly namespace: string | null; readonly folder: string },
): Promise<Engine & { close(): void }> {
  let fence: ((what: string) => void) | null = null
  const kube = await connect(args, session, (what) => fence?.(what))
  const { env } = session.host
  const namespace = target.namespace ?? kube.namespace
  return {
    kube,
    workspace: { folder: target.folder, env },
    store: createRecordStore(kube, namespace, target.rollout),
    clock: systemClock,
    run: session.host.run({ id: args.text('run'), link: args.text('run-link') }),
    toolVersion: session.version,
    approvals: composeApprovals(args, session),
    prober: (traffic, versions, dial) =>
      createProber(traffic, {
        versions,
        env: (name) => env[name],
        readFile: (file) => readFile(path.resolve(target.folder, file)),
        secrets: (value) => session.host.mask(value),
        ...(dial ? { dial } : traffic.from.kind === 'pod' ? throughPods(kube, traffic, traffic.from) : {}),
      }),
    metrics: (server) =>
      prometheus(server, {
        env: (name) => env[name],
        secrets: (value) => session.host.mask(value),
        proxy: (url) => proxyFor(url, null, proxiesOf(env)),
        signal: session.signal,
      }),
    progress: session.progress,
    signal: session.signal,
    leaseDuration: args.duration('lease-duration', 15_000),
    resolveImage: (requested) => resolveImage(args, session, requested),
    setFence: (next) => {
      fence = next
    },
    close: () => kube.close(),
  }
}

/** Registries as the `--registry-…` options say; a login that is named there is for the registry of `image` only. */
export async function composeRegistries(
  args: Arguments,
  { host, signal, version }: Session,
  image: string,
): Promise<Registries> {
  const [{ createRegistries }, { parseImageName }] = await Promise.all([
    import('../image/registry/registries.ts'),
    import('../image/reference.ts'),
  ])
  const parsed = parseImageName(image)
  if (!parsed.ok) throw invalid({ code: 'bad-image', message: parsed.message, path: '--image' })
  const { registry } = parsed.name.repository
  return createRegistries({
    env: host.env,
    folder: process.cwd(),
    login: {
      registry,
      username: args.text('registry-user'),
      passwordEnv: args.text('registry-password-env'),
    },
    caFile: args.text('registry-ca'),
    plainHttp: args.flag('registry-http') ? [registry] : [],
    mask: (secret) => host.mask(secret),
    userAgent: `shiftgate/${version}`,
    signal,
  })
}

/** Builds an image; loaded only here, with its tools and its registry. */
export async function composeBuild(
  args: Arguments,
  session: Session,
  { repository, folder }: { readonly repository: string; readonly folder: string },
) {
  const [{ openBuild }, { parseRepository }] = await Promise.all([
    import('../image/open.ts'),
    import('../image/reference.ts'),
  ])
  const parsed = parseRepository(repository)
  if (!parsed.ok) throw invalid({ code: 'bad-repository', path: 'image.repository', message: parsed.message })
  const { host, progress, signal } = session
  let registries: Registries | null = null
  const opened = async () => (registries ??= await composeRegistries(args, session, repository))
  const build = openBuild(repository, {
    folder,
    env: host.env,
    signal,
    openRegistry: async () => (await opened()).open(parsed.repository),
    dockerLogin: async (registry) => (await opened()).dockerLogin(registry),
    step: (text) => progress.step(text),
    waiting: (text) => progress.waiting(text),
    now: () => systemClock.timestamp(),
    timeout: args.duration('build-timeout', 3_600_000),
  })
  return { ...build, close: () => registries?.close() }
}

async function resolveImage(args: Arguments, session: Session, requested: string): Promise<string> {
  const registries = await composeRegistries(args, session, requested)
  const { resolveTag } = await import('../image/resolve-tag.ts')
  try {
    return (await resolveTag(requested, registries, { signal: session.signal })).image
  } finally {
    registries.close()
  }
}

/** Only to look; nothing can be written through it. */
export async function composeReader(
  args: Arguments,
  session: Session,
): Promise<KubeReader & { close(): void }> {
  return connect(args, session, (what) => {
    throw new Error(`${what} while only looking`)
  })
}

export const SETUP_HOSTS = ['github', 'azure'] as const
export type SetupHost = (typeof SETUP_HOSTS)[number]

/** The place where a CI host keeps its gates; loaded only here. */
export async function composeEnvironments(
  kind: SetupHost,
  args: Arguments,
  { host, signal, version }: Session,
): Promise<EnvironmentHost> {
  switch (kind) {
    case 'github': {
      const { githubEnvironments } = await import('../host/github/environments.ts')
      const repository = args.text('repository')
      return githubEnvironments({ env: host.env, mask: (s) => host.mask(s), repository, signal, version })
    }
    case 'azure': {
      const { azureEnvironments } = await import('../host/azure/environments.ts')
      return azureEnvironments({
        ...azureSettings(args),
        env: host.env,
        mask: (s) => host.mask(s),
        signal,
        version,
      })
    }
  }
}

/** The embedded cluster with the engine on it; loaded only here. */
export async function composeRehearsal(args: Arguments, session: Session) {
  const { FAULTS, rehearse } = await import('../rehearsal/rehearse.ts')
  const { host, version, progress, signal } = session
  return {
    faults: FAULTS,
    run: (what: Pick<Parameters<typeof rehearse>[0], 'rollout' | 'folder' | 'fault'>) =>
      rehearse({
        ...what,
        env: host.env,
        approvals: composeApprovals(args, session),
        progress,
        signal,
        toolVersion: version,
      }),
  }
}

async function connect(
  args: Arguments,
  session: Session,
  fence: (what: string) => void,
): Promise<KubeClient> {
  const { env } = session.host
  const config = await loadKubeconfig({
    paths: kubeconfigPaths(args.text('kubeconfig'), env['KUBECONFIG']),
    ...(args.text('context') ? { context: args.text('context')! } : {}),
    ...(env['KUBERNETES_SERVICE_HOST']
      ? { inCluster: { host: env['KUBERNETES_SERVICE_HOST'], port: env['KUBERNETES_SERVICE_PORT'] ?? '443' } }
      : {}),
  })
  return createKubeClient(config, {
    requestTimeout: args.duration('request-timeout', 30_000),
    fence,
    onRequest: () => session.apiRequests.count++,
    userAgent: `shiftgate/${session.version}`,
    environment: env,
    secrets: (value) => session.host.mask(value),
    proxy: proxiesOf(env),
  })
}

function kubeconfigPaths(option: string | null, variable: string | undefined): string[] {
  if (option !== null) return [option]
  if (variable) return variable.split(path.delimiter).filter((p) => p !== '')
  return [path.join(homedir(), '.kube', 'config')]
}
