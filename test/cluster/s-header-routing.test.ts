import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createCaller } from '../contract/gateway-client.ts'
import type { Answer } from '../contract/gateway-client.ts'
import { expectOutcome } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { pushExample, startExample } from './support/example.ts'
import type { Example } from './support/example.ts'
import { until } from './support/until.ts'

const run = promisify(execFile)
const REQUEST = { path: '/predict', method: 'POST', body: '{"image":"AAAA"}' }
/** GRAB_CUT_ITERS of the model server behind each proxy: an answer tells which one gave it. */
const FIRST = 1
const SECOND = 10

onCluster('S17: two tiers, routed by a header', (cluster) => {
  const images: { [image: string]: string } = {}
  const open: Example[] = []
  beforeAll(async () => {
    for (const name of ['proxy', 'predict']) {
      const image = { name: `header-${name}`, script: `${name}.mjs` }
      images[`registry.example.com/${name}-image:1`] = await pushExample(
        cluster().registry,
        'header-routing',
        image,
      )
    }
  })
  afterAll(async () => {
    for (const example of open) await example.close()
  })

  /** The second tier first: this cluster has no names for Services, so that the proxies get the addresses of its pods. */
  async function begin(file?: string): Promise<Example> {
    const example = await startExample(cluster(), 'header-routing', { images, ...(file ? { file } : {}) })
    open.push(example)
    const urls: { [version: string]: string } = {}
    for (const [version, n] of [
      ['proxy1', 1],
      ['proxy2', 2],
    ] as const) {
      await example.apply('k8s/predict.yaml', version)
      await example.ready(`predict-pod${n}`)
      const [pod] = await example.pods(`app=predict-pod${n}`)
      urls[version] = `http://${String((pod!['status'] as { podIP: string }).podIP)}:5010`
    }
    await example.edit((file) => {
      file.manifests = ['k8s/proxy.yaml']
      for (const [version, url] of Object.entries(urls)) file.versions[version].values.MODEL_URL = url
    })
    await example.apply('k8s/proxy.yaml', 'proxy2')
    await example.apply('k8s/route.yaml', null)
    await example.ready('proxy-pod2')
    await until('the route', async () => {
      const answers = await example.ask(5, REQUEST)
      return answers.every(({ status }) => status === 200)
    })
    return example
  }

  interface Job {
    readonly status: string
    readonly job_id: string
    readonly iters: number
  }
  const jobs = (answers: readonly Answer[]) =>
    answers.map(({ status, text }) => {
      if (status !== 200) throw new Error(`HTTP ${status} ${text.slice(0, 200)}`)
      return JSON.parse(text) as Job
    })
  const logged = async (example: Example, deployment: string) => {
    const { stdout } = await run('kubectl', [
      ...['--kubeconfig', cluster().kubeconfig, '-n', example.namespace],
      ...['logs', `deployment/${deployment}`],
    ])
    return [...stdout.matchAll(/predict START job_id=(\w+)/g)].map((match) => match[1]!)
  }

  test('the first proxy gets what says so, everything else the second; both rules keep their timeout', async () => {
    const example = await begin()
    const load = example.load(REQUEST)
    expectOutcome(await example.advance('Default_only'), 'done')
    expectOutcome(await example.advance('Condition1'), 'done')

    const first = jobs(await example.ask(5, { ...REQUEST, headers: { target: 'condition1' } }))
    expect(first.every(({ iters }) => iters === FIRST)).toBe(true)
    const log = { proxy: await logged(example, 'proxy-pod1'), predict: await logged(example, 'predict-pod1') }
    for (const { job_id } of first) {
      expect(log.proxy).toContain(job_id)
      expect(log.predict).toContain(job_id)
    }
    const elsewhere = await logged(example, 'predict-pod2')
    expect(elsewhere.filter((id) => first.some(({ job_id }) => job_id === id))).toEqual([])
    for (const headers of [{ target: 'condition2' }, { target: 'Condition1' }, {}]) {
      const second = jobs(await example.ask(5, { ...REQUEST, headers }))
      expect(second.every(({ iters }) => iters === SECOND)).toBe(true)
    }

    await inTheMesh(example)

    // A model that takes 15 s: the route gives up after 10, on our rule as on theirs.
    const late = { path: '/predict?ms=15000' }
    const answers = await Promise.all(
      [{ target: 'condition1' }, {}].map((headers) => example.ask(1, { ...REQUEST, ...late, headers })),
    )
    expect(answers.flat().map(({ status }) => status)).toEqual(answers.flat().map(() => 504))
    expect(answers.flat().every(({ ms }) => ms > 9_000)).toBe(true)

    expectOutcome(await example.run('abort', 'FILE'), 'done')
    const route = (await example.get('VirtualService', 'proxy-server'))!['spec'] as { http: unknown[] }
    expect(route.http).toHaveLength(1)
    const after = jobs(await example.ask(20, { ...REQUEST, headers: { target: 'condition1' } }))
    expect(after.every(({ iters }) => iters === SECOND)).toBe(true)
    const bad = (await load.stop()).answers.filter(
      ({ status, body }) => status !== 200 || body.includes('"ng"'),
    )
    expect(bad.slice(0, 5)).toEqual([])
  })

  /** The same rules for a client with a sidecar, which asks for the Service by its name. */
  async function inTheMesh(example: Example): Promise<void> {
    const { MESH_CLIENT_URL } = process.env
    if (!MESH_CLIENT_URL) {
      process.stderr.write('not looked at: clients in the mesh (MESH_CLIENT_URL is not set)\n')
      return
    }
    const caller = createCaller(
      `${MESH_CLIENT_URL}:5000`,
      `proxy-server.${example.namespace}.svc.cluster.local`,
    )
    try {
      for (const [headers, iters] of [
        [{ target: 'condition1' }, FIRST],
        [{ target: 'Condition1' }, SECOND],
        [{}, SECOND],
      ] as const) {
        const found = jobs(await caller.repeat(20, { ...REQUEST, headers }))
        expect(found.every((job) => job.iters === iters)).toBe(true)
      }
    } finally {
      caller.close()
    }
  }

  test('all kinds of conditions, alone and beside a weight', async () => {
    const example = await begin('rollout-conditions.yaml')
    const load = example.load(REQUEST)
    expectOutcome(await example.advance('Testers'), 'done')
    const by = async (headers: { [name: string]: string }) => {
      const found = jobs(await example.ask(20, { ...REQUEST, headers }))
      return [...new Set(found.map(({ iters }) => iters))]
    }
    expect(await by({ target: 'condition1', 'x-tester': 'anna' })).toEqual([FIRST])
    expect(await by({ target: 'condition1' })).toEqual([SECOND])
    expect(await by({ 'x-tester': 'anna' })).toEqual([SECOND])
    expect(await by({ target: 'condition1-b' })).toEqual([FIRST])
    expect(await by({ 'user-agent': 'robot/7' })).toEqual([FIRST])
    expect(await by({ 'user-agent': 'my robot/7' })).toEqual([SECOND])
    expectOutcome(await example.advance('Some'), 'done')
    expect(await by({ target: 'condition1' })).toEqual([FIRST])
    expectOutcome(await example.run('abort', 'FILE'), 'done')
    expect(await by({ target: 'condition1' })).toEqual([SECOND])
    const bad = (await load.stop()).answers.filter(
      ({ status, body }) => status !== 200 || body.includes('"ng"'),
    )
    expect(bad.slice(0, 5)).toEqual([])
  })
})
