import { CommandError } from '../../process/errors.ts'
import { run, ToolError } from '../../process/run.ts'
import type { BuildSecret } from '../../spec/rollout.ts'
import type { DockerLogin } from '../registry/auth/docker-login.ts'
import type { Digest } from '../registry/registry.ts'
import { usualReason } from './usual-reasons.ts'

/** A Dockerfile with its context, and where the result goes. */
export interface DockerfileRequest {
  /** Full path. */
  readonly context: string
  /** Full path. */
  readonly dockerfile: string
  /** `HOST/REPOSITORY`. */
  readonly repository: string
  /** At least one. */
  readonly tags: readonly [string, ...string[]]
  readonly args: { readonly [name: string]: string }
  readonly target: string | null
  readonly platform: string | null
  readonly secrets: { readonly [id: string]: BuildSecret }
  /** Network of RUN steps, as `docker build --network` takes it. */
  readonly network: string | null
}

/** Something that runs Dockerfiles and pushes what comes out. */
export interface DockerfileBuilder {
  readonly name: 'docker' | 'acr' | 'gcloud'
  /** Why it cannot build for this repository here; null when it can. */
  unavailable(repository: string): Promise<string | null>
  /** Builds and pushes. The digest when the tool told it. Rejects with `CommandError` before anything is pushed when the request asks too much of it. */
  build(request: DockerfileRequest): Promise<Digest | null>
}

/** How builders run their tools. */
export interface Toolbox {
  readonly env: { readonly [name: string]: string | undefined }
  /** Folder of the rollout file: secrets' paths are relative to it. */
  readonly folder: string
  readonly signal: AbortSignal
  /** Milliseconds that one build may take. */
  readonly timeout: number
  /** One line of a tool's output, to show that it lives. */
  readonly onLine: (line: string) => void
  /** For the registry (`HOST[:PORT]`) of a repository, where docker itself would not find it. */
  readonly dockerLogin: (registry: string) => Promise<DockerLogin | null>
  /** Texts that never appear in a message. */
  readonly secrets?: readonly string[]
}

/** Milliseconds for a question to a tool. */
const SHORT = 60_000

export interface Ran {
  readonly stdout: string
  readonly stderr: string
}

/** Which build a tool is run for. */
interface Purpose {
  readonly tool: DockerfileBuilder['name']
  readonly repository: string
  /** What the tool itself did not print, for the error. */
  readonly explain?: (error: ToolError) => Promise<string | null>
}

/** Runs a tool to its end; what goes wrong is a failed build: in plain words where the reason is known, then what the tool wrote. */
export async function runTool(
  tools: Toolbox,
  command: string,
  args: readonly string[],
  { tool, repository, explain }: Purpose,
): Promise<Ran> {
  try {
    return await run(command, args, { ...optionsOf(tools), timeout: tools.timeout, onLine: tools.onLine })
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    const more = (await explain?.(error)) ?? null
    const { stdout } = error
    const stderr = more === null ? error.stderr : `${error.stderr}\n${more}`
    const why = error.failure.kind === 'exit' ? usualReason({ tool, stdout, stderr, repository }) : null
    const message = [why, error.message, more].filter((part) => part !== null).join('\n')
    throw new CommandError('failed', [{ code: 'build-failed', message }], { cause: error })
  }
}

/** What a tool says to a question; its error when it fails. */
export async function askTool(
  tools: Toolbox,
  command: string,
  args: readonly string[],
): Promise<Ran | ToolError> {
  try {
    return await run(command, args, { ...optionsOf(tools), timeout: SHORT })
  } catch (error) {
    if (error instanceof ToolError) return error
    throw error
  }
}

const optionsOf = ({ folder, env, signal, secrets = [] }: Toolbox) => ({ cwd: folder, env, signal, secrets })

/** The last lines of a log, for a message. */
export function lastLines(what: string, text: string): string {
  const lines = text
    .split('\n')
    .map((line) => line.trimEnd())
    .filter((line) => line !== '')
  return [`${what}:`, ...lines.slice(-20).map((line) => `  ${line}`)].join('\n')
}

export function cannot(message: string): CommandError {
  return new CommandError('invalid', [{ code: 'builder', message }])
}
