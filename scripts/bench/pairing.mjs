// node scripts/bench/pairing.mjs LINES BUNDLE: pairs that many log lines of two pods through the comparison's own reader and
// prints JSON: milliseconds (of the clock, and of the processor), pairs and peak memory in MiB. In a process of its own, so that a memory limit can be set.
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'

const [lines, bundle] = [Number(process.argv[2]), process.argv[3]]
const { lineSource, createPairing, createTally, measuresOf } = createRequire(import.meta.url)(bundle)

/** One pod's half of the lines, as the kubelet sends them: in chunks that end anywhere, some lines that are no answers. */
function* log(role) {
  const start = Date.UTC(2026, 0, 1)
  let text = ''
  for (let i = 0; i < lines / 2; i++) {
    // Ids come in another order on the other side, up to a hundred places away.
    const id = role === 'stable' ? i : i ^ 63
    const time = new Date(start + i).toISOString().replace('Z', '123456Z')
    text += `${time} {"request_id":"6fbd1c7e-4a52-9d1f-8c3e-${String(id).padStart(12, '0')}","label":"${id % 97 === 0 && role === 'canary' ? 'dog' : 'cat'}","score":0.${id % 1000},"ms":${10 + (id % 7)},"status":200,"path":"/v1/models/image_classifier:predict"}\n`
    if (i % 50 === 0) text += `${time} INFO request accepted\n`
    while (text.length >= 65_536) {
      yield Buffer.from(text.slice(0, 65_536))
      text = text.slice(65_536)
    }
  }
  yield Buffer.from(text)
}

const fields = {
  id: 'request_id',
  label: 'label',
  number: 'score',
  latency: 'ms',
  status: 'status',
  time: null,
}
const began = performance.now()
const tally = createTally()
const pairing = createPairing({ since: 0, settle: 1_000, onPair: (a, b) => tally.add(a, b) })
const open = async () =>
  ['stable', 'canary'].map((role) => ({ role, stream: Readable.from(log(role), { objectMode: false }) }))
const source = lineSource({ pattern: null, fields }, { name: 'bench', stamped: true, open })
const read = await source.read((role, answer) => (pairing.add(role, answer), true))
const limits = {
  agreement: 0.95,
  maxDifference: null,
  p50Difference: null,
  p99Difference: 0.1,
  errors: 0.01,
  latency: 2,
  p99Latency: 2,
  coverage: 0.95,
  minPairs: 100,
}
const measures = measuresOf(tally, { ...pairing.coverage(), share: 1 }, limits, 1e-3)
const milliseconds = performance.now() - began
const { user, system } = process.cpuUsage()
const cpu = (user + system) / 1_000
const peakMiB = process.resourceUsage().maxRSS / 1024
const verdicts = Object.fromEntries(measures.map(({ name, verdict }) => [name, verdict]))
console.log(
  JSON.stringify({
    lines: read.stable + read.canary,
    pairs: tally.pairs,
    milliseconds,
    cpu,
    peakMiB,
    verdicts,
  }),
)
