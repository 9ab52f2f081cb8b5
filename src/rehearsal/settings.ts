import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { invalid, messageOf } from '../process/errors.ts'
import { oneOf } from '../spec/scalar-shapes.ts'
import { suggest } from '../spec/suggest.ts'

/** `rehearsal.yaml` beside the rollout file: which process stands for which image. */
export interface RehearsalSettings {
  /** `before`, `after` (the image that serves, the image that is rolled out), or an image name of the manifests. */
  readonly images: { readonly [image: string]: ModelProcess }
  /** `stable`: the first version serves already; `empty`: nothing is there yet. */
  readonly start: 'stable' | 'empty'
  /** File with one body per line, which the live traffic sends in turn; null: the body of `traffic`. */
  readonly bodies: string | null
}

export interface ModelProcess {
  readonly run: readonly string[]
  readonly env: { readonly [name: string]: string }
}

export const SETTINGS_FILE = 'rehearsal.yaml'
const KEYS = ['images', 'start', 'bodies']

/** Null when there is no such file. */
export async function readSettings(folder: string): Promise<RehearsalSettings | null> {
  const file = path.join(folder, SETTINGS_FILE)
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw wrong(file, messageOf(error))
  }
  const { parse } = await import('yaml')
  let value: unknown
  try {
    value = parse(text)
  } catch (error) {
    throw wrong(file, messageOf(error).split('\n')[0]!)
  }
  if (!isMap(value)) throw wrong(file, 'expected a mapping with "images"')
  for (const key of Object.keys(value)) {
    if (KEYS.includes(key)) continue
    const near = suggest(key, KEYS)
    throw wrong(file, `unknown key "${key}"; ${near ? `did you mean "${near}"?` : `expected ${oneOf(KEYS)}`}`)
  }
  const start = value['start'] ?? 'stable'
  if (start !== 'stable' && start !== 'empty') throw wrong(file, 'start: expected stable or empty')
  const images = value['images'] ?? {}
  if (!isMap(images)) throw wrong(file, 'images: expected a mapping of image to {run, env}')
  const bodies = value['bodies'] ?? null
  if (bodies !== null && typeof bodies !== 'string')
    throw wrong(file, 'bodies: expected the path of a file with one body per line')
  return {
    start,
    bodies,
    images: Object.fromEntries(Object.entries(images).map(([k, v]) => [k, processOf(file, k, v)])),
  }
}

function processOf(file: string, image: string, value: unknown): ModelProcess {
  const run = isMap(value) ? value['run'] : undefined
  if (!Array.isArray(run) || run.length === 0 || !run.every((r) => typeof r === 'string')) {
    throw wrong(file, `images.${image}.run: expected a command as a list of texts, e.g. [node, server.mjs]`)
  }
  const env = (value as { env?: unknown }).env ?? {}
  if (!isMap(env)) throw wrong(file, `images.${image}.env: expected a mapping`)
  return { run: run, env: Object.fromEntries(Object.entries(env).map(([k, v]) => [k, String(v)])) }
}

function wrong(file: string, message: string) {
  return invalid({ code: 'rehearsal-settings', file, message: `${file}: ${message}` })
}

function isMap(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
