import { createHash } from 'node:crypto'
import type { Rollout } from '../spec/rollout.ts'
import type { ModelProcess, RehearsalSettings } from './settings.ts'
import type { ImageRunner } from './workloads/contract.ts'

/** References of the two images of a rehearsal; null when the rollout names no image. */
export interface RehearsalImages {
  readonly before: string | null
  readonly after: string | null
}

export function rehearsalImages(rollout: Rollout): RehearsalImages {
  if (!rollout.image) return { before: null, after: null }
  const { repository } = rollout.image
  const reference = (word: string) =>
    `${repository}@sha256:${createHash('sha256').update(`rehearsal ${word}`).digest('hex')}`
  return { before: reference('before'), after: reference('after') }
}

/** Starts for each image the process that `rehearsal.yaml` names, or the built-in model server. */
export function imageRunner(
  rollout: Rollout,
  settings: RehearsalSettings | null,
  images: RehearsalImages,
  folder: string,
): ImageRunner {
  const processes = settings?.images ?? {}
  return ({ image, env }) => {
    const word = image === images.before ? 'before' : image === images.after ? 'after' : null
    const name =
      word ??
      Object.keys(processes).find(
        (known) => image === known || image.startsWith(`${known}:`) || image.startsWith(`${known}@`),
      )
    const model = name === undefined || name === null ? undefined : processes[name]
    if (model) return spawnable(model, folder)
    if (word === null && settings !== null) return null
    return builtIn(rollout, word ?? 'before', env)
  }
}

function spawnable(model: ModelProcess, folder: string) {
  const [command, ...args] = model.run
  return { command: command === 'node' ? process.execPath : command!, args, env: model.env, cwd: folder }
}

/** Answers every request with the word of its image, and tells its version as the file wants it where that is a header. */
function builtIn(rollout: Rollout, word: string, env: { readonly [name: string]: string }) {
  const identify = rollout.traffic?.identify
  const deployments = Object.fromEntries(
    rollout.versions.map((v) => [
      v.deployment,
      identify?.by === 'header' ? (identify.values?.[v.name] ?? v.name) : v.name,
    ]),
  )
  const options = JSON.stringify({
    word,
    header: identify?.by === 'header' ? identify.header : null,
    deployments,
  })
  return {
    command: process.execPath,
    args: ['-e', BUILT_IN, options],
    env: { HOSTNAME: env['HOSTNAME'] ?? '' },
  }
}

const BUILT_IN = `
const { word, header, deployments } = JSON.parse(process.argv[1])
const pod = process.env.HOSTNAME || ''
const own = Object.keys(deployments).sort((a, b) => b.length - a.length).find((d) => pod.startsWith(d + '-'))
require('http').createServer((req, res) => {
  if (header && own) res.setHeader(header, deployments[own])
  res.setHeader('content-type', 'application/json')
  res.end(JSON.stringify({ model: word }))
}).listen(Number(process.env.PORT), '127.0.0.1')
`
