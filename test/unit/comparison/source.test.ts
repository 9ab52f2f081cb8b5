import { Readable } from 'node:stream'
import { linesOf } from '../../../src/gates/comparison/lines.ts'
import { lineSource } from '../../../src/gates/comparison/source.ts'
import type { LineStream } from '../../../src/gates/comparison/source.ts'
import type { LoggedAnswer } from '../../../src/gates/comparison/answer.ts'
import { KubeError } from '../../../src/kube/client.ts'

const FIELDS = { id: 'id', label: 'y', number: null, latency: null, status: null, time: null }
const chunks = (...texts: (string | Buffer)[]) =>
  Readable.from(
    texts.map((t) => Buffer.from(t)),
    { objectMode: false },
  )

async function all(stream: Readable): Promise<string[]> {
  const lines: string[] = []
  for await (const some of linesOf(stream)) lines.push(...some)
  return lines
}

test('lines are cut wherever the chunks are, also inside a character', async () => {
  const text = Buffer.from('eins größer\nzwei 模型\n\ndrei\nhalf a li')
  for (let size = 1; size < text.length; size++) {
    const parts: Buffer[] = []
    for (let i = 0; i < text.length; i += size) parts.push(text.subarray(i, i + size))
    expect(await all(chunks(...parts))).toEqual(['eins größer', 'zwei 模型', '', 'drei'])
  }
})

test('a line without end does not fill the memory, and the next one is read', async () => {
  const endless = Array.from({ length: 20 }, () => 'x'.repeat(100_000))
  expect(await all(chunks('a\n', ...endless, 'rest\nb\n'))).toEqual(['a', 'b'])
})

const stamped = (second: number, text: string) =>
  `2026-11-21T10:00:${String(second).padStart(2, '0')}.123456789Z ${text}\n`
const line = (second: number, id: string | number, y = 'cat') => stamped(second, JSON.stringify({ id, y }))

async function read(streams: readonly LineStream[], most = Infinity) {
  const taken: [string, LoggedAnswer][] = []
  const source = lineSource(
    { pattern: null, fields: FIELDS },
    { name: 'pod logs', stamped: true, open: () => Promise.resolve(streams) },
  )
  const lines = await source.read((role, answer) => {
    taken.push([role, answer])
    return taken.length < most
  })
  return { lines, taken }
}

test('several pods of both versions are read side by side', async () => {
  const second = (n: number) => Array.from({ length: 20 }, (_, i) => line(i, `${n}-${i}`))
  const { lines, taken } = await read([
    { role: 'stable', stream: chunks(...second(1)) },
    { role: 'stable', stream: chunks(...second(2)) },
    { role: 'canary', stream: chunks(...second(3)) },
  ])
  expect(lines).toEqual({ stable: 40, canary: 20 })
  const times = taken.map(([, { at }]) => at)
  expect(times).toHaveLength(60)
  // Nothing is more than a line ahead of the others.
  times.forEach((at, i) => expect(Math.max(...times.slice(0, i + 1)) - at).toBeLessThanOrEqual(1_000))
})

test('what is no answer is counted and left out', async () => {
  const { lines, taken } = await read([
    {
      role: 'stable',
      stream: chunks(
        stamped(1, 'INFO started'),
        'no time at all\n',
        '\n',
        line(2, 'a'),
        stamped(3, '{"id":"b","y":"ca'),
      ),
    },
  ])
  expect(lines).toEqual({ stable: 5, canary: 0 })
  expect(taken.map(([, { id, at }]) => [id, new Date(at).toISOString()])).toEqual([
    ['a', '2026-11-21T10:00:02.123Z'],
  ])
})

test('reading ends early when it is enough, and the streams are let go', async () => {
  const stream = chunks(...Array.from({ length: 10 }, (_, i) => line(i, i)))
  expect((await read([{ role: 'stable', stream }], 3)).taken).toHaveLength(3)
  expect(stream.destroyed).toBe(true)
})

test('a stream that breaks is no short log', async () => {
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from(line(1, 'a'))
      await Promise.resolve()
      throw new KubeError('connection', 'read the log of container x: connection reset')
    })(),
    { objectMode: false },
  )
  const other = chunks(line(2, 'a'))
  await expect(
    read([
      { role: 'stable', stream: broken },
      { role: 'canary', stream: other },
    ]),
  ).rejects.toMatchObject({ code: 'connection' })
  expect(other.destroyed).toBe(true)
})

test('a canary without numbers has answered badly: its lines are no copies that never arrived', async () => {
  const lines = (value: (i: number) => string) =>
    chunks(...Array.from({ length: 2_000 }, (_, i) => stamped(i % 60, `{"id":${i},"y":${value(i)}}`)))
  const errors = { stable: 0, canary: 0 }
  const source = lineSource(
    { pattern: null, fields: { ...FIELDS, label: null, number: 'y' } },
    {
      name: 'pod logs',
      stamped: true,
      open: () =>
        Promise.resolve([
          { role: 'stable', stream: lines(() => '0.5') },
          { role: 'canary', stream: lines((i) => (i % 25 === 0 ? 'NaN' : '0.5')) },
        ]),
    },
  )
  await source.read((role, { bad }) => {
    if (bad) errors[role]++
    return true
  })
  expect(errors).toEqual({ stable: 0, canary: 80 })
})
