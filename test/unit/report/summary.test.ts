import { describe, expect, test } from '@jest/globals'
import type { CommandResult } from '../../../src/commands/result.ts'
import { block, code, plain } from '../../../src/report/markdown.ts'
import { summaryMarkdown } from '../../../src/report/summary.ts'

const planned: CommandResult = {
  command: 'plan',
  outcome: 'done',
  rollout: 'diabetes',
  message: 'advance would go to stage Blue_50',
  stage: 'Blue_50',
  stageKind: 'weight',
  approval: 'production-blue-50',
  versions: { stable: 'green', canary: 'blue' },
  weight: { recorded: 0, configured: 0, served: null },
  nextWeight: 50,
  before: { stage: 'Blue_0', gates: [{ kind: 'traffic', verdict: 'pass', reason: '20 of 20 from green' }] },
  stages: [
    { name: 'Blue_0', approval: null, does: '0 %', gates: ['traffic'] },
    { name: 'Blue_50', approval: 'production-blue-50', does: '50 %', gates: ['soak', 'traffic'] },
  ],
  image: `r.example.com/m@sha256:${'1'.repeat(64)}`,
  release: 'sha256:98b33a9a064035d9',
  actions: [
    {
      kind: 'write',
      text: 'update VirtualService abtesting/route: stage Blue_50',
      change: null,
      diff: ['http[2] route model-svc-blue weight 0 -> 50'],
    },
  ],
  changes: [],
  gates: [],
  approvals: [],
  drift: [],
  notes: ['VirtualService abtesting/route belongs to Helm'],
}
const options = { budget: 1_000_000, stop: 'reject the approval' }

describe('the summary for approvers', () => {
  test('shows weights now and next, route diff, digest, release, gates of the stage before, and how to stop', () => {
    const text = summaryMarkdown(planned, options)
    expect(text).toMatch(/^now +green 100 % \|█+\| 0 % blue$/m)
    expect(text).toMatch(/^next +green 50 % +\|█+░+\| 50 % blue$/m)
    expect(text).toContain('http[2] route model-svc-blue weight 0 -> 50')
    expect(text).toContain(`\`r.example.com/m@sha256:${'1'.repeat(64)}\``)
    expect(text).toContain('`sha256:98b33a9a064035d9`')
    expect(text).toContain('Gates of stage Blue\\_0')
    expect(text).toContain('| traffic | pass | 20 of 20 from green |')
    expect(text).toContain('**To stop:** reject the approval')
    expect(text).toContain('belongs to Helm')
  })

  test('an advance shows who approved, and the next stage as its approvers need it', () => {
    const text = summaryMarkdown(
      {
        command: 'advance',
        outcome: 'done',
        rollout: 'diabetes',
        message: 'stage Blue_0 has passed',
        stage: 'Blue_0',
        weight: { recorded: 0, configured: 0, served: null },
        approvals: [{ stage: 'Blue_0', by: 'octocat', at: '2026-11-21T10:00:00Z', comment: 'go *now*' }],
        gates: [{ kind: 'traffic', verdict: 'pass', reason: 'fine' }],
        next: planned,
      },
      options,
    )
    expect(text).toContain('| `Blue_0` | octocat | 2026-11-21T10:00:00Z | go \\*now\\* |')
    expect(text).toContain('### Next: stage Blue\\_50')
    expect(text).toContain('http[2] route model-svc-blue weight 0 -> 50')
  })

  test.each([200_000, 20_000, 4_000, 300, 10])(
    'keeps a budget of %i bytes, and says what it leaves out',
    (budget) => {
      const many = Array.from({ length: 5_000 }, (_, i) => `field ${i}: ${'ä'.repeat(300)}`)
      const large = {
        ...planned,
        actions: [{ kind: 'write', text: 'update', change: null, diff: many }],
        notes: many,
      }
      const text = summaryMarkdown(large, { ...options, budget })
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(budget)
      if (budget >= 4_000) expect(text).toMatch(/\d+ more lines/)
      expect((text.match(/^```/gm) ?? []).length % 2).toBe(0)
    },
  )
})

const HOSTILE = [
  '::set-output name=x::y',
  '::add-mask::a',
  '##vso[task.setvariable variable=x]y',
  'line\n::error::two',
  '<script>alert(1)</script><img src=x onerror=y>',
  '[click](https://evil.example) ![x](https://evil.example/x.png) www.evil.example',
  '`code` ```fence``` **bold** | cell | $x^2$ @octocat #12 ${{ github.token }}',
  '\u001b[31mred\u202e',
]

describe('text from outside', () => {
  test('is still readable', () => {
    expect(plain('by @octocat, see #12 & <b>')).toBe('by &#64;octocat, see \\#12 &amp; &lt;b&gt;')
  })

  test.each(HOSTILE)('%j is only text', (text) => {
    const markdown = plain(text)
    expect(markdown).not.toMatch(/\n|\r|::|##|<|>|(?<!\\)[`*[\]|$]|@|https?:\/\/|www\.|\u001b|\u202e/)
    expect(code(text)).not.toMatch(/\n|::|##|\|/)
    const [open, ...rest] = block([text])
    const fence = /^`+/.exec(open!)![0]
    expect(rest.slice(0, -1).join('\n')).not.toContain(fence)
  })

  test('does not become a command or markup wherever it appears in a summary', () => {
    const text = HOSTILE.join(' ')
    const markdown = summaryMarkdown(
      {
        ...planned,
        message: text,
        rollout: text,
        stage: text,
        image: text,
        release: text,
        notes: [text],
        problems: [{ code: 'x', message: text, file: text, line: 1, column: 2 }],
        approvals: [{ stage: text, by: text, at: text, comment: text }],
        gates: [{ kind: 'traffic', verdict: 'fail', reason: text }],
        before: { stage: text, gates: [{ kind: 'traffic', verdict: 'fail', reason: text }] },
      },
      options,
    )
    expect(markdown).not.toMatch(/::|##vso|^::/m)
    const outsideCode = markdown.replace(/(`+)(?!`)[\s\S]*?(?<!`)\1(?!`)/g, '')
    expect(outsideCode).not.toMatch(/<\w|https?:\/\/|@\w/)
  })
})
