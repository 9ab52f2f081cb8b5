import { singleLine } from '../process/escape.ts'
import { redactor } from '../process/redact.ts'
import type { HeaderValue } from '../spec/rollout.ts'
import { CannotLook } from './cannot-look.ts'

export interface HeaderSources {
  /** Value of an environment variable. */
  readonly env: (name: string) => string | undefined
  /** Called with every value that must never be printed, before it is used. */
  readonly secrets: (value: string) => void
}

export interface RequestHeaders {
  /** Names in lower case. */
  readonly headers: { readonly [name: string]: string }
  /** One harmless line of a text that came back: a server may repeat what it was sent. */
  readonly hide: (text: string, most?: number) => string
}

/** Shorter parts are words that a message needs. */
const SHORTEST_SECRET = 4

/** Headers of a rollout file with the values that come from the environment. `field` is for messages; throws CannotLook. */
export function requestHeaders(
  field: string,
  values: { readonly [name: string]: HeaderValue },
  { env, secrets }: HeaderSources,
): RequestHeaders {
  const headers: { [name: string]: string } = {}
  const hidden: string[] = []
  for (const [name, value] of Object.entries(values)) {
    if (value.kind === 'text') {
      headers[name.toLowerCase()] = value.text
      continue
    }
    // Files of secrets end with a line break.
    const secret = env(value.name)?.trim() ?? ''
    const wrong =
      secret === '' ? 'is not set' : /[^\t\x20-\x7e\x80-\xff]/.test(secret) ? 'is no value of a header' : null
    if (wrong !== null) {
      throw new CannotLook(
        `${field}.${name}: environment variable ${value.name} ${wrong}; set it for this step, for example from a secret`,
      )
    }
    // A server repeats the token, not always the scheme before it.
    const tokens = secret.split(/\s+/).slice(1)
    for (const part of [secret, ...tokens.filter((token) => token.length >= SHORTEST_SECRET)]) {
      secrets(part)
      hidden.push(part)
    }
    headers[name.toLowerCase()] = secret
  }
  const redact = redactor(hidden)
  return { headers, hide: (text, most) => singleLine(redact(text), most) }
}
