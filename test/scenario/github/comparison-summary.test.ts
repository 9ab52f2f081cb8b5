import { afterEach, expect, test } from '@jest/globals'
import { startGithubWorld } from '../../support/github-world.ts'
import type { GithubWorld } from '../../support/github-world.ts'

/** What a comparison found has to be where those look who approve the next stage: on the page of the run. */
let world: GithubWorld | null = null
afterEach(async () => {
  await world?.close()
  world = null
})

/** The first stage compares the answers to 200 replayed requests, whose words are the labels. */
async function comparing(answer: string): Promise<GithubWorld> {
  world = await startGithubWorld({
    answer,
    change: (file) => {
      file.stages[0].checks = [
        {
          comparison: {
            replay: { requests: 200 },
            pattern: '^(?<label>.+)$',
            label: 'label',
            limits: { agreement: '90%', errors: '6%' },
          },
        },
      ]
    },
  })
  return world
}

test('a comparison that passed: table, plot and both sides, beside what comes next', async () => {
  const { advance } = await comparing('old')
  const { code, summary, raw } = await advance('Blue_0')
  if (code !== 0) throw new Error(raw)
  const [passed, next] = summary.split('### Next: stage Blue\\_50')
  expect(passed).toContain(
    '**Comparison: pass.** green and blue answered 200 of the same requests \\(replay\\); 200 pairs compared',
  )
  expect(passed).toMatch(/^\| measure \| value \| interval \| limit \| verdict \|\n\| --- \| --- \|/m)
  expect(passed).toMatch(/^\| agreement \| 100 % \| 9\d\.\d+ % to 100 % \| at least 90 % \| pass \|$/m)
  expect(passed).toMatch(/^\| errors \| 0 % \| 0 % to \d\.\d+ % \| at most 6 % \| pass \|$/m)
  expect(passed).toMatch(/```text\nagreement {2}\d+ % \|·*┃·*─+●\| 100 % {2}\(┃ limit\)\n```/)
  expect(passed).toContain('- green: 200 answers in 200 lines, 0 errors')
  expect(next).not.toContain('**Comparison')
}, 60_000)

test('one that failed: what became what, as text only, and the figures in the annotation', async () => {
  const { advance } = await comparing('<b>new</b> | @octocat ::error::x')
  const { code, summary, annotations, otherCommands } = await advance('Blue_0')
  expect({ code, otherCommands }).toEqual({ code: 1, otherCommands: [] })
  expect(summary).toContain('**Comparison: fail.**')
  expect(summary).toMatch(/^\| agreement \| 0 % \| 0 % to \d\.\d+ % \| at least 90 % \| fail \|$/m)
  expect(summary).toContain('- old became &lt;b&gt;new&lt;/b&gt; \\| &#64;octocat : :error: :x: 200 times')
  expect(annotations).toMatchObject([{ level: 'error', message: expect.stringContaining('agreement 0 %') }])
}, 60_000)
