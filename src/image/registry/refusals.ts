import { singleLine } from '../../process/escape.ts'
import { hostOf } from '../reference.ts'
import type { RepositoryAddress } from '../reference.ts'
import { RegistryError } from './registry.ts'
import type { RegistryFailure } from './registry.ts'
import type { Secrets } from './secrets.ts'

/** The error list of a registry (OCI distribution, "Error codes"), or whatever else it answered, as one harmless line. */
export function saidBy(body: Buffer, secrets: Secrets): string {
  const text = body.toString('utf8')
  return singleLine(secrets.hide(messagesIn(text) ?? withoutMarkup(text)), 300)
}

function messagesIn(text: string): string | null {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return null
  }
  if (typeof value !== 'object' || value === null) return null
  const fields = value as { [name: string]: unknown }
  if (Array.isArray(fields['errors'])) {
    return fields['errors'].map((entry) => describeEntry(entry as { [name: string]: unknown })).join('; ')
  }
  // Token servers answer as OAuth has it, or with one message.
  const parts = ['error', 'error_description', 'details', 'message'].map((name) => fields[name])
  const texts = parts.filter((part): part is string => typeof part === 'string' && part !== '')
  return texts.length > 0 ? texts.join(': ') : null
}

function describeEntry(entry: { [name: string]: unknown } | null): string {
  const { code, message, detail } = entry ?? {}
  const shown = [code, message].filter((part): part is string => typeof part === 'string' && part !== '')
  // Without it an UNKNOWN error says nothing at all.
  if (detail !== undefined && detail !== null) {
    const text = typeof detail === 'string' ? detail : JSON.stringify(detail)
    if (text !== '' && text !== '{}' && text !== '[]') shown.push(`(${text})`)
  }
  return shown.join(' ')
}

const withoutMarkup = (text: string) => (/^\s*</.test(text) ? text.replace(/<[^>]*>/g, ' ') : text)

/** ENOSPC and EDQUOT as the registry of the distribution project reports them: by number. */
const FULL =
  /no space left|disk quota|quota (has been |is )?exceeded|exceed(s|ed)?\b.{0,40}\bquota|storage limit|"Err":(28|122)\b/i

export const isFull = (status: number, said: string): boolean =>
  status === 507 ||
  ((status === 500 || status === 403 || status === 412 || status === 413) && FULL.test(said))

export interface Refusal {
  readonly address: RepositoryAddress
  /** What was tried, as in `push a layer`. */
  readonly what: string
  readonly status: number
  readonly said: string
  /** Who asked, as in `the credentials of "ci" from …`. */
  readonly as: string
}

/** An answer that is not what was hoped for, as an error that says what to do. */
export function refusalOf(refusal: Refusal): RegistryError {
  const { address, what, status, said } = refusal
  const kind = kindOf(status, said)
  const answer = said === '' ? `HTTP ${status}` : `HTTP ${status}: ${said}`
  const message = `cannot ${what} ${address.name}: ${answer}; ${adviceFor(kind, refusal)}`
  return new RegistryError(kind, message, { status })
}

function kindOf(status: number, said: string): RegistryFailure {
  if (isFull(status, said)) return 'no-space'
  if (/DIGEST_INVALID|SIZE_INVALID/.test(said)) return 'corrupt'
  if (status === 401) return 'unauthorized'
  if (status === 403) return 'denied'
  if (status === 404) return 'not-found'
  if (status === 429 || status >= 500) return 'unavailable'
  return 'rejected'
}

/** As ECR, Artifact Registry, Azure's and others say it; nobody has a code of its own for it. */
const IMMUTABLE = /immutab|cannot be overwritten|TAG_INVALID|operation is disallowed/i

function adviceFor(kind: RegistryFailure, { address, as, said }: Refusal): string {
  if (IMMUTABLE.test(said))
    return 'it lets this tag not be moved; leave it out of --tag and of "tags" in "image", or choose another one'
  if (isContainerRegistry(address.registry) && ['denied', 'not-found', 'rejected'].includes(kind)) {
    return containerRegistryIsGone(address)
  }
  switch (kind) {
    case 'unauthorized':
      return `asked with ${as}; log in to ${address.registry} first, for example by "docker login ${address.registry}"`
    case 'denied':
      return `asked with ${as}, which may not do this: ${roleFor(address)}`
    case 'not-found':
      return `check the name${/NAME_UNKNOWN|not found/i.test(said) ? `, and whether ${address.registry} wants its repositories to be created first` : ''}`
    case 'no-space':
      return 'free space in the registry, or raise its quota, and run this again'
    case 'corrupt':
      return 'the content changed while it was sent, or on its way; run this again'
    case 'rejected':
      return /NAME_INVALID/.test(said)
        ? 'choose another repository name'
        : 'the registry does not take it in this form'
    case 'unavailable':
    case 'unreachable':
      return 'the registry did not recover while we waited; run this again'
  }
}

function roleFor({ registry }: RepositoryAddress): string {
  const host = hostOf(registry)
  if (isAzure(host)) return 'it needs the role AcrPush (to read: AcrPull) on the registry'
  if (isGoogle(host))
    return 'it needs the role roles/artifactregistry.writer (to read: reader) on the repository'
  return 'it needs the right to push to (or pull from) this repository'
}

const GONE =
  'Container Registry was shut down on 2025-03-18, and gcr.io names live on only in Artifact Registry'

function containerRegistryIsGone({ registry, path }: RepositoryAddress): string {
  const host = hostOf(registry)
  const location = { 'eu.gcr.io': 'europe', 'asia.gcr.io': 'asia' }[host] ?? 'us'
  const project = path.split('/')[0] ?? 'PROJECT'
  return (
    `${GONE}: create the repository ("gcloud artifacts repositories create ${host} --repository-format=docker ` +
    `--location=${location} --project=${project}") and give the role roles/artifactregistry.writer on it, or push to LOCATION-docker.pkg.dev/${project}/REPOSITORY`
  )
}

export const isAzure = (host: string): boolean => /\.azurecr\.(io|cn|us|de)$/.test(host)
export const isContainerRegistry = (registry: string): boolean =>
  /^([a-z]+\.)?gcr\.io$/.test(hostOf(registry))
export const isGoogle = (host: string): boolean =>
  isContainerRegistry(host) || /(^|[.-])docker\.pkg\.dev$/.test(host)
