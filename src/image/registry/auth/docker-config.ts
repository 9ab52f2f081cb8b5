import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import path from 'node:path'
import { singleLine } from '../../../process/escape.ts'
import { invalid, messageOf } from '../../../process/errors.ts'
import { run, ToolError } from '../../../process/run.ts'
import type { Credentials } from './credentials.ts'
import type { Workplace } from './workplace.ts'

/** What one source knows of a registry; a few words for messages when it knows nothing. */
export type Found =
  | { readonly found: true; readonly credentials: Credentials }
  | { readonly found: false; readonly why: string }

interface Entry {
  readonly auth?: unknown
  readonly username?: unknown
  readonly password?: unknown
  readonly identitytoken?: unknown
}

/** Docker's name for the registry of Docker Hub in its config. */
export const HUB = 'https://index.docker.io/v1/'
/** Credential helpers wait for keychains and for the network. */
const HELPER_TIMEOUT = 60_000

/**
 * Credentials as docker finds them: the helper of this registry (`credHelpers`), the helper of all (`credsStore`), then what lies in
 * the file (`auths`). Throws `invalid` when the file cannot be read, and when the helper of this very registry fails.
 */
export async function fromDockerConfig(registry: string, workplace: Workplace): Promise<Found> {
  const file = path.join(dockerConfigFolder(workplace), 'config.json')
  const config = await readDockerConfig(file)
  if (config === null) return { found: false, why: `there is no ${file}` }

  const helpers = objectIn(config['credHelpers'])
  const own = registryNames(registry)
    .map((name) => helpers[name])
    .find((name) => typeof name === 'string')
  if (typeof own === 'string') {
    const answer = await askHelper(own, registry, workplace)
    if (answer.kind === 'found') return { found: true, credentials: answer.credentials }
    if (answer.kind === 'empty') {
      return { found: false, why: `docker-credential-${own} of ${file} knows none` }
    }
    throw invalid({
      code: 'credential-helper',
      file,
      message: `${file} names a helper for ${registry}: ${answer.why}`,
    })
  }
  let why = `${file} has none`
  const store = config['credsStore']
  if (typeof store === 'string' && store !== '') {
    const answer = await askHelper(store, registry, workplace)
    if (answer.kind === 'found') return { found: true, credentials: answer.credentials }
    // Often left behind by a desktop installation: what is in the file itself still counts.
    why = answer.kind === 'empty' ? `docker-credential-${store} of ${file} knows none` : answer.why
  }
  const entry = entryFor(registry, objectIn(config['auths']))
  const credentials = entry && readEntry(entry, file, registry)
  return credentials ? { found: true, credentials } : { found: false, why }
}

/** Full path. */
export function dockerConfigFolder({ env, folder }: Pick<Workplace, 'env' | 'folder'>): string {
  return path.resolve(folder, env['DOCKER_CONFIG'] || path.join(homedir(), '.docker'))
}

/** Null when there is none. Throws `invalid` when it cannot be read; what it says is not in the message. */
export async function readDockerConfig(file: string): Promise<{ [name: string]: unknown } | null> {
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return null
    throw invalid({ code: 'docker-config', file, message: `cannot read ${file}: ${messageOf(error)}` })
  }
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as never
  } catch {
    // The parser's message would quote the file, and with it secrets.
  }
  const message = `${file} is not valid JSON: repair it, or log in again; it holds the logins to registries`
  throw invalid({ code: 'docker-config', file, message })
}

export const objectIn = (value: unknown): { readonly [name: string]: unknown } =>
  typeof value === 'object' && value !== null ? (value as never) : {}

function registryNames(registry: string): string[] {
  return registry === 'docker.io' ? [HUB, 'index.docker.io', 'docker.io', 'registry-1.docker.io'] : [registry]
}

/** Keys are hosts, or addresses as older versions wrote them: `https://host/v1/`. */
function entryFor(registry: string, auths: { readonly [name: string]: unknown }): Entry | null {
  const names = registryNames(registry)
  const bare = (key: string) =>
    key
      .replace(/^https?:\/\//, '')
      .split('/')[0]!
      .toLowerCase()
  const key =
    names.find((name) => name in auths) ??
    Object.keys(auths).find((name) => names.some((n) => bare(n) === bare(name)))
  const entry = key === undefined ? null : auths[key]
  return typeof entry === 'object' && entry !== null ? entry : null
}

function readEntry(entry: Entry, file: string, registry: string): Credentials | null {
  const { identitytoken: token } = entry
  if (typeof token === 'string' && token !== '') return { kind: 'identity-token', token, source: file }
  let { username, password } = entry
  if (typeof entry.auth === 'string' && entry.auth !== '') {
    const text = Buffer.from(entry.auth, 'base64').toString('utf8')
    const colon = text.indexOf(':')
    if (colon < 1) {
      const message = `the login to ${registry} in ${file} is damaged ("auth" is not USER:PASSWORD in base64): log in again`
      throw invalid({ code: 'docker-config', file, message })
    }
    username = text.slice(0, colon)
    password = text.slice(colon + 1).replace(/\0+$/, '')
  }
  if (typeof username !== 'string' || typeof password !== 'string' || username === '') return null
  return { kind: 'password', username, password, source: file }
}

type HelperAnswer =
  | { readonly kind: 'found'; readonly credentials: Credentials }
  | { readonly kind: 'empty' }
  | { readonly kind: 'failed'; readonly why: string }

/** The protocol of docker-credential-helpers: the server on stdin, JSON on stdout, or an error there and exit code 1. */
async function askHelper(name: string, registry: string, workplace: Workplace): Promise<HelperAnswer> {
  const command = `docker-credential-${name}`
  if (!/^[\w.-]+$/.test(name))
    return { kind: 'failed', why: `${JSON.stringify(name)} is no name of a helper` }
  const { env, folder, signal } = workplace
  const options = { cwd: folder, env, timeout: HELPER_TIMEOUT, ...(signal ? { signal } : {}) }
  let stdout: string
  try {
    const input = registry === 'docker.io' ? HUB : registry
    stdout = (await run(command, ['get'], { ...options, input })).stdout
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    if (/credentials not found/i.test(error.stdout + error.stderr)) return { kind: 'empty' }
    const said = singleLine(error.stdout || error.stderr)
    const reason =
      error.failure.kind === 'exit' ? `${command} failed: ${said}` : error.message.split('\n')[0]!
    return { kind: 'failed', why: reason }
  }
  const answer = parseAnswer(stdout)
  if (answer === null)
    return { kind: 'failed', why: `${command} answered something else than Username and Secret` }
  const { username, secret } = answer
  if (username === '' && secret === '') return { kind: 'empty' }
  // The way of helpers to say that the secret is a refresh token.
  const credentials: Credentials =
    username === '<token>'
      ? { kind: 'identity-token', token: secret, source: command }
      : { kind: 'password', username, password: secret, source: command }
  return { kind: 'found', credentials }
}

function parseAnswer(stdout: string): { username: string; secret: string } | null {
  try {
    const { Username: username, Secret: secret } = JSON.parse(stdout) as { [name: string]: unknown }
    return typeof username === 'string' && typeof secret === 'string' ? { username, secret } : null
  } catch {
    return null
  }
}
