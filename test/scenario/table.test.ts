import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { cli } from '../support/cli.ts'
import type { CliResult } from '../support/cli.ts'
import type { Rollout } from '../../src/spec/rollout.ts'
import { IMAGES, NAMESPACE, startWorld } from '../support/world.ts'
import type { Saved, World } from '../support/world.ts'

/** Every row of the table "what advance and its siblings do", by exit code and JSON. */
const STAGES = ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100'] as const
type State = 'start' | (typeof STAGES)[number]
const WEIGHTS = { Blue_0: 0, Blue_50: 50, Blue_100: 100, Blue_Green: 100, Green_100: 0 }

let world: World
const states = {} as { [state in State]: Saved }
const planned: { [stage: string]: CliResult } = {}
const advanced: { [stage: string]: CliResult } = {}
const statuses: { [state: string]: CliResult } = {}
const written: { [command: string]: string[] } = {}
let originally: string[]

/** One rollout, with a look at it between the stages; later tests start from its states. */
beforeAll(async () => {
  world = await startWorld()
  states.start = world.save()
  originally = world.objects()
  statuses['start'] = await watched('status at start', () => world.run('status'))
  for (const stage of STAGES) {
    const args = ['--image', IMAGES.new, ...(stage === 'Blue_0' ? [] : ['--to', stage])]
    planned[stage] = await watched(`plan ${stage}`, () => world.run('plan', ...args))
    advanced[stage] = await world.run('advance', ...args, '--approve', 'all')
    statuses[stage] = await watched(`status at ${stage}`, () => world.run('status'))
    states[stage] = world.save()
  }
}, 120_000)
afterAll(() => world.close())

async function watched(name: string, command: () => Promise<CliResult>): Promise<CliResult> {
  const mark = world.mark()
  const result = await command()
  written[name] = world.writesSince(mark)
  return result
}

async function at(state: State): Promise<number> {
  await world.restore(states[state])
  return world.mark()
}

const writes = (mark: number) => world.writesSince(mark)
const change = (action: string, kind: string, name: string) => ({ action, kind, name, namespace: NAMESPACE })

/** The fields that outside checks read. */
function expectContract(result: CliResult, command: string): void {
  expect(result.json).toMatchObject({
    command,
    rollout: 'diabetes',
    outcome: expect.any(String),
    message: expect.any(String),
    changes: expect.any(Array),
    gates: expect.any(Array),
    approvals: expect.any(Array),
  })
  for (const field of ['stage', 'image', 'release']) expect(result.json).toHaveProperty(field)
  expect(Object.keys(result.json.weight as object).sort()).toEqual(['configured', 'recorded', 'served'])
}

