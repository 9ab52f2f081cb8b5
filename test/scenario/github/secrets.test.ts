import { afterEach, expect, test } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { ActionResult } from '../../support/action.ts'
import { startGithubWorld } from '../../support/github-world.ts'
import type { GithubWorld } from '../../support/github-world.ts'
import { startRegistry } from '../../support/registry/registry-server.ts'

/** What must not leave a step by any of its ways, and what others write that must not become more than text. */
const cleanUps: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const close of cleanUps.splice(0)) await close()
})

async function begin(options: Parameters<typeof startGithubWorld>[0] = {}): Promise<GithubWorld> {
  const w = await startGithubWorld(options)
  cleanUps.push(() => w.close())
  return w
}

/** All ways out of a step, but for the lines that tell the runner what to mask. */
const leftBy = (result: ActionResult) =>
  [
    result.log,
    result.stderr,
    result.summary,
    result.reportText,
    JSON.stringify(result.outputs),
    JSON.stringify(result.annotations),
  ].join('\n')

test.each([
  ['accepted', 'correct horse', 'refused'],
  ['refused', 'wrong horse', 'failed'],
])(
  'the password of a registry, %s: masked first, and nowhere',
  async (_, password, outcome) => {
    const basic = `Basic ${Buffer.from('ci:correct horse').toString('base64')}`
    const registry = await startRegistry({
      authorize: ({ headers }) => (headers.authorization === basic ? null : 'Basic realm="registry"'),
    })
    cleanUps.push(() => registry.close())
    const w = await begin({
      change(file) {
        file.image = {
          repository: `${registry.host}/ml/diabetes`,
          builder: 'layer',
          scoring: { script: 'score.py', model: 'model.pkl' },
        }
      },
    })
    await writeFile(
      path.join(w.world.folder, 'score.py'),
      'def init(): ...\ndef run(raw_data): return "new"\n',
    )
    await writeFile(path.join(w.world.folder, 'model.pkl'), 'weights')
    const inputs = { command: 'build', 'registry-user': 'ci', 'registry-password-env': 'REGISTRY_TOKEN' }
    const result = await w.step(inputs, { env: { REGISTRY_TOKEN: password } })
    expect(result.outputs['outcome']).toBe(outcome)
    // It was really used.
    expect(registry.seen.map(({ headers }) => headers.authorization)).toContain(
      `Basic ${Buffer.from(`ci:${password}`).toString('base64')}`,
    )
    expect(result.masks).toContain(password)
    for (const form of [password, Buffer.from(`ci:${password}`).toString('base64')])
      expect(leftBy(result)).not.toContain(form)
  },
  60_000,
)

test('hostile text of people: comments of reviews and names of stages', async () => {
  const hostile =
    '::set-output name=x::y\n::add-mask::a\n<img src=x> [a](http://b) @octocat `${{ github.token }}` ##[error]z'
  const w = await begin()
  expect(await w.advance('Blue_0')).toMatchObject({ code: 0 })
  w.github.reviews.set('1001', [
    { environment: 'blue-50', state: 'approved', by: 'octocat', comment: hostile },
  ])
  const approved = await w.advance('Blue_50')
  expect(approved).toMatchObject({ code: 0, otherCommands: [], annotations: [] })
  await w.world.edit((file) => (file.stages[0].name = hostile))
  const wrong = await w.advance('Blue_100')
  expect(wrong).toMatchObject({ code: 2, otherCommands: [] })
  expect(wrong.annotations).not.toEqual([])
  for (const { summary, masks, log } of [approved, wrong]) {
    expect(summary).not.toMatch(/<img|\n::|##\[|[^\\]\$\{\{/)
    expect(masks).not.toContain('a')
    expect(log).not.toMatch(/^\s*::/m)
  }
  expect(approved.summary).toContain('&lt;img src=x&gt;')
}, 60_000)
