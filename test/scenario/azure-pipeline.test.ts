import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expandTemplate } from '../support/azure-expand.ts'
import { openAzureSite } from '../support/azure-site.ts'
import type { AzureSite } from '../support/azure-site.ts'
import { runPipeline } from '../support/azure-pipeline.ts'
import type { Ended, Surroundings } from '../support/azure-pipeline.ts'
import { IMAGES, liveTraffic } from '../support/world.ts'
import type { Saved, WorldOptions } from '../support/world.ts'

const STAGES = ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100']
const GATED = STAGES.slice(1)
const LIST = STAGES.map((name) => (GATED.includes(name) ? { name, environment: 'abtestenv' } : { name }))
const WEIGHTED: { readonly [stage: string]: string } = {
  Blue_50: 'updated VirtualService',
  Blue_100: 'updated VirtualService',
}

type Trouble = 'rejected' | 'timedOut' | 'failed' | 'canceled' | 'canceled at its check' | 'lost'

/** The original pipeline's weaknesses (P1 to P18 of the comparison in docs/azure-devops.md) are named where a test shows ours. */
interface Scene {
  readonly trouble?: Trouble
  readonly at?: string
  readonly run?: string
  readonly image?: string
  readonly stages?: readonly { readonly name: string; readonly environment?: string }[]
}

const expanded = (stages = LIST, image: string = IMAGES.new) =>
  expandTemplate(path.resolve('pipelines/abtest.yml'), { stages, image, connection: {} })

async function execute(site: AzureSite, scene: Scene = {}): Promise<Ended> {
  const { trouble, at, run = '42' } = scene
  const here = (stage: string) => stage === at
  const around: Surroundings = {
    run,
    check(stage) {
      if (here(stage) && trouble === 'canceled at its check') return Promise.resolve('canceled')
      if (here(stage) && (trouble === 'rejected' || trouble === 'timedOut')) return Promise.resolve(trouble)
      site.approve(stage, { run })
      return Promise.resolve('approved')
    },
    async step({ inputs, stage, environment }, running) {
      if (here(stage) && trouble === 'failed') site.world.cluster.api.intercept(refuseWrites)
      const task = await site.start(inputs, { run, stage, environment })
      if (here(stage) && (trouble === 'lost' || trouble === 'canceled')) {
        await task.said(WEIGHTED[stage] ?? `stage ${stage} of`).catch(() => undefined)
        if (trouble === 'canceled') running.canceled = true
        task.child.kill(trouble === 'lost' ? 'SIGKILL' : 'SIGINT')
      }
      const result = await task.done
      site.world.cluster.api.intercept(null)
      return { result: result.result, outputs: result.outputs }
    },
  }
  return runPipeline(expanded(scene.stages as typeof LIST, scene.image), around)
}

/** Says no to every change but the record's, as a cluster with a broken admission policy. */
const refuseWrites = ({ mutating, path: where }: { mutating: boolean; path: string }) =>
  mutating && !where.includes('configmaps')
    ? {
        kind: 'respond' as const,
        status: 403,
        body: {
          kind: 'Status',
          apiVersion: 'v1',
          status: 'Failure',
          reason: 'Forbidden',
          code: 403,
          message: 'denied by policy',
        },
      }
    : undefined

