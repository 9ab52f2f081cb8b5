import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expectOutcome } from './support/answers.ts'
import { askEach } from './support/ask-each.ts'
import { onCluster, skipped } from './support/environment.ts'
import type { Cluster } from './support/environment.ts'
import { pushExample, startExample } from './support/example.ts'
import type { Example } from './support/example.ts'
import { GATEWAY_PARENT, gatewayApi } from './support/http-route.ts'
import { counted, printed } from './support/logs.ts'
import { content } from './support/route.ts'
import { expectNothingLost, startTraffic } from './support/traffic.ts'
import { until } from './support/until.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

const { MESH_CLIENT_URL } = process.env
const PORT = 8000
const SVC = '[0.9709315896034241,0.015583082102239132,0.013485366478562355]'
const RF = '[0.9999999403953552,0.0,0.0]'

/** Two classifiers of irises; a request can tell the second one to be silent for ever, or to fail. */
const SCRIPT = `
const { MODEL } = process.env
const answer = MODEL === 'iris_rf.onnx' ? '${RF}' : '${SVC}'
const server = require('node:http').createServer((request, response) => {
  if (request.url === '/health') return response.end()
  const mood = MODEL === 'iris_rf.onnx' ? request.headers['x-rf'] : undefined
  console.log('[' + MODEL + '] job_id=' + request.url.split('/').pop() + ' ' + answer)
  if (mood === 'silent') return
  response.writeHead(mood === 'fail' ? 500 : 200).end(answer)
})
server.keepAliveTimeout = 0
server.listen(${PORT})
process.on('SIGTERM', () => process.exit(0))
`
const MODEL = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: "\${deployment}" }
spec:
  replicas: 1
  selector: { matchLabels: { app: iris, version: "\${version}" } }
  template:
    metadata: { labels: { app: iris, version: "\${version}" } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: iris
          image: \${image}
          env: [{ name: MODEL, value: "iris_\${version}.onnx" }]
          command: [node, -e, ${JSON.stringify(SCRIPT)}]
          ports: [{ name: rest, containerPort: ${PORT} }]
          readinessProbe: { httpGet: { path: /health, port: rest }, periodSeconds: 1, timeoutSeconds: 10 }
---
apiVersion: v1
kind: Service
metadata: { name: iris }
spec:
  selector: { app: iris }
  ports: [{ name: http-rest, port: ${PORT}, targetPort: rest }]
`
/** No gateways: for clients in the mesh. */
const ROUTE = `
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata: { name: iris }
spec:
  host: iris
  subsets: [{ name: svc, labels: { version: svc } }, { name: rf, labels: { version: rf } }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: iris }
spec:
  hosts: [iris]
  http: [{ route: [{ destination: { host: iris, subset: svc }, weight: 100 }] }]
`

const ids = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}-${i}`)
const once = (all: readonly string[]) => Object.fromEntries(all.map((id) => [id, 1]))

