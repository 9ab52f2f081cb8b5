import { isIP } from 'node:net'
import { parseImage } from '../workload/image.ts'

/** One repository, and where its registry listens. */
export interface RepositoryAddress {
  /** As images are named: `docker.io/library/nginx`, `myregistry.azurecr.io/team/scoring`. */
  readonly name: string
  /** As in names and in the Docker config: `docker.io`, `127.0.0.1:5050`. */
  readonly registry: string
  /** Who answers the API: `registry-1.docker.io`, otherwise the registry itself. */
  readonly server: string
  /** Path inside the registry. */
  readonly path: string
}

export interface ImageName {
  readonly repository: RepositoryAddress
  readonly tag: string | null
  /** `sha256:…`. */
  readonly digest: string | null
}

export type ParsedName =
  { readonly ok: true; readonly name: ImageName } | { readonly ok: false; readonly message: string }

/** Names are limited to 255 characters with their registry (github.com/distribution/reference). */
const LONGEST = 255

/** Reads an image reference and fills in what Docker Hub leaves out. */
export function parseImageName(text: string): ParsedName {
  const parsed = parseImage(text)
  if (!parsed.ok) return parsed
  const { registry, repository, tag, digest } = parsed.image
  const address = registry === null || isHub(registry) ? onHub(repository) : at(registry, repository)
  if (address.name.length > LONGEST) {
    return {
      ok: false,
      message: `image ${JSON.stringify(`${text.slice(0, 60)}…`)} has a name of ${address.name.length} characters: registries take up to ${LONGEST}`,
    }
  }
  return { ok: true, name: { repository: address, tag, digest } }
}

/** A repository without tag and digest. */
export function parseRepository(
  text: string,
):
  | { readonly ok: true; readonly repository: RepositoryAddress }
  | { readonly ok: false; readonly message: string } {
  const parsed = parseImageName(text)
  if (!parsed.ok) return parsed
  const { repository, tag, digest } = parsed.name
  if (tag === null && digest === null) return { ok: true, repository }
  const what = tag === null ? 'a digest' : 'the tag'
  return {
    ok: false,
    message: `repository ${JSON.stringify(text)} has ${what}${tag === null ? '' : ` ${JSON.stringify(tag)}`}: expected ${repository.name} alone`,
  }
}

/** Whether a registry (`HOST[:PORT]`) is on this machine, where plain HTTP is usual. */
export function isLoopback(registry: string): boolean {
  const host = hostOf(registry)
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
}

/** Without port and brackets, in lower case. */
export function hostOf(registry: string): string {
  const bracketed = /^\[([^\]]*)\]/.exec(registry)
  return (bracketed ? bracketed[1]! : registry.replace(/:\d+$/, '')).toLowerCase()
}

const isHub = (registry: string) =>
  ['docker.io', 'index.docker.io', 'registry-1.docker.io'].includes(registry.toLowerCase())

function onHub(repository: string): RepositoryAddress {
  const path = repository.includes('/') ? repository : `library/${repository}`
  return { name: `docker.io/${path}`, registry: 'docker.io', server: 'registry-1.docker.io', path }
}

function at(registry: string, path: string): RepositoryAddress {
  return { name: `${registry}/${path}`, registry, server: registry, path }
}
