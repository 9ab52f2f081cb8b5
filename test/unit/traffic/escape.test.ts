import { harmlessLines, singleLine } from '../../../src/process/escape.ts'

const cases: { name: string; text: string; expected: string }[] = [
  { name: 'a GitHub command', text: '::set-output name=a::b', expected: ': :set-output name=a: :b' },
  { name: 'a GitHub command behind a line break', text: 'x\r\n::error::y', expected: 'x : :error: :y' },
  { name: 'a colon chain', text: ':::', expected: ': : :' },
  { name: 'an Azure command', text: '##vso[task.setvariable]x', expected: '# #vso[task.setvariable]x' },
  { name: 'an old GitHub command', text: 'a ##[add-mask]b', expected: 'a # #[add-mask]b' },
  { name: 'a command assembled by removing what is invisible', text: ':\u200b:error', expected: ': :error' },
  { name: 'a command assembled by removing colours', text: ':\u001b[0m:error', expected: ': :error' },
  { name: 'colours', text: '\u001b[31mred\u001b[0m', expected: 'red' },
  { name: 'a link and a title', text: '\u001b]0;title\u0007text', expected: 'text' },
  { name: 'bells, nulls and backspaces', text: 'a\u0007\u0000\bb', expected: 'a b' },
  { name: 'line separators', text: 'a\u2028b\u2029c\u0085d', expected: 'a b c d' },
  { name: 'text that runs backwards', text: 'a\u202eb', expected: 'a b' },
  {
    name: 'ordinary text',
    text: '{"status": "ng"} äöü 模型 https://x',
    expected: '{"status": "ng"} äöü 模型 https://x',
  },
]
for (const { name, text, expected } of cases) {
  test(`one harmless line: ${name}`, () => expect(singleLine(text)).toBe(expected))
}

test('a long text is cut, between characters', () => {
  expect(singleLine('😀'.repeat(300), 10)).toBe('😀'.repeat(9) + '…')
  expect(Array.from(singleLine('x'.repeat(10_000_000)))).toHaveLength(200)
})

test('several lines stay several, each of them harmless and none at the start of a line', () => {
  const text = 'docker failed\n\nstderr:\n  ::error::x\r\n  ##vso[task.x]\u001b[31m red\rover\n'
  expect(harmlessLines(text, 100)).toBe(
    'docker failed\n  stderr:\n    : :error: :x\n    # #vso[task.x] red\n  over',
  )
  expect(harmlessLines('a\nb\nc', 100, 2)).toBe('a\n  b')
  expect(harmlessLines('\n', 100)).toBe('')
})
