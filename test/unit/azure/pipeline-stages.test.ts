import { parse } from 'yaml'
import { requireSameStages } from '../../../src/commands/pipeline-stages.ts'
import type { Rollout } from '../../../src/spec/rollout.ts'

const NAMES = [
  'abtestenv',
  'models / production',
  'prod: eu',
  '2024',
  'yes',
  '#1',
  '"quoted"',
  'a  b',
  'é',
  '- x',
]

const rollout = (approval: string) =>
  ({
    stages: [
      { name: 'Ready', approval: null },
      { name: 'All', approval },
    ],
  }) as unknown as Rollout

test.each(NAMES)('the list to paste is the list that is taken, with environment %j', (name) => {
  let message = ''
  try {
    requireSameStages('[]', rollout(name))
  } catch (error) {
    message = (error as Error).message
  }
  const pasted = message.slice(message.indexOf('\n') + 1)
  const stages = parse(pasted) as unknown
  expect(stages).toEqual([{ name: 'Ready' }, { name: 'All', environment: name }])
  expect(() => requireSameStages(JSON.stringify(stages), rollout(name))).not.toThrow()
})

test('a name that the pipeline has without quotes is read as the host reads it', () => {
  const stages = '[{"name": "Ready", "environment": ""}, {"name": "All", "environment": 2024}]'
  expect(() => requireSameStages(stages, rollout('2024'))).not.toThrow()
  expect(() => requireSameStages(stages, rollout('2025'))).toThrow(/has "2024", in the file approval "2025"/)
})