describe('an advance', () => {
  for (const stage of STAGES) {
    test(`to ${stage} does it, and says so in the contract's fields`, () => {
      const result = advanced[stage]!
      expect({ code: result.code, stderr: result.code === 0 ? '' : result.stderr }).toEqual({
        code: 0,
        stderr: '',
      })
      expectContract(result, 'advance')
      expect(result.json).toMatchObject({
        outcome: 'done',
        stage,
        image: IMAGES.new,
        release: expect.stringMatching(/^sha256:/),
        weight: { recorded: WEIGHTS[stage] },
        gates: expect.arrayContaining([{ kind: 'traffic', verdict: 'pass', reason: expect.any(String) }]),
      })
    })

    test(`to ${stage} changes what the plan said, in that order`, () => {
      expectContract(planned[stage]!, 'plan')
      expect(planned[stage]).toMatchObject({ code: 0, json: { outcome: 'done', stage } })
      expect(planned[stage]!.json.changes).toEqual(advanced[stage]!.json.changes)
      expect(written[`plan ${stage}`]).toEqual([])
    })

    test(`to ${stage}: status then tells stage, weights, release, image, owner`, () => {
      const finished = stage === 'Green_100'
      expectContract(statuses[stage]!, 'status')
      expect(statuses[stage]).toMatchObject({
        code: 0,
        json: {
          stage,
          stageState: 'passed',
          phase: finished ? 'finished' : 'active',
          weight: {
            recorded: WEIGHTS[stage],
            configured: WEIGHTS[stage],
            served: { n: expect.any(Number), from: expect.any(Array) },
          },
          image: IMAGES.new,
          release: advanced[stage]!.json.release,
          owner: finished ? null : { run: 'run-1' },
          drift: [],
        },
      })
      expect(written[`status at ${stage}`]).toEqual([])
    })
  }

  test('changes exactly these objects', () => {
    const changes = Object.fromEntries(
      STAGES.map((stage) => [stage, advanced[stage]!.json.changes as unknown]),
    )
    const route = change('updated', 'VirtualService', 'mlmodel-virtualservice')
    expect(changes).toEqual({
      Blue_0: [
        change('created', 'Service', 'model-svc-blue'),
        change('created', 'Deployment', 'model-blue'),
        route,
      ],
      Blue_50: [route],
      Blue_100: [route],
      Blue_Green: [change('updated', 'Deployment', 'model-green')],
      Green_100: [
        route,
        change('deleted', 'Deployment', 'model-blue'),
        change('deleted', 'Service', 'model-svc-blue'),
      ],
    })
  })

  test('keeps the approvals that it has seen, one for each stage that wants one', () => {
    expect(advanced['Green_100']!.json.approvals).toEqual(
      ['Blue_50', 'Blue_100', 'Blue_Green', 'Green_100'].map((stage) => ({
        stage,
        by: expect.any(String),
        at: expect.any(String),
        comment: '--approve',
      })),
    )
  })

  test('leaves at the end the old objects with the new image, and nothing of ours but record and way back', async () => {
    await at('Green_100')
    const names = world.objects().map((line) => line.split(' ').slice(0, 2).join(' '))
    expect(names.sort()).toEqual(
      [
        'ConfigMap (archive)',
        'ConfigMap kube-root-ca.crt',
        'Deployment model-green',
        'Gateway mlmodel-gateway',
        'Service model-svc-green',
        'VirtualService mlmodel-virtualservice',
      ].sort(),
    )
    expect(world.objects().filter((line) => line.includes('managed by shiftgate'))).toEqual([])
    expect(await world.ask()).toEqual({ new: 20 })
  })
})

test('status before the start: nothing, and no error', () => {
  expectContract(statuses['start']!, 'status')
  expect(statuses['start']).toMatchObject({
    code: 0,
    json: { phase: 'none', stage: null, weight: { recorded: null }, owner: null, release: null },
  })
  expect(written['status at start']).toEqual([])
})

describe('to the current stage, passed, same release', () => {
  for (const stage of ['Blue_0', 'Blue_50', 'Blue_Green'] as const) {
    test(`${stage}: unchanged, no write, gates not run again`, async () => {
      const mark = await at(stage)
      const result = await world.advance(stage)
      expectContract(result, 'advance')
      expect(result).toMatchObject({
        code: 0,
        json: { outcome: 'unchanged', stage, changes: [], gates: [], weight: { recorded: WEIGHTS[stage] } },
      })
      expect(writes(mark)).toEqual([])
    })
  }
})

describe('order', () => {
  const cases: readonly [State, string, string, string[]][] = [
    ['start', 'Blue_50', 'stage-order', ['Blue_0']],
    ['Blue_0', 'Blue_100', 'stage-order', ['Blue_50', 'abort']],
    ['Blue_0', 'Green_100', 'stage-order', ['Blue_50', 'Blue_100', 'Blue_Green', 'abort']],
    ['Blue_50', 'Blue_0', 'stage-order', ['Blue_50', 'abort']],
    ['Blue_100', 'Blue_0', 'stage-order', ['Blue_100', 'abort']],
  ]
  for (const [state, to, reason, named] of cases) {
    test(`from ${state} to ${to} is refused; plan says the same`, async () => {
      const mark = await at(state)
      const [result, plan] = await Promise.all([
        world.advance(to),
        world.run('plan', '--to', to, '--image', IMAGES.new),
      ])
      expectContract(result, 'advance')
      expect(result).toMatchObject({
        code: 4,
        json: { outcome: 'refused', reason, problems: [{ code: reason }] },
      })
      for (const word of named) expect(result.json.message).toContain(word)
      expect(plan).toMatchObject({
        code: 4,
        json: { outcome: 'refused', reason, message: result.json.message },
      })
      expect(writes(mark)).toEqual([])
    })
  }

  test('an unknown stage is bad input, and names the stages there are', async () => {
    const mark = await at('Blue_0')
    const result = await world.advance('Blue_5')
    expect(result).toMatchObject({
      code: 2,
      json: { outcome: 'invalid', reason: 'unknown-stage', message: expect.stringContaining('Blue_50') },
    })
    expect(writes(mark)).toEqual([])
  })
})

