import { invalid } from '../../../process/errors.ts'
import { hostOf } from '../../reference.ts'
import { isAzure, isGoogle } from '../refusals.ts'
import type { Credentials } from './credentials.ts'

/** A login that was named on the command line: the password itself never is. */
export interface NamedLogin {
  readonly username: string | null
  /** Name of the environment variable that holds the password, token or key. */
  readonly passwordEnv: string | null
}

/** Azure's name for "the password is a token". */
export const AZURE_TOKEN_USER = '00000000-0000-0000-0000-000000000000'

/** Null when nothing was named. Throws `invalid` when half of it was, or the variable is empty. */
export function fromNames(
  registry: string,
  { username, passwordEnv }: NamedLogin,
  env: { readonly [name: string]: string | undefined },
): Credentials | null {
  if (username === null && passwordEnv === null) return null
  if (passwordEnv === null) {
    throw invalid({
      code: 'registry-login',
      path: '--registry-password-env',
      message: `--registry-user ${username} has no password: name the environment variable that holds it with --registry-password-env`,
    })
  }
  // A line end is what `echo` leaves behind, and is in no password.
  const password = (env[passwordEnv] ?? '').replace(/[\r\n]+$/, '')
  if (password === '') {
    throw invalid({
      code: 'registry-login',
      path: '--registry-password-env',
      message: `the environment variable ${JSON.stringify(passwordEnv)}, which is to hold the password for ${registry}, is ${env[passwordEnv] === undefined ? 'not set' : 'empty'}: pass the secret to this step`,
    })
  }
  const source = `the environment variable ${passwordEnv}`
  const user = username ?? usualUser(registry, password)
  if (user === null) {
    throw invalid({
      code: 'registry-login',
      path: '--registry-user',
      message: `--registry-password-env ${passwordEnv} has no user name: give it with --registry-user`,
    })
  }
  if (user === '<token>') return { kind: 'identity-token', token: password, source }
  return { kind: 'password', username: user, password, source }
}

/** Where a token or key needs no name, the registry's own word for it. */
function usualUser(registry: string, password: string): string | null {
  const host = hostOf(registry)
  if (isAzure(host)) return AZURE_TOKEN_USER
  if (isGoogle(host)) return password.trimStart().startsWith('{') ? '_json_key' : 'oauth2accesstoken'
  return null
}
