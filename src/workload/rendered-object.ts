import type { KubeObject } from '../kube/object.ts'
import type { Problem } from '../process/errors.ts'

/** An object as it will be applied, and where its manifest starts. */
export interface RenderedObject {
  readonly object: KubeObject
  readonly file: string
  /** 1-based. */
  readonly line: number
  /** 1-based place of a value in the manifest, by its path of keys and indexes; the nearest one above it when it is not there. */
  readonly place?: (path: readonly (string | number)[]) => { readonly line: number; readonly column: number }
}

/** `Deployment model-blue`, for messages about manifests, where all is in one namespace. */
export function named({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name}`
}

export function problemWith({ object, file, line }: RenderedObject, code: string, message: string): Problem {
  return { code, message, object: named(object), file, line }
}