describe('another release in mid-rollout', () => {
  test('by its image: refused, and both images are named', async () => {
    const mark = await at('Blue_50')
    const result = await world.run('advance', '--to', 'Blue_100', '--image', IMAGES.newer, '--approve', 'all')
    expect(result).toMatchObject({ code: 4, json: { outcome: 'refused', reason: 'release-changed' } })
    expect(result.json.message).toContain(IMAGES.new)
    expect(result.json.message).toContain(IMAGES.newer)
    expect(result.json.message).toContain('--supersede')
    expect(writes(mark)).toEqual([])
  })

  test('by its file: refused, and the changed paths are named', async () => {
    const mark = await at('Blue_50')
    await world.edit((content) => (content.stages[1].weight = 40))
    try {
      const result = await world.advance('Blue_100')
      expect(result).toMatchObject({
        code: 4,
        json: {
          reason: 'release-changed',
          message: expect.stringMatching(/file differs in .*stages.*weight/),
        },
      })
    } finally {
      await world.edit((content) => (content.stages[1].weight = 50))
    }
    expect(writes(mark)).toEqual([])
  })

  test('by its manifests: refused, and the changed objects are named', async () => {
    const mark = await at('Blue_50')
    await world.editManifest('model.yaml', (text) => text.replace('periodSeconds: 1', 'periodSeconds: 2'))
    try {
      const result = await world.advance('Blue_100')
      expect(result).toMatchObject({ code: 4, json: { reason: 'release-changed' } })
      expect(result.json.message).toMatch(/Deployment abtesting\/model-blue.*periodSeconds/)
      expect(result.json.message).not.toMatch(/image was|file differs/)
    } finally {
      await world.editManifest('model.yaml', (text) => text.replace('periodSeconds: 2', 'periodSeconds: 1'))
    }
    expect(writes(mark)).toEqual([])
  })

  test('--supersede with another file takes the image that was under way', async () => {
    await at('Blue_50')
    await world.edit((content) => (content.stages[1].weight = 40))
    try {
      const result = await world.run('advance', '--supersede', '--approve', 'all')
      expect(result).toMatchObject({ code: 0, json: { outcome: 'done', stage: 'Blue_0', image: IMAGES.new } })
    } finally {
      await world.edit((content) => (content.stages[1].weight = 50))
    }
  })

  test('only written differently is the same release', async () => {
    const mark = await at('Blue_50')
    await world.editManifest('model.yaml', (text) => `# a comment\n${text}`)
    expect(await world.advance('Blue_50')).toMatchObject({ code: 0, json: { outcome: 'unchanged' } })
    expect(writes(mark)).toEqual([])
  })

  test('--supersede aborts it, and starts over with the new one at the first stage', async () => {
    await at('Blue_50')
    const result = await world.run('advance', '--image', IMAGES.newer, '--approve', 'all', '--supersede')
    expectContract(result, 'advance')
    expect(result).toMatchObject({
      code: 0,
      json: { outcome: 'done', stage: 'Blue_0', image: IMAGES.newer, weight: { recorded: 0 } },
    })
    expect(result.json.changes).toEqual(
      expect.arrayContaining([
        change('deleted', 'Deployment', 'model-blue'),
        change('created', 'Deployment', 'model-blue'),
      ]),
    )
    expect(
      world
        .record()!
        .history.map((h) => `${h.event} ${h.stage}`)
        .slice(-5),
    ).toEqual(['aborting Blue_50', 'aborted Blue_50', 'started Blue_0', 'entered Blue_0', 'passed Blue_0'])
    expect(await world.ask()).toEqual({ old: 20 })
  })

  test('--supersede to a later stage is refused before anything is aborted', async () => {
    const mark = await at('Blue_50')
    const result = await world.run(
      'advance',
      '--to',
      'Blue_100',
      '--image',
      IMAGES.newer,
      '--approve',
      'all',
      '--supersede',
    )
    expect(result).toMatchObject({
      code: 4,
      json: { outcome: 'refused', stage: 'Blue_50', message: expect.stringContaining('Blue_0') },
    })
    expect(writes(mark)).toEqual([])
  })

  test('--supersede by another run takes the rollout over from its owner', async () => {
    await at('Blue_50')
    const args = ['advance', '--image', IMAGES.newer, '--approve', 'all', '--run', 'run-2']
    expect(await world.run(...args)).toMatchObject({ code: 4, json: { reason: 'owned' } })
    expect(await world.run(...args, '--supersede')).toMatchObject({
      code: 0,
      json: { outcome: 'done', stage: 'Blue_0', image: IMAGES.newer },
    })
    expect(world.record()).toMatchObject({ owner: { run: 'run-2' } })
    expect(await world.advance('Blue_100')).toMatchObject({ code: 4, json: { reason: 'owned' } })
  })

  test('--supersede with the same release just goes on', async () => {
    await at('Blue_0')
    expect(await world.advance('Blue_50', '--supersede')).toMatchObject({
      code: 0,
      json: { stage: 'Blue_50' },
    })
  })
})

