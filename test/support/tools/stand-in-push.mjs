import { createHash } from 'node:crypto'
import { readdirSync } from 'node:fs'
import path from 'node:path'

/** All files of a context, sorted. */
export const filesOf = (context) =>
  readdirSync(context, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(context, path.join(entry.parentPath ?? entry.path, entry.name)))
    .sort()

/**
 * Pushes what a builder in the cloud would have pushed, to the registry at STAND_IN_REGISTRY (`HOST:PORT`): an image without layers
 * with the labels of the Dockerfile. Gives its digest.
 */
export async function push(repository, tags, dockerfile, platform) {
  const [os, architecture] = platform.split('/')
  const labels = [...dockerfile.matchAll(/^LABEL ([^=]+)=(".*")$/gm)].map(([, name, text]) => [
    name,
    JSON.parse(text),
  ])
  const config = Buffer.from(
    JSON.stringify({
      ...{ architecture, os, rootfs: { type: 'layers', diff_ids: [] } },
      config: { Labels: Object.fromEntries(labels), Env: ['PATH=/usr/bin'] },
      history: [{ created_by: createHash('sha256').update(dockerfile).digest('hex') }],
    }),
  )
  const digest = (bytes) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
  const mediaType = 'application/vnd.oci.image.manifest.v1+json'
  const manifest = JSON.stringify({
    ...{ schemaVersion: 2, mediaType, layers: [] },
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      digest: digest(config),
      size: config.length,
    },
  })
  const at = `http://${process.env.STAND_IN_REGISTRY}`
  const send = async (method, url, body, headers = {}) => {
    const answer = await fetch(new URL(url, at), { method, body, headers })
    if (!answer.ok) throw new Error(`${method} ${url}: HTTP ${answer.status}`)
    return answer
  }
  const upload = await send('POST', `/v2/${repository}/blobs/uploads/`)
  const place = new URL(upload.headers.get('location'), at)
  place.searchParams.set('digest', digest(config))
  await send('PUT', place, config, { 'content-type': 'application/octet-stream' })
  for (const tag of tags)
    await send('PUT', `/v2/${repository}/manifests/${tag}`, manifest, { 'content-type': mediaType })
  return digest(manifest)
}
