import { parseRollout } from '../../../src/spec/parse.ts'
import { parseSetting } from '../../../src/spec/settings.ts'
import type { Setting } from '../../../src/spec/settings.ts'

const FILE = `rollout: iris
namespace: models
image:
  repository: registry.test/iris
  scoring: { script: score.py, model: model.pkl }
versions:
  green: { deployment: iris-green }
  blue: {}
routes: [{ virtualService: iris }]
stages:
  - { name: Half, weight: 50 }
  - { name: Most, weight: 90 }
`

function settings(...texts: string[]): Setting[] {
  return texts.map((text) => {
    const setting = parseSetting(text)
    if ('problem' in setting) throw new Error(setting.problem)
    return setting
  })
}
const parse = (...set: string[]) => parseRollout(FILE, 'r.yaml', { set: settings(...set) })

test('values take the place of those of the file, as if it had said so', () => {
  const set = parse(
    'namespace=other',
    'image.repository=127.0.0.1:5000/iris',
    'image.scoring.script = scoring/score=B.py',
    'versions.green.deployment=model-green',
    'versions.blue.deployment=model-blue',
    'versions.blue.values.REPLICAS="2"',
    'versions.green.values.REPLICAS=3',
    'stages[1].weight=99.5',
    'stages[1].approval=people',
  )
  const written = parseRollout(
    `rollout: iris
namespace: other
image:
  repository: 127.0.0.1:5000/iris
  scoring: { script: scoring/score=B.py, model: model.pkl }
versions:
  green: { deployment: model-green, values: { REPLICAS: 3 } }
  blue: { deployment: model-blue, values: { REPLICAS: "2" } }
routes: [{ virtualService: iris }]
stages:
  - { name: Half, weight: 50 }
  - { name: Most, weight: 99.5, approval: people }
`,
    'r.yaml',
  )
  expect(written).toMatchObject({ ok: true })
  expect(set).toEqual(written)
})

test('without any, nothing changes', () => {
  expect(parse()).toEqual(parseRollout(FILE, 'r.yaml'))
})

test.each([
  ['image.scorign.script=a.py', 'unknown-key', 'image.scorign', /unknown key "scorign".*set from outside/],
  ['stages[1].weight=ninety', 'wrong-type', 'stages[1].weight', /"ninety" is text.*set from outside/],
  ['stages[2].weight=1', 'set', 'stages[2].weight', /there is no item 2 in a list/],
  ['rollout.name=x', 'set', 'rollout.name', /"iris" is text, not a mapping that has "name"/],
  ['stages.Half=1', 'set', 'stages.Half', /this is a list, not a mapping/],
  ['versions.blue.deployment=Model_Blue', undefined, 'versions.blue.deployment', /set from outside/],
])('%s is refused at its place', (text, code, path, message) => {
  const parsed = parse(text)
  expect(parsed.ok).toBe(false)
  const [problem] = parsed.ok ? [] : parsed.problems
  expect(problem).toMatchObject({ path, file: 'r.yaml', ...(code ? { code } : {}) })
  expect(problem!.message).toMatch(message)
})

test("a problem of the file stays the file's", () => {
  const parsed = parseRollout(FILE.replace('weight: 50', 'weight: 500'), 'r.yaml', {
    set: settings('stages[1].weight=60'),
  })
  expect(parsed.ok ? [] : parsed.problems.map((p) => p.message).join()).not.toContain('outside')
})

test.each([
  ['image.repository', 'it has no "="'],
  ['image.repository=  ', 'image.repository has no value'],
  ['image..repository=x', '"image..repository" is no path'],
  ['=x', '"" is no path'],
  ['stages[x].weight=1', '"stages[x].weight" is no path'],
  ['a b=1', '"a b" is no path'],
  ['versions.blue.values.__proto__=1', '"versions.blue.values.__proto__" is no path'],
])('%s is no setting', (text, problem) => {
  expect(parseSetting(text)).toEqual({ problem })
})
