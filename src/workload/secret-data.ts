import type { KubeObject } from '../kube/object.ts'
import { isMap, textOf } from './json.ts'
import type { Fields } from './json.ts'

/** A Secret as the server keeps it: `stringData` encoded into `data`. Other objects as they are. */
export function asStored(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1' || !isMap(object.stringData)) return object
  const { stringData, ...rest } = object
  const encoded = Object.entries(stringData).map(([key, text]) => [
    key,
    Buffer.from(textOf(text), 'utf8').toString('base64'),
  ])
  const data: unknown = rest.data
  return {
    ...rest,
    data: { ...(isMap(data) ? data : {}), ...(Object.fromEntries(encoded) as Fields) },
  }
}