if (!MESH_CLIENT_URL) skipped('S14: shadow in the mesh', 'needs MESH_CLIENT_URL in the environment')
else {
  onCluster('S14: a shadow of all requests, for a client in the mesh', (cluster) => {
    let world: World
    beforeAll(async () => {
      const address = `${MESH_CLIENT_URL}:${PORT}`
      const manifests = { 'k8s/model.yaml': MODEL, 'k8s/route.yaml': ROUTE }
      const plain = await createWorld({ ...cluster(), gateways: [address] }, 's14', { manifests })
      world = { ...plain, host: `iris.${plain.namespace}.svc.cluster.local` }
      await world.edit((file) => {
        const version = (name: string) => ({ deployment: `iris-${name}`, service: 'iris', subset: name })
        file.rollout = 'iris'
        file.versions = { svc: version('svc'), rf: version('rf') }
        file.routes = [{ virtualService: 'iris', manifests: ['k8s/route.yaml'] }]
        file.traffic.url = `http://${world.host}:${PORT}/predict-test/000000`
        file.traffic.identify = { body: { svc: '0\\.9709', rf: '0\\.99999994' } }
        delete file.traffic.answer
        file.stages = [
          { name: 'Ready', weight: 0 },
          { name: 'Shadow', weight: 0, mirror: 100 },
        ]
      })
      for (const object of await world.rendered('k8s/model.yaml', 'svc', 'old')) await world.apply(object)
      for (const object of await world.rendered('k8s/route.yaml', 'svc', 'old')) await world.apply(object)
      await world.deploymentReady('iris-svc', 1)
    })
    afterAll(() => world?.close())

    /** All are answered, by the old model. */
    async function expectAnswered(prefix: string, headers: { [name: string]: string } = {}) {
      const all = ids(prefix, 200)
      const calls = all.map((id) => ({ path: `/predict-test/${id}`, headers }))
      const answers = await askEach(`${MESH_CLIENT_URL}:${PORT}`, world.host, calls)
      const seen = new Set(answers.map(({ status, text }) => `${status} ${text}`))
      expect(seen).toEqual(new Set([`200 ${SVC}`]))
      return all
    }
    const logged = async (version: string, all: readonly string[]) =>
      counted(await printed(world.cluster, world.namespace, `app=iris,version=${version}`), all)

    test('each request is in both logs once; a shadow that is silent, fails or is gone costs no answer', async () => {
      const before = content((await world.get('VirtualService', 'iris'))!)
      const traffic = await startTraffic(world)
      expectOutcome(await world.advance('Ready', 'old'), 'done')
      const unseen = await expectAnswered('unseen')
      expectOutcome(await world.advance('Shadow', 'old'), 'done')

      for (const mood of ['well', 'silent', 'fail']) {
        const all = await expectAnswered(mood, { 'x-rf': mood })
        const expected = JSON.stringify(once(all))
        await until(`the ${mood} copies`, async () => JSON.stringify(await logged('rf', all)) === expected)
        expect(await logged('svc', all)).toEqual(once(all))
      }
      const copied = await printed(world.cluster, world.namespace, 'app=iris,version=rf')
      expect(copied).toContain(`[iris_rf.onnx] job_id=well-0 ${RF}`)
      expect(copied).not.toContain(unseen[0])

      await world.change('Deployment', 'iris-rf', (deployment) => void (deployment.spec.replicas = 0))
      await until('the last pod of the shadow to go', async () => {
        const pods = { apiVersion: 'v1', kind: 'Pod', namespace: world.namespace }
        return (await world.kube.list({ ...pods, labelSelector: 'version=rf' })).length === 0
      })
      await expectAnswered('gone')

      expectOutcome(await world.run('abort', 'FILE'), 'done')
      expect(content((await world.get('VirtualService', 'iris'))!)).toEqual(before)
      const report = await traffic.stop()
      expectNothingLost(report)
      expect(Object.keys(report.answers)).toEqual([String(JSON.parse(SVC))])
    })
  })
}

const LITERAL = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: predict-server }
spec:
  hosts: [predict-server]
  http:
    - route: [{ destination: { host: predict-server, subset: predict-pod-subset-a }, weight: 100 }]
      mirror: { host: predict-server, subset: predict-pod-subset-b }
      mirror_percent: 100
