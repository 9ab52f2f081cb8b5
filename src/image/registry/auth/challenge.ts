/** What a registry wants to see after it answered 401. */
export type Challenge =
  | { readonly kind: 'basic' }
  | {
      readonly kind: 'bearer'
      /** Address of the token server. */
      readonly realm: string
      readonly service: string | null
      /** e.g. `repository:team/scoring:pull,push`. */
      readonly scopes: readonly string[]
      /** `insufficient_scope`, `invalid_token`, … */
      readonly error: string | null
    }

/** Reads `WWW-Authenticate` (RFC 9110, 11.6.1); bearer before basic when both are offered, null when neither is. */
export function readChallenge(header: string | readonly string[] | undefined): Challenge | null {
  const all = (typeof header === 'string' ? [header] : (header ?? [])).flatMap(schemesIn)
  const bearer = all.find((c) => c.scheme === 'bearer' && c.parameters['realm'])
  if (bearer) {
    const { realm, service, scope, error } = bearer.parameters
    return {
      kind: 'bearer',
      realm: realm!,
      service: service ?? null,
      scopes: (scope ?? '').split(/\s+/).filter((s) => s !== ''),
      error: error ?? null,
    }
  }
  return all.some((c) => c.scheme === 'basic') ? { kind: 'basic' } : null
}

interface Scheme {
  readonly scheme: string
  readonly parameters: { readonly [name: string]: string }
}

/** One header may hold several challenges, and commas both divide them and their parameters. */
function schemesIn(header: string): Scheme[] {
  const found: { scheme: string; parameters: { [name: string]: string } }[] = []
  const parts = header.matchAll(/([A-Za-z0-9_-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))|([A-Za-z0-9_-]+)/g)
  for (const [, name, quoted, token, scheme] of parts) {
    if (scheme !== undefined) found.push({ scheme: scheme.toLowerCase(), parameters: {} })
    else if (name !== undefined) {
      const value = quoted === undefined ? (token ?? '') : quoted.replace(/\\(.)/g, '$1')
      const current = found.at(-1)
      if (current) current.parameters[name.toLowerCase()] = value
    }
  }
  return found
}
