import type { KubeObject } from '../../../src/kube/object.ts'
import type { Cluster } from './environment.ts'
import { until } from './until.ts'

/** What the pods with these labels have printed, all of it, without the server's times. */
export async function printed(cluster: Cluster, namespace: string, labels: string): Promise<string> {
  const { kube } = cluster
  const pods = await kube.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: labels })
  const texts = await Promise.all(pods.map((pod) => printedBy(cluster, pod)))
  return texts.join('')
}

async function printedBy({ kube }: Cluster, { metadata, spec }: KubeObject): Promise<string> {
  const { namespace = '', name } = metadata
  const [{ name: container }] = (spec as { containers: [{ name: string }] }).containers
  const lines = await kube.logs({ namespace, name, container, since: null, previous: false })
  let text = ''
  for await (const chunk of lines ?? []) text += String(chunk)
  return text.replace(/^\S+ /gm, '')
}

/** How often each of these ids is in a text. */
export function counted(text: string, ids: readonly string[]): { readonly [id: string]: number } {
  const wanted = new Map(ids.map((id) => [id, 0]))
  for (const word of text.split(/[^\w.-]+/)) {
    const n = wanted.get(word)
    if (n !== undefined) wanted.set(word, n + 1)
  }
  return Object.fromEntries(wanted)
}

/** Copies are sent and forgotten, so that they come when they come: what a count is when it has not changed for a while. */
export async function settled(what: string, count: () => Promise<number>): Promise<number> {
  let last = -1
  let same = 0
  await until(`${what} to come to an end`, async () => {
    const now = await count()
    same = now === last ? same + 1 : 0
    last = now
    return same === 4
  })
  return last
}
