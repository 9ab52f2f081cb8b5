// node scripts/bench.mjs [--rounds N] [--only TEXT] [--json FILE]
// Prints a Markdown table; docs/benchmarks.md has such tables. A machine's times mean little elsewhere, the ratios more.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { cases, closeCases, figures } from './bench/cases.mjs'
import { markdown, pair } from './bench/measure.mjs'
import { pairLines } from './bench/pairing-process.mjs'
import { rehearsal, rolloutUnderLoad } from './bench/rollouts.mjs'

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
try {
  await main()
} finally {
  closeCases()
}

async function main() {
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
  if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`)
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
