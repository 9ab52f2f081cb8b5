import { run, ToolError } from '../process/run.ts'

interface Options {
  readonly env: { readonly [name: string]: string | undefined }
  readonly signal: AbortSignal
}

/** Variables in which CI systems name the commit, for checkouts that git does not open. */
const VARIABLES = ['GITHUB_SHA', 'BUILD_SOURCEVERSION', 'CI_COMMIT_SHA']

/** The commit of the folder, with `-dirty` when files that git knows were changed; null when there is none. */
export async function sourceRevision(folder: string, { env, signal }: Options): Promise<string | null> {
  const git = async (...args: string[]) => {
    try {
      return (await run('git', args, { cwd: folder, env, signal, timeout: 30_000 })).stdout.trim()
    } catch (error) {
      if (error instanceof ToolError) return null
      throw error
    }
  }
  const commit = await git('rev-parse', '--verify', 'HEAD')
  if (commit !== null && /^[0-9a-f]{40,64}$/.test(commit)) {
    const changes = await git('status', '--porcelain', '--untracked-files=no', '--', '.')
    return changes ? `${commit}-dirty` : commit
  }
  const named = VARIABLES.map((name) => env[name]).find((value) => /^[0-9a-f]{40,64}$/.test(value ?? ''))
  return named ?? null
}
