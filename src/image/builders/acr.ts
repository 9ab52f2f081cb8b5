import { ToolError } from '../../process/run.ts'
import { askTool, cannot, lastLines, runTool } from './builder.ts'
import type { DockerfileBuilder, Toolbox } from './builder.ts'

/** What `az acr build --no-logs` prints: a run of ACR Tasks. */
interface AcrRun {
  readonly status?: string
  readonly outputImages?: readonly { readonly digest?: string; readonly tag?: string }[] | null
}

/** Azure Container Registry builds in Azure, from the context that the Azure command line uploads. */
export function acrBuilder(tools: Toolbox): DockerfileBuilder {
  return {
    name: 'acr',
    async unavailable(repository) {
      if (registryOf(repository) === null) return `acr builds for *.azurecr.io only, not for ${repository}`
      const answer = await askTool(tools, 'az', ['version', '--output', 'json'])
      if (!(answer instanceof ToolError)) return null
      return answer.failure.kind === 'not-found' ? 'az is not installed' : 'az does not work here'
    },
    async build(request) {
      const found = registryOf(request.repository)
      if (found === null)
        throw cannot(
          `the builder "acr" pushes to NAME.azurecr.io only; expected such a repository, not ${request.repository}; choose another builder`,
        )
      const ids = Object.keys(request.secrets)
      if (ids.length > 0)
        throw cannot(
          `the build uses secrets (${ids.join(', ')}), which need BuildKit, and "acr" builds without it; use the builder "docker"`,
        )
      if (request.network !== null)
        throw cannot('the builder "acr" takes no --network; expected docker for that; leave it out')
      const { registry, path } = found
      const args = [
        ...['acr', 'build', '--registry', registry],
        ...request.tags.flatMap((tag) => ['--image', `${path}:${tag}`]),
        ...['--file', request.dockerfile],
        ...(request.platform === null ? [] : ['--platform', request.platform]),
        ...(request.target === null ? [] : ['--target', request.target]),
        ...Object.entries(request.args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
        ...['--no-logs', '--output', 'json', request.context],
      ]
      const { stdout } = await runTool(tools, 'az', args, {
        tool: 'acr',
        repository: request.repository,
        explain: (error) => logOf(tools, registry, error),
      })
      const run = parse(stdout)
      return run?.outputImages?.find(({ digest }) => digest !== undefined)?.digest ?? null
    },
  }
}

/** The log of a failed run is in Azure; without it nobody knows which step failed. */
async function logOf(tools: Toolbox, registry: string, error: ToolError): Promise<string | null> {
  const id = /(?:Queued a build with ID:|The run with ID)\s*'?([A-Za-z0-9]+)/.exec(error.stderr)?.[1]
  if (id === undefined) return null
  const log = await askTool(tools, 'az', ['acr', 'task', 'logs', '--registry', registry, '--run-id', id])
  return log instanceof ToolError ? null : lastLines(`log of run ${id}`, log.stdout || log.stderr)
}

function registryOf(repository: string): { registry: string; path: string } | null {
  const found = /^([a-z0-9-]+)\.azurecr\.(?:io|cn|us)\/(.+)$/i.exec(repository)
  return found ? { registry: found[1]!, path: found[2]! } : null
}

function parse(stdout: string): AcrRun | null {
  try {
    return JSON.parse(stdout) as AcrRun
  } catch {
    return null
  }
}
