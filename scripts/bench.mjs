// node scripts/bench.mjs [--rounds N] [--only TEXT|loading|rollout|image] [--json FILE]
// Prints a Markdown table; docs/benchmarks.md has such tables. A machine's times mean little elsewhere, the ratios more.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { imageBench } from './bench/images.mjs'
import { loading } from './bench/loading.mjs'
import { markdown, pair } from './bench/measure.mjs'
import { pairLines } from './bench/pairing-process.mjs'
import { rehearsal, rolloutUnderLoad } from './bench/rollouts.mjs'
import { root } from './bundle.mjs'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '31' },
    only: { type: 'string', default: '' },
    json: { type: 'string' },
  },
})
const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 6) throw new Error('--rounds: expected a whole number, 6 or more')

const results = []
if (values.only === '' || values.only === 'loading') {
  const folder = path.dirname(process.env.SHIFTGATE_CLI ?? path.join(root, 'dist/cli.cjs'))
  for (const node of [process.execPath, ...(process.env.NODE24 ? [process.env.NODE24] : [])])
    console.log(`\n${await loading(folder, node, rounds)}`)
}
if (!['image', 'loading'].includes(values.only)) {
  // Their objects are on the cluster as soon as they are loaded.
  const loaded = await import('./bench/cases.mjs')
  try {
    await main(loaded)
  } finally {
    loaded.closeCases()
  }
}
if (values.only === '' || values.only === 'image') await images()
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)

async function main({ cases, figures }) {
  for (const benchmark of cases.filter(({ name }) => name.includes(values.only))) {
    const reason = benchmark.missing()
    if (reason === null) results.push(await pair(benchmark, rounds))
    else console.error(`left out: ${benchmark.name}: ${reason}`)
  }
  console.log(markdown(results))
  const more = figures()
  if (more)
    console.log(
      `\nOne weight advance: ${more.apiRequests} requests to the API server, peak memory ${more.peakMiB} MiB.`,
    )
  if (values.only === '' || values.only === 'pairing') await pairing()
  if (values.only === '' || values.only === 'rollout') await rollouts()
}

/** Each pair pushes 400 MB: a quarter of the rounds is enough. */
async function images() {
  const bench = imageBench(process.env.SHIFTGATE_CLI ?? path.join(root, 'dist/cli.cjs'))
  if (bench === null) {
    console.error('left out: images: needs REGISTRY, DOCKER_HOST, and PYTHON_BASE with Python and pip')
    return
  }
  try {
    const pairs = Math.max(6, Math.ceil(rounds / 4))
    const measured = [
      await pair({ name: 'a new model of 200 MB', a: bench.layer, b: bench.docker }, pairs),
      await pair({ name: 'nothing changed, 200 MB', a: bench.unchanged, b: bench.dockerUnchanged }, pairs),
    ]
    results.push(...measured)
    const { peakMiB, sameDigest } = bench.figures()
    console.log(`\n${markdown(measured)}`)
    const same = sameDigest ? 'the same digest' : 'ANOTHER DIGEST'
    console.log(
      `\nPush of a model of 2 GB: peak memory ${peakMiB} MiB. Pushed again after it was deleted: ${same}.`,
    )
  } finally {
    bench.close()
  }
}

/** What a comparison of a million log lines takes. */
async function pairing() {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'))
  try {
    const { lines, pairs, milliseconds, cpu, peakMiB } = await pairLines(1_000_000, folder)
    const seconds = (ms) => (ms / 1_000).toFixed(1)
    console.log(
      `\nPairing ${lines} log lines: ${pairs} pairs in ${seconds(milliseconds)} s (${seconds(cpu)} s of the processor), peak memory ${peakMiB.toFixed(0)} MiB.`,
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function rollouts() {
  const runs = Array.from({ length: 3 }, () => rehearsal(process.execPath))
  const seconds = runs.map((r) => r.seconds.toFixed(1)).join(', ')
  const lost = runs.reduce((sum, r) => sum + r.lost, 0)
  console.log(`\nRehearsal of five stages: ${seconds} s wall; ${lost} requests lost.`)
  if (!process.env.GATEWAY_URL || !process.env.REGISTRY) return
  console.log(
    '\n| requests/s | sent | not sent, too many in flight | lost | seconds |\n| ---: | ---: | ---: | ---: | ---: |',
  )
  for (const rate of [100, 500, 2000]) {
    const r = await rolloutUnderLoad(rate)
    console.log(`| ${rate} | ${r.sent} | ${r.skipped} | ${r.lost} | ${r.seconds.toFixed(0)} |`)
  }
}
