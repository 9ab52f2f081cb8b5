import { isApiNotFound, type Intent } from './api-error.ts'
import { parseAnswer, type Requester } from './requester.ts'
import { knownResource, versionPath, type Resource } from './resources.ts'

/** Finds out how a kind is addressed: from the table, else by asking the server once per group and version. Null: not served. */
export function createDiscovery(
  send: Requester,
  origin: string,
): (apiVersion: string, kind: string) => Promise<Resource | null> {
  const cache = new Map<string, ReadonlyMap<string, Resource>>()

  async function ask(apiVersion: string): Promise<ReadonlyMap<string, Resource>> {
    const intent: Intent = { verb: 'GET', what: `kinds of ${apiVersion}`, write: false }
    const answer = await send({ intent, method: 'GET', path: versionPath(apiVersion) })
    const found = new Map<string, Resource>()
    if (isApiNotFound(answer)) return found
    const { resources = [] } = parseAnswer(intent, answer, origin) as {
      resources?: { kind: string; name: string; namespaced: boolean }[]
    }
    for (const { kind, name, namespaced } of resources) {
      if (!name.includes('/')) found.set(kind, { plural: name, namespaced }) // a slash marks a subresource
    }
    cache.set(apiVersion, found)
    return found
  }

  return async function resourceOf(apiVersion, kind) {
    const known = knownResource(apiVersion, kind) ?? cache.get(apiVersion)?.get(kind)
    if (known) return known
    // A kind that was not there may have been installed meanwhile, so only hits are taken from the cache.
    return (await ask(apiVersion)).get(kind) ?? null
  }
}
