import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HeaderEdit } from './headers.ts'
import { applyEdit } from './headers.ts'
import type { RequestView } from './match.ts'
import type { RedirectAction } from './rule.ts'
import type { PathMatch } from './match.ts'

export const SERVER = 'istio-envoy'

/** An answer of the gateway itself; Envoy adds the headers of rule and destination to it as to any other. */
export function reply(
  res: ServerResponse,
  status: number,
  body: string | Buffer,
  ...edits: readonly (HeaderEdit | null)[]
): void {
  if (res.headersSent || res.destroyed) return
  const headers = ['content-length', String(Buffer.byteLength(body)), 'server', SERVER]
  if (body.length > 0) headers.push('content-type', 'text/plain')
  for (const edit of edits) if (edit) applyEdit(headers, edit)
  res.writeHead(status, headers)
  res.end(body)
}

/** Answers a request whose body nobody wants: it is read and dropped, so that the connection stays usable. */
export function dismiss(req: IncomingMessage): void {
  req.resume()
}

/** `Location` of a redirect: what the rule does not name stays as in the request. */
export function locationOf(
  { redirect }: RedirectAction,
  request: RequestView,
  path: PathMatch,
  listenPort: number,
): string {
  const scheme = redirect.scheme || request.scheme
  const port = redirect.port ?? (redirect.derivePort === 'FROM_REQUEST_PORT' ? listenPort : 0)
  const host = redirect.authority || request.authority
  const standard = scheme === 'https' ? 443 : 80
  const bare = host.replace(/:\d+$/, '')
  const foreign = redirect.scheme && redirect.scheme !== request.scheme
  const authority =
    port > 0
      ? port === standard
        ? bare
        : `${bare}:${port}`
      : foreign
        ? host.replace(/:(80|443)$/, '')
        : host
  let target = request.path + request.query
  if (redirect.prefixRewrite) {
    const rest = path.kind === 'prefix' ? request.path.slice(path.value.length) : ''
    target = redirect.prefixRewrite + rest + request.query
  } else if (redirect.uri) {
    target = redirect.uri.includes('?') ? redirect.uri : redirect.uri + request.query
  }
  return `${scheme}://${authority}${target}`
}
