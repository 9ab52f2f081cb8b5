import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { renderVersion } from '../../../src/workload/manifests.ts'
import { loadedTexts, VALUES } from './rendering.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures/manifests')
const texts = ['model', 'flattened'].flatMap((folder) =>
  readdirSync(join(FIXTURES, folder)).map((name) => readFileSync(join(FIXTURES, folder, name), 'utf8')),
)
const SNIPPETS = [
  '${',
  '}',
  '${version}',
  '$${',
  '{{ x }}',
  ': ',
  '- ',
  '\n',
  '\t',
  '---\n',
  '...\n',
  '&a ',
  '*a',
  '<<: ',
  '"',
  "'",
  '|',
  '>',
  '[',
  '{',
  'null',
  '~',
  '!!binary ',
  '? ',
  '#',
  '\0',
  '\u2028',
  '__proto__: ',
  '%YAML 1.2\n',
  'items: ',
  'kind: List\n',
]

const mutation = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), at: fc.nat(), text: fc.constantFrom(...SNIPPETS) }),
  fc.record({ kind: fc.constant('delete' as const), at: fc.nat(), length: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant('indent' as const), at: fc.nat(), by: fc.integer({ min: -4, max: 4 }) }),
  fc.record({ kind: fc.constant('empty' as const), at: fc.nat() }),
)
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never

function mutate(text: string, change: Mutation): string {
  const at = change.at % (text.length + 1)
  const lines = text.split('\n')
  const row = change.at % lines.length
  const line = (edit: (old: string) => string) => lines.with(row, edit(lines[row]!)).join('\n')
  switch (change.kind) {
    case 'insert':
      return text.slice(0, at) + change.text + text.slice(at)
    case 'delete':
      return text.slice(0, at) + text.slice(at + change.length)
    case 'indent':
      return line((old) => (change.by > 0 ? ' '.repeat(change.by) + old : old.slice(-change.by)))
    case 'empty':
      return line((old) => old.replace(/:.*$/, ':'))
  }
}

test('whatever a manifest looks like, it is rendered or refused with a place and a reason', async () => {
  let [rendered, refused] = [0, 0]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...texts),
      fc.array(mutation, { minLength: 1, maxLength: 6 }),
      async (text, changes) => {
        const result = await renderVersion(loadedTexts({ 'm.yaml': changes.reduce(mutate, text) }), VALUES, {
          namespace: 'abtesting',
          env: {},
        })
        if (result.ok) {
          rendered++
          for (const { object, line } of result.objects) {
            expect([typeof object.apiVersion, typeof object.kind, typeof object.metadata.name]).toEqual(
              Array(3).fill('string'),
            )
            expect(line).toBeGreaterThan(0)
          }
          return
        }
        refused++
        expect(result.problems.length).toBeGreaterThan(0)
        for (const { message, file, line = 1 } of result.problems) {
          expect(message).not.toMatch(/undefined|\[object|TypeError|Cannot read/)
          expect(message).toMatch(/\S: \S/)
          expect(file === undefined || line >= 1).toBe(true)
        }
      },
    ),
    { numRuns: 2_000, seed: 7 },
  )
  expect(rendered).toBeGreaterThan(20)
  expect(refused).toBeGreaterThan(500)
})

test('very large and very deep texts end with a problem', async () => {
  for (const text of [
    'x'.repeat(9_000_000),
    '- '.repeat(5_000),
    '{'.repeat(10_000),
    'a:\n'.concat(...Array.from({ length: 300 }, (_, i) => `${' '.repeat(i + 1)}a:\n`)),
    `a: &a [${'x,'.repeat(20)}]\nb: &b [${'*a,'.repeat(20)}]\nc: &c [${'*b,'.repeat(20)}]\nd: [${'*c,'.repeat(20)}]`,
  ]) {
    const result = await renderVersion(loadedTexts({ 'm.yaml': text }), VALUES, { namespace: 'n', env: {} })
    expect(result.ok).toBe(false)
  }
})
