import http from 'node:http'
import type { Body } from './body.ts'
import { pickEndpoint } from './cluster.ts'
import type { Mirror } from './rule.ts'
import type { Upstreams } from './upstream.ts'

interface Copy {
  readonly method: string
  readonly path: string
  /** As sent to the pod that answers. */
  readonly headers: readonly string[]
  readonly body: Body
  readonly timeoutMs: number
}

/** Sends copies to the mirrors that are drawn. Their answers, and their failures, concern nobody. */
export function sendMirrors(
  mirrors: readonly Mirror[],
  copy: Copy,
  upstreams: Upstreams,
  random: () => number,
): void {
  for (const { cluster, share } of mirrors) {
    if (share < 1 && random() >= share) continue
    const endpoint = pickEndpoint(cluster, [])
    if (!endpoint) continue
    cluster.stats.mirrored++
    copy.body.onComplete(() => {
      const request = http.request({
        agent: upstreams.agent(endpoint),
        host: endpoint.address,
        port: endpoint.port,
        method: copy.method,
        path: copy.path,
        headers: copy.headers,
      })
      request.on('response', (answer) => answer.on('error', () => {}).resume())
      request.on('error', () => {})
      if (copy.timeoutMs > 0) {
        const timer = setTimeout(() => request.destroy(), copy.timeoutMs)
        request.on('close', () => clearTimeout(timer))
      }
      request.end(copy.body.empty ? undefined : copy.body.whole())
    })
  }
}
