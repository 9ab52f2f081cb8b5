import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { ToolError } from '../../process/run.ts'
import { askTool, cannot, lastLines, runTool } from './builder.ts'
import type { DockerfileBuilder, DockerfileRequest, Toolbox } from './builder.ts'

/** Of a Cloud Build resource, as `gcloud builds submit --format json` prints it. */
interface CloudBuild {
  readonly results?: { readonly images?: readonly { readonly name?: string; readonly digest?: string }[] }
}

/** Cloud Build: builds in Google Cloud, from the context that gcloud uploads. */
export function gcloudBuilder(tools: Toolbox): DockerfileBuilder {
  return {
    name: 'gcloud',
    async unavailable(repository) {
      if (projectOf(repository) === null)
        return `gcloud builds for *-docker.pkg.dev and gcr.io only, not for ${repository}`
      const answer = await askTool(tools, 'gcloud', ['version', '--format', 'json'])
      if (!(answer instanceof ToolError)) return null
      return answer.failure.kind === 'not-found' ? 'gcloud is not installed' : 'gcloud does not work here'
    },
    async build(request) {
      const project = projectOf(request.repository)
      if (project === null)
        throw cannot(
          `the builder "gcloud" pushes to LOCATION-docker.pkg.dev and gcr.io only; expected such a repository, not ${request.repository}; choose another builder`,
        )
      const ids = Object.keys(request.secrets)
      if (ids.length > 0)
        throw cannot(
          `the build uses secrets (${ids.join(', ')}), which the builder "gcloud" cannot pass on: Cloud Build takes them from Secret Manager; use the builder "docker"`,
        )
      if (request.network !== null)
        throw cannot('the builder "gcloud" takes no --network; expected docker for that; leave it out')
      const dockerfile = path.relative(request.context, request.dockerfile).replaceAll(path.sep, '/')
      if (dockerfile.startsWith('../'))
        throw cannot(
          'the builder "gcloud" uploads the context only, and the Dockerfile lies outside of it; move it there',
        )
      const folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-gcloud-'))
      try {
        const config = path.join(folder, 'cloudbuild.json')
        await writeFile(config, JSON.stringify(configOf(request, dockerfile, tools.timeout), null, 2))
        // Logs would be in the way of the JSON on stdout.
        const args = [
          ...['builds', 'submit', request.context, '--config', config, '--project', project],
          ...['--suppress-logs', '--format', 'json', '--quiet'],
        ]
        const { stdout } = await runTool(tools, 'gcloud', args, {
          tool: 'gcloud',
          repository: request.repository,
          explain: (error) => logOf(tools, project, error),
        })
        return digestIn(stdout)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    },
  }
}

function configOf(request: DockerfileRequest, dockerfile: string, timeout: number): object {
  const references = request.tags.map((tag) => `${request.repository}:${tag}`)
  const args = [
    ...['build', '--file', dockerfile],
    ...references.flatMap((reference) => ['--tag', reference]),
    ...(request.platform === null ? [] : ['--platform', request.platform]),
    ...(request.target === null ? [] : ['--target', request.target]),
    ...Object.entries(request.args).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    '.',
  ]
  return {
    // Cloud Build replaces `$NAME` in its configuration.
    steps: [{ name: 'gcr.io/cloud-builders/docker', args: args.map((arg) => arg.replaceAll('$', '$$$$')) }],
    images: references,
    timeout: `${Math.ceil(timeout / 1000)}s`,
  }
}

async function logOf(tools: Toolbox, project: string, error: ToolError): Promise<string | null> {
  const text = `${error.stderr}\n${error.stdout}`
  const id = /\/builds\/([0-9a-f-]{36})\b/.exec(text)?.[1]
  if (id === undefined) return null
  const log = await askTool(tools, 'gcloud', ['builds', 'log', id, '--project', project])
  return log instanceof ToolError ? null : lastLines(`log of build ${id}`, log.stdout)
}

/** Projects of old Google Workspace domains are `DOMAIN:PROJECT`, and `DOMAIN/PROJECT` in names of images. */
export function projectOf(repository: string): string | null {
  const found =
    /^(?:[a-z0-9-]+-docker\.pkg\.dev|(?:[a-z]+\.)?gcr\.io)\/(?:([a-z0-9-]+\.[a-z0-9.-]+)\/)?([a-z0-9][a-z0-9:-]*)\/./.exec(
      repository,
    )
  if (!found) return null
  return found[1] === undefined ? found[2]! : `${found[1]}:${found[2]!}`
}

function digestIn(stdout: string): string | null {
  try {
    const { results } = JSON.parse(stdout) as CloudBuild
    return results?.images?.find(({ digest }) => digest !== undefined)?.digest ?? null
  } catch {
    return null
  }
}