describe('owner', () => {
  test('another run is refused, with the owner and its page; plan and abort --run leave it alone', async () => {
    await at('start')
    expect(await world.advance('Blue_0', '--run-link', 'https://ci.example.com/runs/1')).toMatchObject({
      code: 0,
    })
    const mark = world.mark()
    const other = await world.run(
      'advance',
      '--to',
      'Blue_50',
      '--image',
      IMAGES.new,
      '--approve',
      'all',
      '--run',
      'run-2',
    )
    expectContract(other, 'advance')
    expect(other).toMatchObject({
      code: 4,
      json: {
        outcome: 'refused',
        reason: 'owned',
        owner: { run: 'run-1', link: 'https://ci.example.com/runs/1' },
      },
    })
    expect(other.json.message).toContain('run-1 (https://ci.example.com/runs/1)')
    expect(await world.run('plan', '--run', 'run-2', '--image', IMAGES.new)).toMatchObject({
      code: 4,
      json: { reason: 'owned' },
    })
    const abort = await world.run('abort', '--run', 'run-2')
    expect(abort).toMatchObject({
      code: 0,
      json: { outcome: 'unchanged', owner: { run: 'run-1' }, stage: 'Blue_0' },
    })
    expect(abort.json.message).toContain('run-1')
    expect(await world.run('rollback', '--run', 'run-2')).toMatchObject({
      code: 4,
      json: { outcome: 'refused', owner: { run: 'run-1' } },
    })
    expect(writes(mark)).toEqual([])
    // A person may: abort without --run asks for nobody's permission.
    expect(await world.run('abort', '--run', 'run-1')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(world.objects()).toEqual(originally)
  })
})

describe('approval', () => {
  test('missing: held, nothing written; plan tells which one is wanted', async () => {
    const mark = await at('Blue_0')
    const result = await world.run('advance', '--to', 'Blue_50', '--image', IMAGES.new)
    expectContract(result, 'advance')
    expect(result).toMatchObject({
      code: 3,
      json: { outcome: 'held', reason: 'approval-missing', stage: 'Blue_0', weight: { recorded: 0 } },
    })
    expect(result.json.message).toMatch(/Blue_50.*abtestenv/)
    expect(await world.run('plan', '--to', 'Blue_50', '--image', IMAGES.new)).toMatchObject({
      code: 0,
      json: { approval: 'abtestenv' },
    })
    expect(writes(mark)).toEqual([])
  })

  test('of another stage does not count', async () => {
    const mark = await at('Blue_0')
    expect(
      await world.run('advance', '--to', 'Blue_50', '--image', IMAGES.new, '--approve', 'Blue_100'),
    ).toMatchObject({ code: 3 })
    expect(writes(mark)).toEqual([])
    expect(
      await world.run('advance', '--to', 'Blue_50', '--image', IMAGES.new, '--approve', 'Blue_100,Blue_50'),
    ).toMatchObject({ code: 0 })
  })
})

describe('abort', () => {
  test('before a start: unchanged', async () => {
    const mark = await at('start')
    const result = await world.run('abort')
    expectContract(result, 'abort')
    expect(result).toMatchObject({ code: 0, json: { outcome: 'unchanged' } })
    expect(writes(mark)).toEqual([])
  })

  for (const state of STAGES.slice(0, 4)) {
    test(`from ${state}: everything as before; again: unchanged; a later stage is refused; a new start works`, async () => {
      await at(state)
      const result = await world.run('abort')
      expectContract(result, 'abort')
      expect(result).toMatchObject({ code: 0, json: { outcome: 'done', weight: { recorded: 0 } } })
      expect(world.objects()).toEqual(originally)
      expect(await world.ask()).toEqual({ old: 20 })
      expect(await world.run('status')).toMatchObject({
        code: 0,
        json: { phase: 'aborted', owner: null, weight: { recorded: 0, configured: 0 }, drift: [] },
      })
      const mark = world.mark()
      expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'unchanged', changes: [] } })
      const later = await world.advance('Blue_50')
      expect(later).toMatchObject({
        code: 4,
        json: {
          outcome: 'refused',
          reason: 'after-abort',
          message: expect.stringContaining('start at Blue_0'),
        },
      })
      expect(writes(mark)).toEqual([])
      if (state === 'Blue_50')
        expect(await world.advance('Blue_0')).toMatchObject({
          code: 0,
          json: { outcome: 'done', stage: 'Blue_0' },
        })
    })
  }

  test('after finish: unchanged, and points to rollback', async () => {
    const mark = await at('Green_100')
    expect(await world.run('abort')).toMatchObject({
      code: 0,
      json: { outcome: 'unchanged', message: expect.stringContaining('rollback') },
    })
    expect(writes(mark)).toEqual([])
  })

  test('needs neither the file nor its parts: broken, or only a name', async () => {
    await at('Blue_50')
    const broken = path.join(world.folder, 'broken.yaml')
    await writeFile(broken, `rollout: diabetes\nnamespace: ${NAMESPACE}\nstages: [{ name: \nnonsense`)
    expect(await world.run('status', broken)).toMatchObject({ code: 0, json: { stage: 'Blue_50' } })
    expect(await world.run('abort', broken)).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(world.objects()).toEqual(originally)
    await at('Blue_100')
    const elsewhere = await cli(['abort', '--rollout', 'diabetes', '--json', '--lease-duration', '2s'], {
      env: world.env,
      cwd: '/',
    })
    expect(elsewhere).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(world.objects()).toEqual(originally)
    expect(await cli(['abort', 'missing.yaml', '--json'], { env: world.env, cwd: '/' })).toMatchObject({
      code: 2,
      json: { outcome: 'invalid' },
    })
  })

  test('uses the file of the record, not an edited one', async () => {
    await at('Blue_50')
    await world.edit((content) => (content.versions.blue.deployment = 'model-red'))
    try {
      expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
      expect(world.objects()).toEqual(originally)
    } finally {
      await world.edit((content) => (content.versions.blue.deployment = 'model-blue'))
    }
  })
})

