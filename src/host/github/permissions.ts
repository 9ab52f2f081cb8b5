import { CommandError } from '../../process/errors.ts'
import { HostError } from '../host-error.ts'

/** GitHub's bare "Resource not accessible" becomes the permission that is missing; other failures keep their words. */
export async function forbidden<T>(
  doing: string,
  repository: string,
  permission: string,
  ask: () => Promise<T>,
): Promise<T> {
  try {
    return await ask()
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    throw new CommandError(
      'failed',
      [{ code: codeOf(error), message: explain(error, doing, repository, permission) }],
      {
        cause: error,
      },
    )
  }
}

export function codeOf({ status }: HostError): string {
  if (status === 401 || status === 403 || status === 404) return 'github-forbidden'
  return status === 0 ? 'github-unreachable' : `github-${status}`
}

export function explain(error: HostError, doing: string, repository: string, permission: string): string {
  switch (error.status) {
    case 401:
      return `the token is not valid (any more), so it cannot ${doing} ${repository}: ${error.message}`
    case 403:
    case 404:
      return `the token may not ${doing} ${repository}; it needs the permission "${permission}": ${error.message}`
    default:
      return error.message
  }
}
