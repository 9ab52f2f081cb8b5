// Times are compared in pairs: A and B are run in turn, so that what else the machine does hits both.
import { spawn } from 'node:child_process'
import { performance } from 'node:perf_hooks'

/**
 * Runs both sides `rounds` times after one unmeasured round each, the first of a pair changing every time.
 * A side is `{ label, run }`, where `run` resolves to milliseconds. The ratio is A over B.
 */
export async function pair({ name, a, b }, rounds) {
  await a.run()
  await b.run()
  const times = { a: [], b: [] }
  for (let round = 0; round < rounds; round++) {
    const order = round % 2 === 0 ? ['a', 'b'] : ['b', 'a']
    for (const side of order) times[side].push(await { a, b }[side].run())
  }
  return {
    name,
    rounds,
    a: { label: a.label, ...summary(times.a) },
    b: { label: b.label, ...summary(times.b) },
    ratio: summary(times.a.map((time, i) => time / times.b[i])),
    difference: summary(times.a.map((time, i) => time - times.b[i])),
  }
}

/** Median, and the order statistics around it that hold it in 95 of 100 repetitions, whatever the distribution. */
export function summary(values) {
  const sorted = [...values].sort((x, y) => x - y)
  const n = sorted.length
  const reach = (1.96 * Math.sqrt(n)) / 2
  const at = (rank) => sorted[Math.min(n - 1, Math.max(0, rank))]
  const median = n % 2 === 1 ? sorted[(n - 1) / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2
  return { median, low: at(Math.floor(n / 2 - reach)), high: at(Math.ceil(n / 2 + reach) - 1) }
}

/** Milliseconds from start to end of a process; an exit code other than 0 is an error. */
export function processTime(command, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(command, args, { env, stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.on('data', (chunk) => (complaint += chunk))
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) resolve(performance.now() - began)
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${complaint.trim()}`))
    })
  })
}

export function markdown(results) {
  const ms = ({ median, low, high }) => `${median.toFixed(0)} (${low.toFixed(0)}–${high.toFixed(0)})`
  const times = ({ median, low, high }) => `${median.toFixed(2)} (${low.toFixed(2)}–${high.toFixed(2)})`
  return [
    '| what | A | B | A, ms | B, ms | A − B, ms | A / B | pairs |',
    '| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |',
    ...results.map(
      (r) =>
        `| ${r.name} | ${r.a.label} | ${r.b.label} | ${ms(r.a)} | ${ms(r.b)} | ${ms(r.difference)} | ${times(r.ratio)} | ${r.rounds} |`,
    ),
  ].join('\n')
}