describe('after finish', () => {
  test('the same release is unchanged, at any stage, without a write', async () => {
    const mark = await at('Green_100')
    for (const stage of ['Blue_0', 'Blue_50', 'Green_100']) {
      expect(await world.advance(stage)).toMatchObject({
        code: 0,
        json: { outcome: 'unchanged', changes: [] },
      })
    }
    expect(await world.run('plan', '--image', IMAGES.new)).toMatchObject({
      code: 0,
      json: { outcome: 'unchanged', changes: [] },
    })
    expect(writes(mark)).toEqual([])
  })

  test('another release is a new rollout, by any run', async () => {
    const mark = await at('Green_100')
    expect(
      await world.run('advance', '--to', 'Blue_50', '--image', IMAGES.newer, '--approve', 'all'),
    ).toMatchObject({ code: 4, json: { reason: 'stage-order' } })
    expect(writes(mark)).toEqual([])
    const result = await world.run('advance', '--to', 'Blue_0', '--image', IMAGES.newer, '--run', 'run-2')
    expect(result).toMatchObject({ code: 0, json: { outcome: 'done', stage: 'Blue_0', image: IMAGES.newer } })
    expect(world.record()!.owner).toMatchObject({ run: 'run-2' })
    expect(await world.ask()).toEqual({ new: 20 })
    expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(await world.ask()).toEqual({ new: 20 })
  })
})

