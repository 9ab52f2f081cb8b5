import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { run, ToolError } from '../../../process/run.ts'
import type { Found } from './docker-config.ts'
import type { Workplace } from './workplace.ts'

/** gcloud starts a Python, and may have to ask for a new token. */
const TIMEOUT = 60_000

/**
 * What a login step before has left for Google's registries: a service account's key (`GOOGLE_APPLICATION_CREDENTIALS`), which they
 * take as a password, or the account of `gcloud`, whose access token they take for an hour.
 */
export async function fromGoogle({ env, folder, signal }: Workplace): Promise<Found> {
  const file = env['GOOGLE_APPLICATION_CREDENTIALS']
  const key = file ? await serviceAccountKey(path.resolve(folder, file)) : null
  if (file && key !== null) {
    const source = `the service account key ${file}`
    return { found: true, credentials: { kind: 'password', username: '_json_key', password: key, source } }
  }
  try {
    const options = { cwd: folder, env, timeout: TIMEOUT, ...(signal ? { signal } : {}) }
    const { stdout } = await run('gcloud', ['auth', 'print-access-token', '--quiet'], options)
    const password = stdout.trim()
    if (password === '') return { found: false, why: 'gcloud printed no access token' }
    const source = 'gcloud auth print-access-token'
    return { found: true, credentials: { kind: 'password', username: 'oauth2accesstoken', password, source } }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    const missing = error.failure.kind === 'not-found'
    return {
      found: false,
      why: missing ? 'gcloud is not installed' : 'gcloud gives no access token; is it logged in?',
    }
  }
}

/** Only a key is a password; federated credentials name where to get one, which is gcloud's business. */
async function serviceAccountKey(file: string): Promise<string | null> {
  try {
    const text = await readFile(file, 'utf8')
    return (JSON.parse(text) as { type?: unknown }).type === 'service_account' ? text : null
  } catch {
    return null
  }
}
