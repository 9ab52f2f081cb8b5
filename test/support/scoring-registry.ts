import { dependencies } from '../../src/image/scoring/dockerfile.ts'
import type { ScoringBuild } from '../../src/spec/rollout.ts'
import { digestOf, startRegistry } from './registry/registry-server.ts'
import type { RegistryOptions, RegistryServer } from './registry/registry-server.ts'

const BUILD: ScoringBuild = {
  kind: 'scoring',
  script: 'score.py',
  source: null,
  model: null,
  requirements: null,
  conda: null,
  python: '3.12',
  base: null,
  platform: 'linux/amd64',
}
const MANIFEST = 'application/vnd.oci.image.manifest.v1+json'

export interface ScoringRegistry extends RegistryServer {
  /** Text of the layers of an image, as `repository@sha256:…` names it. */
  textOf(reference: string): string
}

/** A registry that has the dependency image of a scoring script without requirements: a build needs no builder then. */
export async function startScoringRegistry(
  repository: string,
  options: RegistryOptions,
): Promise<ScoringRegistry> {
  const registry = await startRegistry(options)
  const put = (value: object) => {
    const bytes = Buffer.from(JSON.stringify(value))
    const digest = digestOf(bytes)
    registry.blobs.set(digest, bytes)
    registry.links.add(`${repository}/${digest}`)
    return { digest, size: bytes.length }
  }
  const rootfs = { type: 'layers', diff_ids: [] }
  const config = put({ os: 'linux', architecture: 'amd64', config: {}, rootfs, history: [] })
  const mediaType = 'application/vnd.oci.image.config.v1+json'
  const bytes = Buffer.from(
    JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, config: { mediaType, ...config }, layers: [] }),
  )
  const { tag } = dependencies(BUILD, { entry: 'score.py', code: [], model: null, requirements: null })
  const stored = { bytes, mediaType: MANIFEST }
  registry.manifests.set(`${repository}/${tag}`, stored).set(`${repository}/${digestOf(bytes)}`, stored)
  return {
    ...registry,
    textOf(reference) {
      const key = reference.replace(`${registry.host}/`, '').replace('@', '/')
      const { layers } = JSON.parse(registry.manifests.get(key)!.bytes.toString()) as {
        layers: { digest: string }[]
      }
      return layers.map(({ digest }) => registry.blobs.get(digest)!.toString()).join('\n')
    },
  }
}
