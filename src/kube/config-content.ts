import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { messageOf } from '../process/errors.ts'
import type { Fields } from './config-fields.ts'

/** Path that a kubeconfig names, relative to the file that it stands in. */
export function pathOf(fields: Fields, name: string): string | null {
  const path = fields.string(name)
  return path === null ? null : resolve(dirname(fields.file), path)
}

/** PEM text of `NAME-data` (base64; wins, as in kubectl) or of the file `NAME`; null when neither is there. */
export async function contentOf(fields: Fields, name: string): Promise<string | null> {
  const data = fields.string(`${name}-data`)
  if (data !== null) {
    const text = Buffer.from(data, 'base64').toString('utf8')
    if (!text.includes('-----BEGIN ')) throw fields.problem(`${name}-data`, 'expected a PEM text in base64')
    return text
  }
  const path = pathOf(fields, name)
  if (path === null) return null
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    throw fields.problem(name, `${path} cannot be read: ${messageOf(error)}`, error)
  }
  if (!text.includes('-----BEGIN ')) throw fields.problem(name, `${path} is no PEM file`)
  return text
}