describe('drift', () => {
  test('is refused with the difference, reported by plan and status with 0, and repaired when told to', async () => {
    await at('Blue_50')
    const { store } = world.cluster.api
    const route = structuredClone(world.get('VirtualService', 'mlmodel-virtualservice')!)
    route['spec'].http[2].route[0].weight = 10
    route['spec'].http[2].route[1].weight = 90
    store.put(route, 'somebody')
    const mark = world.mark()
    const result = await world.advance('Blue_100')
    expectContract(result, 'advance')
    expect(result).toMatchObject({ code: 4, json: { outcome: 'refused', reason: 'drift', stage: 'Blue_50' } })
    expect(result.json.message).toMatch(/90/)
    expect(await world.run('plan', '--image', IMAGES.new)).toMatchObject({
      code: 0,
      json: { drift: [expect.stringContaining('50 -> 10'), expect.stringContaining('50 -> 90')] },
    })
    expect(await world.run('status')).toMatchObject({
      code: 0,
      json: {
        weight: { recorded: 50, configured: 90 },
        drift: [expect.stringContaining('50 -> 10'), expect.stringContaining('50 -> 90')],
      },
    })
    expect(writes(mark)).toEqual([])
    expect(await world.advance('Blue_100', '--repair')).toMatchObject({
      code: 0,
      json: { outcome: 'done', weight: { recorded: 100 } },
    })
  })
})

describe('a record of an older tool, which did not know every field', () => {
  test('is gone on with, and is the same release', async () => {
    await at('Blue_50')
    world.setRecord(({ file: { metrics: _, ...file }, ...record }) => ({ ...record, file: file as Rollout }))
    expect(await world.advance('Blue_50')).toMatchObject({ code: 0, json: { outcome: 'unchanged' } })
    expect(await world.advance('Blue_100')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(world.objects()).toEqual(originally)
  })
})

describe('a record of a newer tool', () => {
  test('can be aborted, not continued', async () => {
    await at('Blue_50')
    world.setRecord((record) => ({ ...record, schema: 99, tool: '9.9.9' }))
    const mark = world.mark()
    for (const command of [
      ['advance', '--to', 'Blue_100', '--image', IMAGES.new, '--approve', 'all'],
      ['plan', '--image', IMAGES.new],
      ['rollback'],
    ]) {
      const result = await world.run(...command)
      expect(result).toMatchObject({
        code: 4,
        json: { outcome: 'refused', reason: 'record-newer', message: expect.stringContaining('9.9.9') },
      })
    }
    expect(await world.run('status')).toMatchObject({ code: 0, json: { stage: 'Blue_50' } })
    expect(writes(mark)).toEqual([])
    expect(await world.run('abort')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(world.objects()).toEqual(originally)
  })

  test('that is no record any more is refused, and says what to do', async () => {
    await at('Blue_50')
    const live = world.get('ConfigMap', 'shiftgate-diabetes')!
    world.cluster.api.store.put({ ...live, data: { record: '{"half' } })
    for (const command of [['advance', '--to', 'Blue_100', '--image', IMAGES.new], ['abort'], ['status']]) {
      expect(await world.run(...command)).toMatchObject({
        code: 4,
        json: { outcome: 'refused', reason: 'record-damaged' },
      })
    }
  })
})