`

async function shadowAb(cluster: Cluster, file?: string): Promise<Example> {
  const image = await pushExample(cluster.registry, 'shadow-ab', { name: 'predict', script: 'server.mjs' })
  const manifest = path.join(import.meta.dirname, '../../examples/shadow-ab/k8s/predict.yaml')
  const [pinned] = /gcr\.io\S+/.exec(await readFile(manifest, 'utf8'))!
  const example = await startExample(cluster, 'shadow-ab', {
    images: { [pinned]: image },
    ...(file === undefined ? {} : { file }),
  })
  await example.edit((rollout) => void (rollout.stages[1].checks[0].comparison.settle = '2s'))
  return example
}

onCluster('S16: the shadow A/B of the seed, as it is written and as it works', (cluster) => {
  let example: Example
  beforeAll(async () => {
    example = await shadowAb(cluster())
  })
  afterAll(() => example?.close())

  test('with a load balancer and a route for sidecars it is refused; with a gateway five requests are five on both sides', async () => {
    const own = { route: '', service: '' }
    await example.editText('k8s/route.yaml', (text) => ((own.route = text), LITERAL))
    await example.editText('k8s/service.yaml', (text) => {
      own.service = text
      return text.replace('  selector: { app: predict-pod }', '  type: LoadBalancer\n$&')
    })
    for (const online of [[], ['--online']]) {
      const { problems } = expectOutcome(await example.run('validate', 'FILE', ...online), 'invalid')
      expect(problems).toMatchObject([{ code: 'mesh-only-route', file: 'k8s/route.yaml' }])
      expect(problems[0].message).toContain(
        `VirtualService ${example.namespace}/predict-server applies to mesh sidecars only; Service predict-server is reached from outside the mesh (type: LoadBalancer)`,
      )
    }
    expect(await example.names('VirtualService')).toEqual([])

    await example.editText('k8s/route.yaml', () => own.route)
    await example.editText('k8s/service.yaml', () => own.service)
    expectOutcome(await example.run('validate', 'FILE', '--online'), 'done')
    for (const manifest of ['k8s/predict.yaml', 'k8s/service.yaml']) await example.apply(manifest, 'a')
    await example.apply('k8s/route.yaml', null)
    await fiveOnBothSides(cluster(), example)
  })
})

/** Up to the shadow stage, under load: five requests are answered by a, and are in both logs once; then back again. */
async function fiveOnBothSides(cluster: Cluster, example: Example): Promise<void> {
  await example.ready('predict-pod-a')
  const body = '{"image": [12, 18, 25, 31, 200, 211, 220, 240]}'
  const request = { path: '/predict', method: 'POST', body }
  await until('the first answers', async () =>
    (await example.ask(5, request)).every(({ status }) => status === 200),
  )
  const load = example.load(request)
  expectOutcome(await example.advance('Ready'), 'done')
  expectOutcome(await example.advance('Shadow'), 'done')

  // One light pixel among so many: the answer, which is logged, tells the request. (A gateway makes request ids of its own.)
  const sizes = [11, 13, 17, 19, 23]
  const five = sizes.map((size) => String(1 / size))
  const calls = sizes.map((size) => {
    const image = Array.from({ length: size }, (_, i) => (i === 0 ? 255 : 0))
    return { ...request, body: JSON.stringify({ image }) }
  })
  for (const gateway of cluster.gateways) {
    const answers = await askEach(gateway, example.host, calls)
    expect(answers.map(({ text }) => (JSON.parse(text) as { iterations: number }).iterations)).toEqual(
      five.map(() => 1),
    )
  }
  const each = JSON.stringify(Object.fromEntries(five.map((id) => [id, cluster.gateways.length])))
  for (const version of ['a', 'b']) {
    const labels = `app=predict-pod,version=predict-pod-version-${version}`
    await until(`five requests in the log of ${version}`, async () => {
      const seen = counted(await printed(cluster, example.namespace, labels), five)
      return JSON.stringify(seen) === each
    })
  }

  expectOutcome(await example.run('abort', 'FILE'), 'done')
  const { answers } = await load.stop()
  const bad = answers.filter(({ status, body: text }) => status !== 200 || !text.includes('"iterations":1,'))
  expect(bad.slice(0, 5)).toEqual([])
}

if (!process.env['GATEWAY_API_URL']) skipped('S16 by HTTPRoute', 'needs GATEWAY_API_URL in the environment')
else {
  onCluster('S16, by HTTPRoute: the shadow A/B with the Gateway API', (cluster) => {
    let example: Example
    beforeAll(async () => {
      example = await shadowAb(gatewayApi(cluster())!, 'rollout-gateway.yaml')
    })
    afterAll(() => example?.close())

    test('five requests are five on both sides', async () => {
      // The Gateway is the cluster's; a team that has one does the same.
      await example.editText('k8s/http-route.yaml', (text) =>
        text.split('---\n')[1]!.replace('{ name: predict-gateway }', GATEWAY_PARENT),
      )
      for (const manifest of ['k8s/predict.yaml', 'k8s/version-service.yaml'])
        await example.apply(manifest, 'a')
      await example.apply('k8s/http-route.yaml', null)
      await fiveOnBothSides(gatewayApi(cluster())!, example)
    })
  })
}
