import type { KubeObject } from '../kube/object.ts'
import type { Problem } from '../process/errors.ts'

/** An object as it will be applied, and where its manifest starts. */
export interface RenderedObject {
  readonly object: KubeObject
  readonly file: string
  /** 1-based. */
  readonly line: number
}

/** `Deployment model-blue`, for messages about manifests, where all is in one namespace. */
export function named({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.name}`
}

export function problemWith({ file, line }: RenderedObject, code: string, message: string): Problem {
  return { code, message, file, line }
}
