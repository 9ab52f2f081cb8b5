import type { Json, JsonObject } from '../../kube/object.ts'
import { listOf, objectOf, textOf } from '../json-reading.ts'

/** The elements of a rule's `matches`, which are alternatives; none is as good as one that says nothing. */
export function matchElements(rule: Json | undefined): readonly JsonObject[] {
  const elements = listOf(objectOf(rule)?.['matches']).map((element) => objectOf(element) ?? {})
  return elements.length === 0 ? [{}] : elements
}

/** The path condition with the API's defaults. */
export function pathOf(element: JsonObject): { readonly type: string; readonly value: string } {
  const path = objectOf(element['path'])
  return { type: textOf(path?.['type']) ?? 'PathPrefix', value: textOf(path?.['value']) ?? '/' }
}

/** In lower case: header names are compared without it. */
export function headerName(header: Json | undefined): string {
  return (textOf(objectOf(header)?.['name']) ?? '').toLowerCase()
}
