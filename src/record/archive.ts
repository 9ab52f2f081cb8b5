import { createHash } from 'node:crypto'
import { gunzipSync, gzipSync } from 'node:zlib'
import { KubeError } from '../kube/client.ts'
import type { KubeClient } from '../kube/client.ts'
import type { KubeObject, Ref } from '../kube/object.ts'
import { CommandError } from '../process/errors.ts'
import { MANAGED_BY, ROLLOUT_LABEL } from './record.ts'
import { recordName } from './store.ts'

/** The objects of one release, rendered for both version names. */
export interface RenderedRelease {
  readonly image: string | null
  /** Version name → objects. */
  readonly objects: { readonly [version: string]: readonly KubeObject[] }
}

/** All that is needed to go back or forward without the rollout file. Written once, at the start of a rollout. */
export interface Archive {
  readonly release: string
  readonly now: RenderedRelease
  /** The release before; null on a first run. Its rendering is approximate when that release was not ours: only its image is known. */
  readonly before: RenderedRelease | null
  /** Live objects as they were, cleaned of what the server fills in. */
  readonly snapshot: readonly KubeObject[]
}

const MAX_BYTES = 900 * 1024

/** An archive as it is going to be stored; the name follows from the content. */
export interface PackedArchive {
  readonly name: string
  readonly data: string
}

/** Refuses what cannot be stored; pure, so that it is known before the rollout is on record. */
export function packArchive(rollout: string, archive: Archive): PackedArchive {
  const secret = [archive.now, archive.before]
    .flatMap((r) => Object.values(r?.objects ?? {}).flat())
    .concat(archive.snapshot)
    .find((o) => o.kind === 'Secret')
  if (secret) {
    throw new CommandError('refused', [
      {
        code: 'secret-in-manifests',
        message: `Secret ${secret.metadata.name} is among the manifests; shiftgate keeps no Secret data. Create it separately and refer to it by name`,
      },
    ])
  }
  const text = JSON.stringify(archive)
  const data = gzipSync(text, { level: 9 }).toString('base64')
  if (data.length > MAX_BYTES) {
    throw new CommandError('refused', [
      {
        code: 'archive-too-large',
        message: `the manifests of rollout "${rollout}" take ${Math.round(data.length / 1024)} KiB compressed, more than the ${MAX_BYTES / 1024} KiB that fit into a ConfigMap; take large files out of the ConfigMaps among them`,
      },
    ])
  }
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 10)
  return { name: `${recordName(rollout)}-${hash}`, data }
}

/** Stores the archive as an immutable ConfigMap. Storing the same archive twice is one object. */
export async function storeArchive(
  kube: KubeClient,
  namespace: string,
  rollout: string,
  { name, data }: PackedArchive,
): Promise<void> {
  try {
    await kube.create({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, namespace, labels: { ...MANAGED_BY, [ROLLOUT_LABEL]: rollout } },
      immutable: true,
      binaryData: { archive: data },
    })
  } catch (error) {
    // Any other conflict says nothing about whether it is there.
    if (!(error instanceof KubeError && error.code === 'already-exists')) throw error
  }
}

export async function readArchive(kube: KubeClient, namespace: string, name: string): Promise<Archive> {
  const archive = await findArchive(kube, namespace, name)
  if (!archive) {
    throw new CommandError('failed', [
      {
        code: 'archive-missing',
        message: `ConfigMap ${namespace}/${name}, which holds the way back, is gone; the route was left as it is. Put the old version back by hand, then delete the ConfigMap of the record`,
      },
    ])
  }
  return archive
}

/** Null when somebody removed it. */
export async function findArchive(
  kube: KubeClient,
  namespace: string,
  name: string,
): Promise<Archive | null> {
  const object = await kube.get(archiveRef(namespace, name))
  const data = (object?.['binaryData'] as { archive?: string } | undefined)?.archive
  return data ? (JSON.parse(gunzipSync(Buffer.from(data, 'base64')).toString()) as Archive) : null
}

export function archiveRef(namespace: string, name: string): Ref {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name }
}

/** Removes an archive that nothing goes back to any more. */
export async function deleteArchive(kube: KubeClient, namespace: string, name: string): Promise<void> {
  const object = await kube.get(archiveRef(namespace, name))
  if (object) await kube.delete(archiveRef(namespace, name), { uid: object.metadata.uid })
}
