import { KubeError } from '../kube/client.ts'
import type { KubeClient } from '../kube/client.ts'
import { describe, refOf } from '../kube/object.ts'
import type { Json, KubeObject, Ref } from '../kube/object.ts'
import { singleLine } from '../process/escape.ts'

/** A field of a strict refusal: `strict decoding error: unknown field "spec.rules[0].filters[0].requestMirror.percent"`. */
const UNKNOWN = /unknown field "([^"]+)"/g
const SHARE_OF_MIRROR = /requestMirror\.(percent|fraction)/

/** Fields that a server refused because it does not know them; empty: it refused something else. */
export function unknownFields(error: unknown): readonly string[] {
  if (!(error instanceof KubeError) || error.code !== 'invalid') return []
  return [...error.message.matchAll(UNKNOWN)].map((match) => match[1]!)
}

/** Fields that were sent and are not in what the server stored: its schema does not know them, and it left them out without a word. */
export function lostFields(sent: KubeObject, stored: KubeObject): readonly string[] {
  return lost(specOf(sent) ?? null, specOf(stored), 'spec')
}

function specOf(object: KubeObject): Json | undefined {
  const { spec } = object as { readonly spec?: Json }
  return spec
}

function lost(sent: Json, stored: Json | undefined, path: string): string[] {
  if (stored === undefined) return [path]
  if (isList(sent)) {
    if (!isList(stored)) return []
    return sent.flatMap((item, i) => lost(item, stored[i], `${path}[${i}]`))
  }
  if (!isObject(sent) || !isObject(stored)) return []
  return Object.entries(sent).flatMap(([key, value]) =>
    value === undefined || value === null ? [] : lost(value, stored[key], `${path}.${key}`),
  )
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value)
}

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const ATTEMPTS = 10

/**
 * Writes what was there before over what we have just written, unless somebody else has changed that since. Controllers write
 * their status into it at the same time, which does not count.
 */
export async function putBack(kube: KubeClient, before: KubeObject, ours: KubeObject): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const live = await kube.get(refOf(ours))
    if (!live || live.metadata.generation !== ours.metadata.generation) return
    const { resourceVersion } = live.metadata
    try {
      await kube.replace({ ...before, metadata: { ...before.metadata, resourceVersion } })
      return
    } catch (error) {
      if (!(error instanceof KubeError) || error.code !== 'conflict' || attempt === ATTEMPTS) throw error
    }
  }
}

/** Why a route that the server would only keep in part is not written. */
export function notStoredReason(
  ref: Ref,
  fields: readonly string[],
  { putBack }: { putBack: boolean },
): string {
  const listed = singleLine(fields.join(', '), 300)
  const advice = fields.some((field) => SHARE_OF_MIRROR.test(field))
    ? 'without it a copy of every request would be sent: that field came with Gateway API 1.3, so install 1.3 or later, or write mirror: 100'
    : 'its custom resource definitions are older than what the stage needs: update them, or leave that out of the stage'
  const now = putBack ? 'it was put back as it was' : 'it was not changed'
  return `${describe(ref)}: the cluster does not know ${listed}; ${advice}; ${now}`
}
