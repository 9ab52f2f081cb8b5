import { readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { EARLIER } from '../../../src/preflight/earlier.ts'
import { findingOf } from '../../../src/preflight/finding.ts'

const SOURCE = path.resolve(import.meta.dirname, '../../../src')

test('every code of a manifest or header route that the source gives is explained, and none that it does not give', async () => {
  const files = await readdir(SOURCE, { recursive: true })
  const texts = await Promise.all(
    files
      .filter((file) => file.endsWith('.ts') && !file.startsWith('preflight'))
      .map((file) => readFile(path.join(SOURCE, file), 'utf8')),
  )
  const given = texts.flatMap((text) => [
    // A code of Istio's or a field of an annotation has another form.
    ...[...text.matchAll(/'(manifest-[a-z]+)'/g)].map((match) => match[1]!),
    ...[...text.matchAll(/code: '(header-[a-z]+)'/g)].map((match) => match[1]!),
  ])
  expect([...new Set(given)].toSorted()).toEqual(Object.keys(EARLIER).toSorted())
})

describe('a problem of the steps before as a finding', () => {
  test.each([
    [
      'its own reason, and the advice at the end of its message',
      {
        code: 'manifest-yaml',
        message: 'is not valid YAML: bad indentation: indent it',
        file: 'a.yaml',
        line: 3,
      },
      'manifests',
      { object: 'a.yaml', why: EARLIER['manifest-yaml']!.why, fix: 'indent it', istio: null },
    ],
    [
      'without advice, that of the code',
      { code: 'manifest-render', message: 'helm failed', file: 'chart' },
      'manifests',
      { why: 'there is nothing to apply', fix: EARLIER['manifest-render']!.fix },
    ],
    [
      'of a route: its rules have colons of their own',
      {
        code: 'header-overlap',
        message: 'rules[1] (everything): green 100: and more',
        object: 'HTTPRoute model',
      },
      'routes',
      { object: 'HTTPRoute model', fix: EARLIER['header-overlap']!.fix },
    ],
    [
      'of a route, a code that is only refused',
      { code: 'ambiguous-rule', message: '2 http rules could be the one to shift; set `rule:`' },
      'routes',
      {
        object: 'rollout.yaml',
        why: 'the stage would be refused, and nothing changed',
        fix: '2 http rules could be the one to shift; set `rule:`',
      },
    ],
    [
      'of the rollout file',
      { code: 'unknown-key', message: 'there is no "wieght"; did you mean "weight"?' },
      'rollout file',
      {
        why: 'nothing starts with a file that says something else than was meant',
        fix: 'did you mean "weight"?',
      },
    ],
  ] as const)('%s', (_, problem, origin, expected) => {
    expect(findingOf(problem, 'rollout.yaml', origin)).toMatchObject({ severity: 'error', ...expected })
  })
})
