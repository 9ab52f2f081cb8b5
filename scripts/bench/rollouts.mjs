// Whole rollouts: how long a rehearsal takes, and what a rollout on the real mesh loses under load.
import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import esbuild from 'esbuild'
import { root } from '../bundle.mjs'

const example = path.join(root, 'examples/mlopspython')
const cli = path.join(root, 'dist/cli.cjs')

/** Wall time of the five stages in seconds, with the live requests and what was lost of them. */
export function rehearsal(node) {
  const began = performance.now()
  const args = [cli, 'rehearse', path.join(example, 'rollout.yaml'), '--approve', 'all', '--json', '--quiet']
  const { totals } = JSON.parse(execFileSync(node, args, { encoding: 'utf8' }))
  return { ...totals, seconds: (performance.now() - began) / 1000 }
}

/** A full rollout of the example on the cluster of the environment while `rate` requests come each second. */
export async function rolloutUnderLoad(rate) {
  const { REGISTRY: registry, GATEWAY_URL: gateway } = process.env
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'))
  const namespace = `bench-load-${rate}-${process.pid}`
  const startLoad = await loadGenerator(folder)
  const [before, after] = ['New Model B', 'New Model A'].map((answer) => image(folder, registry, answer))
  cpSync(example, folder, { recursive: true })
  edit(folder, 'k8s/route.yaml', (t) =>
    t.replaceAll('abtesting', namespace).replaceAll('"*"', `${namespace}.test`),
  )
  edit(
    folder,
    'rollout.yaml',
    (t) =>
      `${t
        .replace('abtesting', namespace)
        // Two cores at their limit are slow; what counts here is what is lost.
        .replace(', p99: 1s', '')
        .replace(/^image:.*\n(?: .*\n)*/m, `image: ${before.split('@')[0]}\n`)
        .replace(
          /url: .*$/m,
          `url: http://${namespace}.test:${new URL(gateway).port}/score\n  resolve: [127.0.0.1]\n  requests: 300`,
        )}
timeouts: { ready: 60s, drain: 5s, gate: 60s, confirm: 60s }
`,
  )
  const quiet = { stdio: ['pipe', 'ignore', 'inherit'] }
  const manifest = readFileSync(path.join(folder, 'k8s/model.yaml'), 'utf8')
  const green = { deployment: 'model-green', service: 'model-svc-green', version: 'green', image: before }
  const stable = manifest.replace(/\$\{(\w+)\}/g, (_, key) => green[key])
  try {
    execFileSync('kubectl', ['create', 'namespace', namespace], quiet)
    for (const input of [stable, readFileSync(path.join(folder, 'k8s/route.yaml'), 'utf8')])
      execFileSync('kubectl', ['apply', '-n', namespace, '-f', '-'], { ...quiet, input })
    execFileSync(
      'kubectl',
      ['-n', namespace, 'rollout', 'status', 'deploy/model-green', '--timeout=60s'],
      quiet,
    )
    await until(async () => (await fetchStatus(gateway, `${namespace}.test`)) === 200)
    let lost = 0
    const load = startLoad({
      url: gateway,
      host: `${namespace}.test`,
      path: '/score',
      rate,
      onAnswer: ({ status }) => {
        if (status === null || status < 200 || status > 299) lost++
      },
    })
    const began = performance.now()
    for (const stage of ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100'])
      await finished(process.execPath, [
        cli,
        'advance',
        path.join(folder, 'rollout.yaml'),
        '--to',
        stage,
        '--image',
        after,
        '--approve',
        'all',
        '--quiet',
      ])
    await load.stop()
    return {
      rate,
      seconds: (performance.now() - began) / 1000,
      sent: load.sent(),
      skipped: load.skipped(),
      lost,
    }
  } finally {
    execFileSync('kubectl', ['delete', 'namespace', namespace, '--wait=false'], quiet)
    rmSync(folder, { recursive: true })
  }
}

async function loadGenerator(folder) {
  const outfile = path.join(folder, 'load.mjs')
  const source = path.join(root, 'src/rehearsal/load.ts')
  await esbuild.build({ entryPoints: [source], outfile, bundle: true, platform: 'node', format: 'esm' })
  return (await import(pathToFileURL(outfile).href)).startLoad
}

function image(folder, registry, answer) {
  cpSync(path.join(root, 'test/cluster/support/model-server.mjs'), path.join(folder, 'server.mjs'))
  writeFileSync(
    path.join(folder, 'Dockerfile'),
    `FROM ${registry}/base/node:20\nENV ANSWER="${answer}"\nCOPY server.mjs .\nCMD ["node", "server.mjs"]\n`,
  )
  const tag = `${registry}/shiftgate-bench/model:${answer.at(-1).toLowerCase()}`
  execFileSync('docker', ['build', '-q', '-t', tag, folder], { stdio: ['ignore', 'ignore', 'ignore'] })
  const out = execFileSync('docker', ['push', tag], { encoding: 'utf8' })
  return `${tag.slice(0, tag.lastIndexOf(':'))}@${/digest: (sha256:\w+)/.exec(out)[1]}`
}

function edit(folder, file, change) {
  const full = path.join(folder, file)
  writeFileSync(full, change(readFileSync(full, 'utf8')))
}

async function fetchStatus(url, host) {
  const { request } = await import('node:http')
  return new Promise((resolve) => {
    request(`${url}/score`, { headers: { host } }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
      .on('error', () => resolve(null))
      .end()
  })
}

async function until(condition) {
  while (!(await condition())) await new Promise((done) => setTimeout(done, 100))
}

/** Asynchronous, for the load is sent from this process. */
function finished(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.on('data', (chunk) => (complaint += chunk))
    child.on('close', (code) =>
      code === 0 ? resolve() : reject(new Error(`${args.join(' ')} ended with ${code}: ${complaint.trim()}`)),
    )
  })
}
