import type { ServerResponse } from 'node:http'
import type { KubeObject } from '../../kube/object.ts'
import { inVersion } from './answer.ts'
import type { Answer } from './answer.ts'
import { selected, selectorOf } from './list.ts'
import { joinVersion } from './resources.ts'
import type { Route } from './route.ts'
import { ApiError } from './status-error.ts'
import type { HistoryEntry, Storage } from './storage.ts'

/** WATCH: one JSON document a line, from a version on, or everything that is there first (version `0` or none). */
export function watch(storage: Storage, route: Route, query: URLSearchParams): Answer {
  const matches = selectorOf(query)
  const asked = query.get('resourceVersion') ?? ''
  const wantsInitial = asked === '' || asked === '0' || query.get('sendInitialEvents') === 'true'
  return { status: 200, body: null, stream: start }

  function start(response: ServerResponse) {
    const line = (type: string, object: unknown) =>
      void response.write(`${JSON.stringify({ type, object })}\n`)
    response.flushHeaders()
    if (wantsInitial) {
      for (const object of selected(storage, route, query)) line('ADDED', inVersion(route, object))
      if (query.get('sendInitialEvents') === 'true') line('BOOKMARK', bookmark(true))
    } else {
      const missed = storage.since(Number(asked))
      if (!missed) {
        const now = storage.version()
        line('ERROR', new ApiError(410, 'Expired', `too old resource version: ${asked} (${now})`).status)
        response.end()
        return
      }
      for (const entry of missed) tell(entry)
    }
    const stop = storage.listen(tell)
    const seconds = Number(query.get('timeoutSeconds') ?? 0)
    const timer = seconds > 0 ? setTimeout(() => response.end(), seconds * 1_000) : null
    const bookmarks =
      query.get('allowWatchBookmarks') === 'true'
        ? setInterval(() => line('BOOKMARK', bookmark(false)), 60_000)
        : null
    response.on('close', () => {
      stop()
      if (timer) clearTimeout(timer)
      if (bookmarks) clearInterval(bookmarks)
    })

    function tell({ resource, event }: HistoryEntry) {
      if (resource !== route.resource || !inNamespace(event.object)) return
      const is = matches(event.object)
      const was = event.old !== null && matches(event.old)
      const shown = inVersion(route, event.object)
      // An object that no longer matches the selector is gone for this watcher, one that begins to is new.
      if (event.type === 'DELETED') {
        if (is || was) line('DELETED', shown)
      } else if (is) {
        line(was ? 'MODIFIED' : 'ADDED', shown)
      } else if (was) {
        line('DELETED', shown)
      }
    }
  }

  function inNamespace(object: KubeObject): boolean {
    return route.namespace === '' || object.metadata.namespace === route.namespace
  }

  function bookmark(isInitial: boolean): object {
    return {
      kind: route.resource.kind,
      apiVersion: joinVersion(route.resource.group, route.version),
      metadata: {
        resourceVersion: String(storage.version()),
        ...(isInitial ? { annotations: { 'k8s.io/initial-events-end': 'true' } } : {}),
      },
    }
  }
}
