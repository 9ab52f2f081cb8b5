import { decideAdvance } from '../../../src/plan/decide.ts'
import type { AdvanceRequest } from '../../../src/plan/decide.ts'
import { releaseDifferences } from '../../../src/plan/differences.ts'
import type { RolloutRecord } from '../../../src/record/record.ts'
import { COPY, FILE, rolloutOf } from './rollout-scene.ts'

const rollout = rolloutOf(FILE('services', COPY))
const open = rolloutOf(FILE('services', '[{ name: Zero, weight: 0 }, { name: Half, weight: 50 }]'))

const record = (more: Partial<RolloutRecord>): RolloutRecord =>
  ({
    phase: 'active',
    kind: 'rollout',
    rollout: 'diabetes',
    file: rollout,
    release: 'one',
    image: null,
    owner: { run: 'run-1', link: 'https://ci/1', since: '2024-01-01T00:00:00Z' },
    stage: 'Zero',
    stageState: 'passed',
    heldBecause: null,
    intent: null,
    ...more,
  }) as RolloutRecord

const request = (more: Partial<AdvanceRequest>): AdvanceRequest => ({
  rollout,
  release: 'one',
  image: null,
  rendered: { objects: {} },
  archived: null,
  to: null,
  run: 'run-1',
  ...more,
})

/** Kind and stage, or `refuse` and its code. */
function answer(before: RolloutRecord | null, asked: AdvanceRequest): string {
  const decision = decideAdvance(before, asked)
  if (decision.kind === 'refuse') return `refuse ${decision.problem.code}`
  const { stage } = decision
  return `${decision.kind} ${typeof stage === 'string' ? stage : (stage?.name ?? '-')}`
}

const finished = record({ phase: 'finished', stage: 'Finish', owner: null })
const aborted = record({ phase: 'aborted', owner: null })

const TABLE: readonly [string, RolloutRecord | null, Partial<AdvanceRequest>, string][] = [
  ['nothing yet, no --to', null, {}, 'start Zero'],
  ['nothing yet, --to the first', null, { to: 'Zero' }, 'start Zero'],
  ['nothing yet, --to a later one', null, { to: 'Half' }, 'refuse stage-order'],
  ['an unknown stage', null, { to: 'Third' }, 'refuse unknown-stage'],
  ['no --to, the current one passed', record({}), {}, 'enter Half'],
  ['no --to, the current one unfinished', record({ stageState: 'entering' }), {}, 'resume Zero'],
  ['no --to, the current one held', record({ stageState: 'held' }), {}, 'resume Zero'],
  ['--to the current one, passed', record({}), { to: 'Zero' }, 'unchanged Zero'],
  ['--to the current one, gating', record({ stageState: 'gating' }), { to: 'Zero' }, 'resume Zero'],
  ['--to the next one', record({}), { to: 'Half' }, 'enter Half'],
  [
    '--to the next one, the current one held',
    record({ stageState: 'held' }),
    { to: 'Half' },
    'refuse stage-order',
  ],
  ['--to one that skips', record({}), { to: 'All' }, 'refuse stage-order'],
  ['--to an earlier one', record({ stage: 'All' }), { to: 'Zero' }, 'refuse stage-order'],
  ['another release', record({}), { release: 'two' }, 'refuse release-changed'],
  ['another run', record({}), { run: 'run-2' }, 'refuse owned'],
  [
    'another run with another release: the owner comes first',
    record({}),
    { run: 'run-2', release: 'two' },
    'refuse owned',
  ],
  [
    'an abort has begun',
    record({ intent: { command: 'abort', stage: 'Zero', route: null, reason: null } }),
    {},
    'refuse aborting',
  ],
  ['a rollback is under way', record({ kind: 'rollback' }), {}, 'refuse rolling-back'],
  ['an open test, at its end', record({ file: open, stage: 'Half' }), { rollout: open }, 'unchanged Half'],
  ['after an abort', aborted, {}, 'start Zero'],
  ['after an abort, --to a later one', aborted, { to: 'Half' }, 'refuse after-abort'],
  ['after an abort, another run', aborted, { run: 'run-2', release: 'two' }, 'start Zero'],
  ['after finish, the same release', finished, {}, 'unchanged Finish'],
  ['after finish, the same release, --to an early stage', finished, { to: 'Zero' }, 'unchanged Finish'],
  ['after finish, another release', finished, { release: 'two' }, 'start Zero'],
  [
    'after finish, another release, --to a later one',
    finished,
    { release: 'two', to: 'Half' },
    'refuse stage-order',
  ],
  ['after finish, another run', finished, { release: 'two', run: 'run-2' }, 'start Zero'],
]

