import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ToolError } from '../../process/run.ts'
import { askTool, cannot, runTool } from './builder.ts'
import type { DockerfileBuilder, DockerfileRequest, Toolbox } from './builder.ts'
import { withDockerLogin } from './docker-config.ts'

/** The docker command line: BuildKit through buildx where it is installed, the daemon's own builder otherwise. */
export function dockerBuilder(tools: Toolbox): DockerfileBuilder {
  return {
    name: 'docker',
    async unavailable() {
      const answer = await askTool(tools, 'docker', ['version', '--format', '{{.Server.Version}}'])
      if (!(answer instanceof ToolError)) return null
      return answer.failure.kind === 'not-found'
        ? 'docker is not installed'
        : `docker has no daemon that answers (${lastLine(answer.stderr) || 'it does not say why'})`
    },
    async build(request) {
      const buildx = await askTool(tools, 'docker', ['buildx', 'version'])
      const ids = Object.keys(request.secrets)
      if (buildx instanceof ToolError && ids.length > 0)
        throw cannot(
          `the build uses secrets (${ids.join(', ')}), which need BuildKit, and docker has no buildx here; install buildx (https://docs.docker.com/go/buildx/), or remove "secrets"`,
        )
      const registry = registryOf(request.repository)
      return withDockerLogin(tools, registry, await tools.dockerLogin(registry), (own) =>
        buildx instanceof ToolError ? withDaemon(own, request) : withBuildx(own, request),
      )
    },
  }
}

const registryOf = (repository: string) => repository.slice(0, repository.indexOf('/'))

async function withBuildx(user: Toolbox, request: DockerfileRequest) {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-buildx-'))
  // Attestations name the time of the build: with them nothing would ever be the image that is there already.
  const tools = { ...user, env: { BUILDX_NO_DEFAULT_ATTESTATIONS: '1', ...user.env } }
  try {
    const metadata = path.join(folder, 'metadata.json')
    const secrets = Object.entries(request.secrets).flatMap(([id, secret]) => [
      '--secret',
      secret.kind === 'env'
        ? `id=${id},env=${secret.name}`
        : `id=${id},src=${path.resolve(tools.folder, secret.path)}`,
    ])
    const args = [
      'buildx',
      'build',
      '--push',
      '--metadata-file',
      metadata,
      ...common(request),
      ...secrets,
      request.context,
    ]
    await runTool(tools, 'docker', args, { tool: 'docker', repository: request.repository })
    const facts = JSON.parse(await readFile(metadata, 'utf8')) as { 'containerimage.digest'?: string }
    return facts['containerimage.digest'] ?? null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function withDaemon(tools: Toolbox, request: DockerfileRequest) {
  const purpose = { tool: 'docker', repository: request.repository } as const
  await runTool(tools, 'docker', ['build', ...common(request), request.context], purpose)
  const digests: (string | null)[] = []
  for (const tag of request.tags) {
    const { stdout } = await runTool(tools, 'docker', ['push', `${request.repository}:${tag}`], purpose)
    digests.push(/\bdigest: (sha256:[0-9a-f]{64})\b/.exec(stdout)?.[1] ?? null)
  }
  // Of the tag that is this build's alone: another build at this daemon may have moved the others meanwhile.
  return digests[0] ?? null
}

function common({
  dockerfile,
  repository,
  tags,
  args,
  target,
  platform,
  network,
}: DockerfileRequest): string[] {
  return [
    ...['--file', dockerfile],
    ...tags.flatMap((tag) => ['--tag', `${repository}:${tag}`]),
    ...(platform === null ? [] : ['--platform', platform]),
    ...(target === null ? [] : ['--target', target]),
    ...(network === null ? [] : ['--network', network]),
    ...Object.entries(args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
  ]
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)!.trim()
