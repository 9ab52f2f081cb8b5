import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cli } from '../support/cli.ts'
import { SHADOW_AB } from '../support/shadow-ab.ts'

/** The example as it lies there: live traffic, copies by the gateway, logs by the API server. */
const FOLDER = path.resolve(import.meta.dirname, '../../examples/shadow-ab')

interface Measured {
  readonly name: string
  readonly value: number | null
  readonly verdict: string | null
}

test.each(SHADOW_AB)(
  'shadow-ab, $file: both versions are paired, to the end',
  async (variant) => {
    const example = path.join(FOLDER, variant.file)
    const valid = await cli(['validate', example, '--json'])
    expect([valid.code, valid.json.findings]).toEqual([0, []])
    const { code, json, stderr } = await cli(['rehearse', example, '--approve', 'all', '--json'])
    if (code !== 0) throw new Error(stderr)
    expect(json).toMatchObject({ outcome: 'done', totals: { errors: 0 } })
    const shadow = json.stages.find((stage: { comparison?: object }) => stage.comparison)
    // Nobody was answered by the canary, and yet there is a pair for nearly every request.
    expect(shadow.name).toBe(variant.copied ? 'Shadow' : 'Replayed')
    expect(shadow).toMatchObject({ weight: 0, served: { canary: 0 }, verdict: 'done' })
    if (variant.copied) {
      expect(shadow.mirrored.requests).toBeGreaterThanOrEqual(100)
      expect(shadow.mirrored.copies).toBe(shadow.mirrored.requests)
    }
    const { comparison } = shadow
    expect(comparison.source).toBe(variant.source)
    expect(comparison.pairs).toBeGreaterThan(400)
    expect(comparison.sides.stable.errors + comparison.sides.canary.errors).toBe(0)
    const values = Object.fromEntries(comparison.measures.map((m: Measured) => [m.name, m.value]))
    if (variant.copied) expect(values.coverage).toBeGreaterThan(0.99)
    else expect(comparison.pairs).toBe(600)
    expect(values.agreement).toBeGreaterThan(0.9)
    // Ten iterations move the threshold a little further than one.
    expect(values['max-difference']).toBeGreaterThan(0)
    expect(values['p99-difference']).toBeLessThan(0.25)
  },
  180_000,
)

test('shadow-ab with a file that nobody writes: held with what cat said, and nothing was copied in vain', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-'))
  try {
    await cp(FOLDER, folder, { recursive: true })
    const file = path.join(folder, 'rollout-file.yaml')
    const text = (await readFile(file, 'utf8')).replace('/tmp/app.log', '/tmp/other.log')
    await writeFile(file, `${text}timeouts: { gate: 3s }\n`)
    const { code, json } = await cli(['rehearse', file, '--approve', 'all', '--json'])
    expect([code, json.outcome]).toEqual([3, 'held'])
    expect(json.message).toContain('cat: /tmp/other.log: No such file or directory')
    expect(json.stages.at(-1)).toMatchObject({ name: 'Shadow', served: { canary: 0 }, verdict: 'held' })
  } finally {
    await rm(folder, { recursive: true })
  }
}, 180_000)

test('shadow-ab with a canary that is given other numbers: fails with the figures, and nobody lost a request', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-'))
  await cp(FOLDER, folder, { recursive: true })
  const file = path.join(folder, 'rollout.yaml')
  // The numbers of the first three pairs can be enough for a verdict; this one is to be of the labels.
  const text = (await readFile(file, 'utf8')).replace('p99-difference: 0.25', 'p99-difference: 1000')
  expect(text).toContain('p99-difference: 1000')
  await writeFile(file, text)
  const args = ['rehearse', file, '--approve', 'all', '--fault', 'other-input', '--json']
  const { code, json } = await cli(args).finally(() => rm(folder, { recursive: true }))
  expect(code).toBe(1)
  expect(json).toMatchObject({ outcome: 'aborted', totals: { errors: 0, lost: 0 } })
  expect(json.message).toMatch(/agreement [\d.]+ % \([\d.]+ % to [\d.]+ %\), limit at least 90 %/)
  expect(json.message).toMatch(/e\.g\. (large became small|small became large) \d+ times/)
  const shadow = json.stages.at(-1)
  expect(shadow).toMatchObject({ name: 'Shadow', verdict: 'aborted', served: { canary: 0 } })
  const agreement = shadow.comparison.measures.find((m: Measured) => m.name === 'agreement')
  expect(agreement).toMatchObject({ verdict: 'fail' })
  expect(agreement.value).toBeLessThan(0.5)
})
