import type { KubeObject } from '../kube/object.ts'
import { at, mapsIn } from './json.ts'
import { podTemplatePath } from './pod-template.ts'

/** `REGISTRY/REPOSITORY:TAG@DIGEST`. `registry` is null when the reference names none (Docker Hub). */
export interface ImageReference {
  readonly registry: string | null
  /** Path inside the registry, e.g. `team/scoring`. */
  readonly repository: string
  readonly tag: string | null
  /** `sha256:…`. */
  readonly digest: string | null
}

export type ParsedImage =
  { readonly ok: true; readonly image: ImageReference } | { readonly ok: false; readonly message: string }

const COMPONENT = /^[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*$/
const HOST =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)(?:\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*(?::[0-9]+)?$|^\[[0-9a-fA-F:]+\](?::[0-9]+)?$/
const TAG = /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$/

/** Reads an image reference by the grammar of the distribution project (github.com/distribution/reference). */
export function parseImage(text: string): ParsedImage {
  const bad = (why: string): ParsedImage => ({ ok: false, message: `image ${JSON.stringify(text)} ${why}` })
  if (text === '') return bad('is empty: expected REGISTRY/REPOSITORY:TAG or REGISTRY/REPOSITORY@sha256:…')
  if (/\s/.test(text)) return bad('contains white space: remove it (a line end is often left by `echo`)')
  if (/^[a-z]+:\/\//i.test(text))
    return bad(`starts with a protocol: leave out ${text.slice(0, text.indexOf('//') + 2)}`)
  if (/\$\{|\$\(|[<>[\]{}]/.test(text) && !/^\[[0-9a-fA-F:]+\]/.test(text))
    return bad('still contains a placeholder: give its value')

  const [name = '', digest, ...more] = text.split('@')
  if (more.length > 0) return bad('has two digests: expected one @')
  if (digest !== undefined) {
    if (/^sha256:[0-9a-fA-F]*$/.test(digest) && digest.length !== 71) {
      return bad(`has a digest of ${digest.length - 7} hex digits: a sha256 has 64`)
    }
    if (!/^sha256:[0-9a-f]{64}$/.test(digest)) {
      return bad(`has the digest ${JSON.stringify(digest)}: expected sha256: and 64 lower-case hex digits`)
    }
  }
  const slash = name.lastIndexOf('/')
  const colon = name.indexOf(':', slash + 1)
  const tag = colon < 0 ? null : name.slice(colon + 1)
  if (tag === '') return bad('ends with a colon: expected a tag behind it')
  if (tag !== null && !TAG.test(tag)) {
    return bad(
      `has the tag ${JSON.stringify(tag)}: a tag has up to 128 letters, digits, _ . - and starts with no . or -`,
    )
  }
  const path = colon < 0 ? name : name.slice(0, colon)
  const first = path.split('/')[0]!
  const named =
    path.includes('/') && (/[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase())
  const registry = named ? first : null
  const repository = named ? path.slice(first.length + 1) : path
  if (registry !== null && !HOST.test(registry))
    return bad(`has the registry ${JSON.stringify(registry)}: expected HOST or HOST:PORT`)
  if (repository === '') return bad('names no repository')
  if (repository !== repository.toLowerCase()) {
    return bad(
      `has upper-case letters in its repository: registries refuse them, write ${repository.toLowerCase()}`,
    )
  }
  const wrong = repository.split('/').find((part) => !COMPONENT.test(part))
  if (wrong === '') return bad('has an empty part between slashes')
  if (wrong !== undefined) {
    return bad(
      `has ${JSON.stringify(wrong)} in its repository: expected letters and digits, separated by . _ __ or -`,
    )
  }
  return { ok: true, image: { registry, repository, tag, digest: digest ?? null } }
}

export function formatImage({ registry, repository, tag, digest }: ImageReference): string {
  return `${registry === null ? '' : `${registry}/`}${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`
}

/** The repository with what Docker Hub leaves out: `nginx` is `docker.io/library/nginx`. */
export function fullRepository({ registry, repository }: ImageReference): string {
  const hub = registry === null || registry === 'docker.io' || registry === 'index.docker.io'
  return hub
    ? `docker.io/${repository.includes('/') ? '' : 'library/'}${repository}`
    : `${registry}/${repository}`
}

export interface ContainerImage {
  /** Name of the container. */
  readonly container: string
  readonly image: string
  /** `spec.template.spec.containers[model].image`. */
  readonly path: string
}

/** The images of a workload's containers and init containers; none for objects without pods. */
export function imagesIn(object: KubeObject): ContainerImage[] {
  const path = podTemplatePath(object)
  if (!path) return []
  return ['containers', 'initContainers', 'ephemeralContainers'].flatMap((list) =>
    mapsIn(at(object, ...path, 'spec', list)).flatMap(({ name, image }) => {
      const where = [...path, 'spec', list].join('.')
      return typeof image === 'string'
        ? [{ container: String(name), image, path: `${where}[${String(name)}].image` }]
        : []
    }),
  )
}
