import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { binomialAcceptance } from '../../src/stats/proportion.ts'
import { expectOutcome } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { pushExample, startExample } from './support/example.ts'
import type { Example } from './support/example.ts'
import { until } from './support/until.ts'

const PATH = '/v1/models/image_classifier:predict'
const REQUEST = { path: PATH, method: 'POST', body: '{"instances":[{"b64":"AAAA"}]}' }
const SERVING = 'tensorflow/serving:2.8.0'
/** How often one of these checks may fail by chance. */
const LEVEL = 1e-7

/** Which model an answer's certainty of "military uniform" tells of. */
function modelOf(text: string): string {
  try {
    const [prediction] = (
      JSON.parse(text) as { predictions: { labels: string[]; probabilities: number[] }[] }
    ).predictions
    const certainty = prediction!.labels[0] === 'military uniform' ? prediction!.probabilities[0]! : 0
    if (certainty >= 0.4 && certainty <= 0.5) return 'resnet50'
    if (certainty >= 0.9 && certainty <= 0.98) return 'resnet101'
  } catch {
    // Neither model's.
  }
  return text.slice(0, 100)
}

onCluster('S11, S12, S13: TF Serving with two subsets of one Service', (cluster) => {
  let image: string
  const open: Example[] = []
  const begin = async (file?: string) => {
    const example = await startExample(cluster(), 'tfserving-canary', {
      images: { [SERVING]: image },
      ...(file ? { file } : {}),
    })
    open.push(example)
    return example
  }
  beforeAll(async () => {
    image = await pushExample(cluster().registry, 'tfserving-canary', {
      name: 'tf-serving',
      script: 'server.mjs',
    })
  })
  afterAll(async () => {
    for (const example of open) await example.close()
  })

  /** By model, of `n` requests on each gateway. */
  async function asked(example: Example, n: number, headers: { [name: string]: string } = {}) {
    const counts: { [model: string]: number } = {}
    for (const { status, text } of await example.ask(n, { ...REQUEST, headers })) {
      const model = status === 200 ? modelOf(text) : `HTTP ${status} ${text.slice(0, 80)}`
      counts[model] = (counts[model] ?? 0) + 1
    }
    return counts
  }
  const all = (model: string, n: number) => ({ [model]: n * cluster().gateways.length })
  async function expectShare(example: Example, percent: number) {
    const { resnet50 = 0, resnet101 = 0, ...others } = await asked(example, 500)
    expect(others).toEqual({})
    const { low, high } = binomialAcceptance(resnet50 + resnet101, percent / 100, LEVEL)
    expect(resnet101).toBeGreaterThanOrEqual(low)
    expect(resnet101).toBeLessThanOrEqual(high)
  }
  /** What was there before: ResNet-50, and a route with both subsets. */
  async function deploy(example: Example) {
    await example.apply('k8s/model.yaml', 'resnet50')
    await example.apply('k8s/route.yaml', null)
    await example.ready('image-classifier-resnet50')
    // Pods are ready before every gateway has heard of them.
    await until('ResNet-50 on each gateway', async () =>
      isDeepStrictEqual(await asked(example, 5), all('resnet50', 5)),
    )
    await expect(asked(example, 20)).resolves.toEqual(all('resnet50', 20))
  }

  test('100/0, 70/30, only the group "canary", and back, without a lost request', async () => {
    const example = await begin()
    expectOutcome(await example.run('validate', 'FILE', '--online'), 'done')
    await deploy(example)
    const before = (await example.get('VirtualService', 'image-classifier'))!['spec'] as unknown
    const load = example.load(REQUEST)

    // Before the first stage the DestinationRule names a subset without a pod, and the route gives it weight 0.
    expect(await asked(example, 100)).toEqual(all('resnet50', 100))
    expectOutcome(await example.advance('Weight_0'), 'done')
    await example.ready('image-classifier-resnet101')
    expect(await asked(example, 100)).toEqual(all('resnet50', 100))
    expectOutcome(await example.advance('Weight_30'), 'done')
    await expectShare(example, 30)

    expectOutcome(await example.advance('Focused'), 'done')
    expect(await asked(example, 100, { 'user-group': 'canary' })).toEqual(all('resnet101', 100))
    expect(await asked(example, 100, { 'User-Group': 'canary' })).toEqual(all('resnet101', 100))
    for (const group of ['Canary', 'canary2', 'beta']) {
      expect(await asked(example, 100, { 'user-group': group })).toEqual(all('resnet50', 100))
    }
    expect(await asked(example, 100)).toEqual(all('resnet50', 100))

    expectOutcome(await example.run('abort', 'FILE'), 'done')
    expect((await example.get('VirtualService', 'image-classifier'))!['spec']).toEqual(before)
    expect(await example.names('Deployment')).toEqual(['image-classifier-resnet50'])
    // Both subsets are the team's: they were there before.
    const rule = (await example.get('DestinationRule', 'image-classifier'))!['spec'] as { subsets: unknown[] }
    expect(rule.subsets).toHaveLength(2)
    await example.ask(5, REQUEST)
    // A quick machine is through with all of it before there were that many.
    await until('a thousand requests', () => Promise.resolve(load.sent() >= 1_000))
    const { answers } = await load.stop()
    const bad = answers.filter(({ status }) => status !== 200)
    expect({
      lost: bad.length,
      first: bad.slice(0, 5).map((a) => a.error ?? `${a.status} ${a.body}`),
    }).toEqual({
      lost: 0,
      first: [],
    })
  })

  test('header and weight in one route, then everybody, and the new model stays', async () => {
    const example = await begin('rollout-everybody.yaml')
    await deploy(example)
    const load = example.load(REQUEST)
    expectOutcome(await example.advance('Weight_0'), 'done')
    expectOutcome(await example.advance('Weight_10'), 'done')
    expect(await asked(example, 100, { 'user-group': 'canary' })).toEqual(all('resnet101', 100))
    await expectShare(example, 10)
    for (const stage of ['Weight_100', 'Swap', 'Finish']) expectOutcome(await example.advance(stage), 'done')
    expect(await asked(example, 100)).toEqual(all('resnet101', 100))
    const { answers } = await load.stop()
    expect(answers.filter(({ status }) => status !== 200)).toEqual([])
  })

  test('what would break it is found before anything is applied', async () => {
    const example = await begin()
    await example.editText('k8s/model.yaml', (text) =>
      text.replace('name: ${version}-configs\ndata', 'name: tfserving-configs\ndata'),
    )
    await example.editText('k8s/route.yaml', (text) =>
      text.replace(', subset: resnet50, port: { number: 8501 }', ', subset: resnet50'),
    )
    await example.editText('k8s/model.yaml', (text) =>
      text.replace('gs://workshop-datasets', 'gs://[YOUR_BUCKET]'),
    )
    for (const online of [[], ['--online']]) {
      const { problems } = expectOutcome(await example.run('validate', 'FILE', ...online), 'invalid')
      expect(problems.map((p: { code: string; istio?: string }) => p.code)).toEqual(
        expect.arrayContaining(['manifest-leftover', 'port-required']),
      )
    }
    await example.editText('k8s/model.yaml', (text) => text.replace('gs://[YOUR_BUCKET]', 'gs://bucket'))
    const { problems } = expectOutcome(await example.run('validate', 'FILE', '--online'), 'invalid')
    expect(problems).toMatchObject([
      { code: 'manifest-shared', object: 'ConfigMap tfserving-configs' },
      {
        code: 'missing-config',
        object: `Deployment ${example.namespace}/image-classifier-resnet50`,
        message: expect.stringMatching(/reads ConfigMap resnet50-configs .*there is tfserving-configs/),
      },
      { code: 'port-required', istio: 'IST0112' },
    ])
    expect(await example.names('Deployment')).toEqual([])
    expect(await example.names('VirtualService')).toEqual([])
  })
})
