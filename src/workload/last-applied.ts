import type { KubeObject } from '../kube/object.ts'
import { canonicalJson, isMap } from './json.ts'

/** What `kubectl apply` remembers of the last manifest it was given. */
export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration'

/** The manifest of the team's last `kubectl apply`; null when there was none, or when it cannot be read. */
export function lastApplied(live: KubeObject): KubeObject | null {
  const text = live.metadata.annotations?.[LAST_APPLIED]
  if (text === undefined) return null
  try {
    const parsed: unknown = JSON.parse(text)
    return isMap(parsed) && isMap(parsed.metadata) ? (parsed as unknown as KubeObject) : null
  } catch {
    return null
  }
}

/** The annotation as kubectl writes it for this manifest: without itself, keys sorted, a line end. */
export function lastAppliedText(manifest: KubeObject): string {
  const { [LAST_APPLIED]: _, ...annotations } = manifest.metadata.annotations ?? {}
  return `${canonicalJson({ ...manifest, metadata: { ...manifest.metadata, annotations } })}\n`
}
