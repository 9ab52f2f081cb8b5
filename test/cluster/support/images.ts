import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Images of the model server, by what is wrong or new with them. */
const KINDS = {
  /** Serves before the rollout. */
  old: { ANSWER: 'New Model B' },
  /** What is rolled out. */
  new: { ANSWER: 'New Model A' },
  /** What is rolled out after that. */
  newer: { ANSWER: 'New Model C' },
  /** Answers one request in five with 500. */
  failing: { ANSWER: 'New Model A', FAIL: '0.2' },
  /** Ends at once. */
  exiting: { ANSWER: 'New Model A', EXIT: '3' },
} as const

export type ImageKind = keyof typeof KINDS
/** References by digest. */
export type Images = { readonly [kind in ImageKind]: string }

const built = new Map<string, Promise<Images>>()

/** Builds and pushes all images, once in each process; what did not change comes from docker's cache. */
export function images(registry: string): Promise<Images> {
  const known = built.get(registry)
  if (known) return known
  const started = buildAll(registry)
  built.set(registry, started)
  return started
}

export function repositoryOf(registry: string): string {
  return `${registry}/shiftgate-test/model`
}

async function buildAll(registry: string): Promise<Images> {
  const kinds = Object.entries(KINDS)
  const references = await Promise.all(
    kinds.map(async ([kind, env]) => [kind, await push(registry, `${repositoryOf(registry)}:${kind}`, env)]),
  )
  return Object.fromEntries(references) as Images
}

/** Builds one image under a repository of its own, which can be deleted without harm to other tests. */
export function pushImage(registry: string, name: string, kind: ImageKind): Promise<string> {
  return push(registry, `${registry}/shiftgate-test/${name}:test`, { ...KINDS[kind], NAME: name })
}

async function push(
  registry: string,
  tag: string,
  env: { readonly [name: string]: string },
): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'model-'))
  try {
    await cp(path.join(import.meta.dirname, 'model-server.mjs'), path.join(folder, 'server.mjs'))
    const settings = Object.entries(env).map(([name, value]) => `ENV ${name}=${JSON.stringify(value)}`)
    const file = [
      `FROM ${registry}/base/node:20`,
      ...settings,
      'COPY server.mjs .',
      'CMD ["node", "server.mjs"]',
    ]
    await writeFile(path.join(folder, 'Dockerfile'), `${file.join('\n')}\n`)
    await run('docker', ['build', '-q', '-t', tag, folder])
    const { stdout } = await run('docker', ['push', tag])
    const digest = /digest: (sha256:[0-9a-f]{64})/.exec(stdout)?.[1]
    if (!digest) throw new Error(`docker push ${tag} told no digest:\n${stdout}`)
    return `${tag.slice(0, tag.lastIndexOf(':'))}@${digest}`
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Takes an image out of the registry, so that it cannot be pulled any more. */
export async function deleteImage(reference: string): Promise<void> {
  const [, registry, repository, digest] = /^([^/]+)\/(.+)@(.+)$/.exec(reference)!
  const status = await new Promise<number>((done, failed) => {
    const url = `http://${registry}/v2/${repository}/manifests/${digest}`
    const request = http.request(url, { method: 'DELETE' }, (answer) => {
      answer.resume()
      answer.on('end', () => done(answer.statusCode ?? 0))
    })
    request.on('error', failed)
    request.end()
  })
  if (status !== 202) throw new Error(`the registry does not delete ${reference}: HTTP ${status}`)
}
