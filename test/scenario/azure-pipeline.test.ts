import { readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { KubeObject } from '../../src/kube/object.ts'
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

type Trouble =
  'nobody asked' | 'rejected' | 'timedOut' | 'failed' | 'canceled' | 'canceled at its check' | 'lost'

/** The original pipeline's weaknesses (P1 to P18 of the comparison in docs/azure-devops.md) are named where a test shows ours. */
interface Scene {
  readonly trouble?: Trouble
  readonly at?: string
  readonly run?: string
  readonly image?: string
  readonly stages?: readonly { readonly name: string; readonly environment?: string }[]
  /** Happens while people are asked about a stage. */
  readonly meanwhile?: (stage: string) => Promise<void>
  /** Of the recovery, instead of always(). */
  readonly recoverWhen?: string
  /** Happens before the recovery begins. */
  readonly beforeRecovery?: () => Promise<void>
}

interface Played extends Ended {
  /** Stages that people were asked about, each with the stage that the record was at. */
  readonly asked: readonly (readonly [stage: string, at: string | null])[]
}

const expanded = (stages = LIST, image: string = IMAGES.new) =>
  expandTemplate(path.resolve('pipelines/abtest.yml'), { stages, image, connection: {} })

async function execute(site: AzureSite, scene: Scene = {}): Promise<Played> {
  const { trouble, at, run = '42' } = scene
  const asked: [stage: string, at: string | null][] = []
  const here = (stage: string) => stage === at
  const around: Surroundings = {
    run,
    async check(stage) {
      asked.push([stage, site.world.record()?.stage ?? null])
      await scene.meanwhile?.(stage)
      if (here(stage) && trouble === 'canceled at its check') return 'canceled'
      if (here(stage) && (trouble === 'rejected' || trouble === 'timedOut')) return trouble
      if (!here(stage) || trouble !== 'nobody asked') site.approve(stage, { run })
      return 'approved'
    },
    async step({ inputs, stage, environment }, running) {
      if (stage === 'Recover') await scene.beforeRecovery?.()
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
  const pipeline = expanded(scene.stages as typeof LIST, scene.image)
  const stages = (pipeline['stages'] as { [field: string]: string }[]).map((s) =>
    s['stage'] === 'Recover' && scene.recoverWhen ? { ...s, condition: scene.recoverWhen } : s,
  )
  return { ...(await runPipeline({ ...pipeline, stages }, around)), asked }
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
    const { stages, asked } = await execute(site)
    expect(stages).toEqual(Object.fromEntries(['Plan', ...STAGES, 'Recover'].map((s) => [s, 'Succeeded'])))
    expect(await site.world.ask()).toEqual({ new: 20 })
    // P4: asked before each step, riskiest first, while the stage before still served; never about going back.
    expect(asked).toEqual(GATED.map((stage, i) => [stage, STAGES[i]]))
    const record = site.world.record()!
    expect(record).toMatchObject({ phase: 'finished', owner: null })
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
    // After the promotion, when the original had nothing old to go back to.
    'rejected Green_100': 'P11 ',
  }
  const cases = (troubles: readonly Trouble[], stages: readonly string[]) =>
    troubles.flatMap((trouble) =>
      stages.map((at) => [`${NAMED[`${trouble} ${at}`] ?? ''}${trouble} at ${at}`, trouble, at] as const),
    )

  test.each([
    ...cases(['rejected', 'timedOut'], GATED),
    ...cases(['canceled at its check'], ['Blue_50', 'Green_100']),
    ...cases(['nobody asked'], ['Blue_50']),
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

  test("P3 would be seen here: with the original's failed() nobody goes back after a timeout", async () => {
    const { stages } = await execute(site, { trouble: 'timedOut', at: 'Blue_100', recoverWhen: 'failed()' })
    expect(stages).toMatchObject({ Blue_100: 'Skipped', Recover: 'Skipped' })
    expect(site.world.record()).toMatchObject({ phase: 'active', stage: 'Blue_50' })
    expect(site.world.get('Deployment', 'model-blue')).not.toBeNull()
  })

  test('P7: what an earlier run left half-way is refused, and gets no new model behind its weights', async () => {
    const route = site.world.get('VirtualService', 'mlmodel-virtualservice')!
    const halves = JSON.stringify(route)
      .replace('"weight":100', '"weight":50')
      .replace('"weight":0', '"weight":50')
    site.world.cluster.api.store.put({
      ...(JSON.parse(halves) as typeof route),
      metadata: withoutVersion(route),
    })
    const mark = site.world.mark()
    const { stages } = await execute(site)
    expect(stages).toMatchObject({ Plan: 'Failed', Blue_0: 'Skipped', Recover: 'Succeeded' })
    expect(site.world.writesSince(mark)).toEqual([])
    expect(site.world.get('Deployment', 'model-blue')).toBeNull()
    // The half of the clients that the earlier run lost is not this one's: it changed nothing.
    await site.world.restore(before)
  })

  test('P14: stages see one state of the files; a later stage with others is refused, and going back needs none of them', async () => {
    const manifest = path.join(site.world.folder, 'k8s/model.yaml')
    const text = await readFile(manifest, 'utf8')
    const { stages } = await execute(site, {
      async meanwhile(stage) {
        if (stage === 'Blue_100')
          await writeFile(manifest, text.replaceAll('containerPort: 5001', '$&, protocol: TCP'))
      },
      beforeRecovery: () => rm(manifest),
    })
    await writeFile(manifest, text)
    expect(stages).toMatchObject({ Blue_50: 'Succeeded', Blue_100: 'Failed', Recover: 'Succeeded' })
    expect(site.world.record()).toMatchObject({ phase: 'aborted' })
    expect(await site.world.ask()).toEqual({ old: 20 })
    expect(site.world.objects()).toEqual(objects)
    expectNoneLost()
  })

  test('P15: a second run in the middle of the first one is refused by its plan, its recovery leaves the first alone, which goes on', async () => {
    let second: Ended | null = null
    const first = await execute(site, {
      async meanwhile(stage) {
        if (stage === 'Blue_100') second = await execute(site, { run: '43', image: IMAGES.newer })
      },
    })
    expect(second).toMatchObject({ stages: { Plan: 'Failed', Blue_0: 'Skipped', Recover: 'Succeeded' } })
    expect(first.stages).toEqual(
      Object.fromEntries(['Plan', ...STAGES, 'Recover'].map((s) => [s, 'Succeeded'])),
    )
    expect(await site.world.ask()).toEqual({ new: 20 })
    // And no waiting run is cancelled for a newer one, as the service does by itself.
    const list = expanded()['stages'] as unknown as { stage: string; lockBehavior?: string }[]
    expect(list.filter((s) => s.lockBehavior === 'sequential').map((s) => s.stage)).toEqual(STAGES)
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

  test('P6: no stable version yet: whatever the route says, it never names a Service that does not exist', async () => {
    const site = await openAzureSite(empty)
    const traffic = liveTraffic(site.world, 20)
    try {
      const dangling: string[] = []
      const look = () => {
        const route = JSON.stringify(site.world.get('VirtualService', 'mlmodel-virtualservice') ?? {})
        for (const [, name] of route.matchAll(/"host":"([\w-]+)\./g))
          if (!site.world.get('Service', name!)) dangling.push(name!)
      }
      site.world.cluster.api.store.subscribe(look)
      const { stages } = await execute(site)
      expect(stages).toEqual(Object.fromEntries(['Plan', ...STAGES, 'Recover'].map((s) => [s, 'Succeeded'])))
      expect(await site.world.ask()).toEqual({ new: 20 })
      expect(dangling).toEqual([])
      await traffic.stop()
      // Until the route is there, nobody listens; from then on every request is answered.
      expect(traffic.examples.filter((example) => !example.startsWith('404 '))).toEqual([])
      expect(traffic.answers()).toBeGreaterThan(traffic.lost())
    } finally {
      await traffic.stop()
      await site.close()
    }
  })
})

function withoutVersion({ metadata }: { readonly metadata: KubeObject['metadata'] }): KubeObject['metadata'] {
  const { resourceVersion: _, ...rest } = metadata
  return rest
}