test.each(TABLE)('%s', (_name, before, asked, expected) => {
  expect(answer(before, request(asked))).toBe(expected)
})

const message = (before: RolloutRecord, asked: Partial<AdvanceRequest>) => {
  const decision = decideAdvance(before, request(asked))
  return decision.kind === 'refuse' ? decision.problem.message : ''
}

test('a refusal names what a person has to know', () => {
  expect(message(record({}), { run: 'run-2' })).toMatch(/run-1 \(https:\/\/ci\/1\) since 2024.*Zero.*abort/)
  expect(message(record({}), { to: 'Promote' })).toMatch(/skip Half, All.*abort/)
  expect(message(record({ stageState: 'held', heldBecause: 'too slow' }), { to: 'Half' })).toContain(
    'held (too slow)',
  )
  expect(message(record({ stage: 'All' }), { to: 'Half' })).toMatch(
    /Half lies before the current stage All.*abort/,
  )
})

describe('what makes it another release', () => {
  const object = (name: string, image: string, port = 80) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'abtesting' },
    spec: { image, port },
  })
  const then = {
    file: rollout,
    image: 'a',
    rendered: { objects: { blue: [object('blue', 'a')], green: [object('green', 'a')] } },
  }

  const CASES: readonly [string, Parameters<typeof releaseDifferences>[1], string][] = [
    [
      'the image alone',
      {
        ...then,
        image: 'b',
        rendered: { objects: { blue: [object('blue', 'b')], green: [object('green', 'b')] } },
      },
      'the image was a and is b',
    ],
    [
      'a path of the file',
      { ...then, file: { ...rollout, timeouts: { ...rollout.timeouts, drain: 1 } } },
      'the rollout file differs in timeouts.drain',
    ],
    [
      'a field of an object',
      { ...then, rendered: { objects: { ...then.rendered.objects, blue: [object('blue', 'a', 81)] } } },
      'the manifests render differently: Deployment abtesting/blue in spec.port',
    ],
    [
      'an object that is new, and one that is gone',
      { ...then, rendered: { objects: { blue: [object('red', 'a')], green: [object('green', 'a')] } } },
      'the manifests render differently: Deployment abtesting/blue is gone; Deployment abtesting/red is new',
    ],
    [
      'image and object',
      {
        ...then,
        image: 'b',
        rendered: { objects: { blue: [object('blue', 'b', 81)], green: [object('green', 'b')] } },
      },
      'the image was a and is b, and the manifests render differently: Deployment abtesting/blue in spec.port',
    ],
    [
      'what was rendered is not known any more',
      { ...then, rendered: null },
      'the manifests render differently',
    ],
  ]
  test.each(CASES)('%s', (_name, now, expected) => {
    expect(releaseDifferences(then, now)).toBe(expected)
  })

  test('what builds the image, and its further tags, are no difference', () => {
    const file = (tags: string[], builder: 'auto' | 'acr', drain: number) => ({
      ...rollout,
      image: { repository: 'r.test/iris', build: null, tags, builder },
      timeouts: { ...rollout.timeouts, drain },
    })
    expect(
      releaseDifferences({ ...then, file: file(['v1'], 'auto', 1) }, { ...then, file: file([], 'acr', 2) }),
    ).toBe('the rollout file differs in timeouts.drain')
  })

  test('a long list is cut, and says how long it is', () => {
    const objects = Array.from({ length: 8 }, (_, i) => object(`o${i}`, 'a'))
    const text = releaseDifferences(then, {
      ...then,
      rendered: { objects: { ...then.rendered.objects, extra: objects } },
    })
    expect(text).toMatch(/o4 is new and 3 more$/)
  })
})