describe('the stages of abtest.yml, executed', () => {
  let site: AzureSite
  let before: Saved
  let objects: string[]
  let traffic: ReturnType<typeof liveTraffic>

  beforeAll(async () => {
    site = await openAzureSite()
    before = site.world.save()
    objects = site.world.objects()
  })
  beforeEach(() => {
    traffic = liveTraffic(site.world, 20)
  })
  afterEach(async () => {
    await traffic.stop()
    site.azure.stages.clear()
    site.azure.requests.length = 0
    site.world.cluster.api.intercept(null)
    await site.world.restore(before)
  })
  afterAll(() => site.close())

  function expectNoneLost(): void {
    expect(traffic.examples).toEqual([])
    expect(traffic.answers()).toBeGreaterThan(0)
  }

  test('all approved: the new model serves alone, P4 each step was approved before it, P11 the way back is kept, P12 no rule names what is gone', async () => {
    const { stages } = await execute(site)
    expect(stages).toEqual(Object.fromEntries(['Plan', ...STAGES, 'Recover'].map((s) => [s, 'Succeeded'])))
    expect(await site.world.ask()).toEqual({ new: 20 })
    const record = site.world.record()!
    expect(record).toMatchObject({ phase: 'finished', owner: null })
    // P4: riskiest step first.
    expect(record.history.flatMap((h) => (h.approval ? [h.approval.stage] : []))).toEqual(GATED)
    // P12
    expect(JSON.stringify(site.world.get('VirtualService', 'mlmodel-virtualservice')!['spec'])).not.toContain(
      'model-svc-blue',
    )
    expect(site.world.get('Deployment', 'model-blue')).toBeNull()
    // P11
    expect(await site.task({ command: 'rollback' }, { run: '43' })).toMatchObject({ result: 'Succeeded' })
    expect(await site.world.ask()).toEqual({ old: 20 })
    expectNoneLost()
  })

  const NAMED: { readonly [kase: string]: string } = {
    'failed Blue_100': 'P1 ',
    'failed Blue_Green': 'P2 ',
    'timedOut Blue_100': 'P3 ',
    'rejected Blue_50': 'P4 ',
  }
  const cases = (troubles: readonly Trouble[], stages: readonly string[]) =>
    troubles.flatMap((trouble) =>
      stages.map((at) => [`${NAMED[`${trouble} ${at}`] ?? ''}${trouble} at ${at}`, trouble, at] as const),
    )

  test.each([
    ...cases(['rejected', 'timedOut'], GATED),
    ...cases(['canceled at its check'], ['Blue_50', 'Green_100']),
    ...cases(['canceled', 'lost'], STAGES),
    ...cases(['failed'], STAGES),
  ])('%s: the old model serves, nothing else is left, nothing was lost', async (_name, trouble, at) => {
    const { stages, order } = await execute(site, { trouble, at })
    expect(stages[at]).not.toBe('Succeeded')
    expect(order.at(-1)).toBe('Recover')
    expect(order.filter((s) => STAGES.indexOf(s) > STAGES.indexOf(at))).toEqual([])
    expect(stages['Recover']).toBe('Succeeded')
    const phase = site.world.record()?.phase ?? 'none'
    if (phase === 'finished') {
      // The very last stage was killed after its end was certain: forward is the only way that loses nothing.
      expect(at).toBe('Green_100')
      expect(await site.world.ask()).toEqual({ new: 20 })
    } else {
      expect(['aborted', 'none']).toContain(phase)
      expect(await site.world.ask()).toEqual({ old: 20 })
      expect(site.world.objects()).toEqual(objects)
    }
    expectNoneLost()
  })

  test('P7, P15: a second run while the first one is under way is refused by its plan, and its recovery leaves the first alone', async () => {
    const first = await site.task({ command: 'advance', to: 'Blue_0', image: IMAGES.new }, { run: '41' })
    expect(first.result).toBe('Succeeded')
    const { stages } = await execute(site, { run: '42', image: IMAGES.newer })
    expect(stages).toMatchObject({ Plan: 'Failed', Blue_0: 'Skipped', Recover: 'Succeeded' })
    expect(site.world.record()).toMatchObject({ phase: 'active', stage: 'Blue_0', owner: { run: '41' } })
    expectNoneLost()
  })

  test('a stage that is held for want of evidence is left alone by the recovery', async () => {
    const file = await readFile(site.world.file, 'utf8')
    await site.world.edit((content) => {
      content.traffic.limits = { errors: '1%', p99: '1ms' }
      for (const stage of content.stages.slice(0, 3)) stage['on-failure'] = 'hold'
    })
    const { stages } = await execute(site)
    await writeFile(site.world.file, file)
    const record = site.world.record()!
    expect(record).toMatchObject({ phase: 'active', stageState: 'held', owner: { run: '42' } })
    expect(stages).toMatchObject({ [record.stage!]: 'Failed', Recover: 'Succeeded' })
    expectNoneLost()
  })

  test('stages of the pipeline that differ from the file are refused by the plan, with the list to paste', async () => {
    const stages = LIST.map((s) => (s.name === 'Blue_50' ? { name: s.name } : s))
    const ended = await execute(site, { stages })
    expect(ended.stages).toMatchObject({ Plan: 'Failed', Blue_0: 'Skipped' })
    const pipelineStages = JSON.stringify(stages)
    const plan = await site.task({ command: 'plan', image: IMAGES.new, pipelineStages })
    expect(plan.issues[0]!.message).toContain('"Blue_50" has none, in the file approval "abtestenv"')
    expect(plan.log).toContain('environment: abtestenv')
  })
})

describe('the first rollout ever', () => {
  const empty: WorldOptions = { start: 'empty' }

  test('P6, P13, P14: no stable version yet: one file in one namespace, and no rule names a Service that does not exist', async () => {
    const site = await openAzureSite(empty)
    try {
      const { stages } = await execute(site)
      expect(stages).toEqual(Object.fromEntries(['Plan', ...STAGES, 'Recover'].map((s) => [s, 'Succeeded'])))
      expect(await site.world.ask()).toEqual({ new: 20 })
      expect(
        JSON.stringify(site.world.get('VirtualService', 'mlmodel-virtualservice')!['spec']),
      ).not.toContain('model-svc-blue')
    } finally {
      await site.close()
    }
  })
})
