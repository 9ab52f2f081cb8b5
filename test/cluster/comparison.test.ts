import { expectOutcome } from './support/answers.ts'
import { onCluster } from './support/environment.ts'
import { expectNothingLost, startTraffic } from './support/traffic.ts'
import { createWorld } from './support/world.ts'
import type { World } from './support/world.ts'

/**
 * Logs and writes a line for each answer. What it answers follows from the request's id, so both versions agree, but for a known
 * share of the ids: DIFFER in a thousand. The last one is of the kubelet's own kind: text that is no answer.
 */
const SCRIPT = `
const fs = require('node:fs')
const server = require('node:http').createServer((request, response) => {
  if (request.url === '/') return response.end('Healthy')
  const id = request.headers['x-request-id'] || ''
  let hash = 7
  for (const c of id) hash = (hash * 31 + c.charCodeAt(0)) % 1000003
  const other = hash % 1000 < Number(process.env.DIFFER)
  const label = (hash % 2 === 0) === other ? 'odd' : 'even'
  const score = (hash % 100) / 100 + (other ? 0.25 : 0)
  response.setHeader('content-type', 'application/json')
  const alone = id.startsWith('shiftgate-')
  response.end(JSON.stringify(alone ? { label, score } : process.env.ANSWER))
  const line = JSON.stringify({ time: new Date().toISOString(), request_id: id, label, score, ms: 1 + (hash % 5), status: 200 }) + '\\n'
  process.stdout.write(line)
  fs.appendFile('/tmp/app.log', line, () => {})
})
server.keepAliveTimeout = 0
server.listen(5001)
process.stdout.write('listening\\n')
process.on('SIGTERM', () => process.exit(0))
`
const MODEL = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: "\${deployment}" }
spec:
  replicas: 1
  selector: { matchLabels: { app: model, version: "\${version}" } }
  template:
    metadata: { labels: { app: model, version: "\${version}" } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: model
          image: \${image}
          env: [{ name: DIFFER, value: "\${DIFFER}" }]
          command: [node, -e, ${JSON.stringify(SCRIPT)}]
          ports: [{ name: http, containerPort: 5001 }]
          readinessProbe: { httpGet: { path: /, port: http }, periodSeconds: 1, timeoutSeconds: 10 }
---
apiVersion: v1
kind: Service
metadata: { name: "\${service}" }
spec:
  selector: { app: model, version: "\${version}" }
  ports: [{ name: http, port: 5001, targetPort: http }]
`
const FIELDS = { label: 'label', number: 'score', latency: 'ms', status: 'status', settle: '2s' }
const LIMITS = { agreement: '90%', 'p99-difference': 0.3, errors: '2%', latency: 3, coverage: '95%' }

onCluster('S-b: shadow traffic with a comparison', (cluster) => {
  let world: World
  beforeAll(async () => {
    world = await createWorld(cluster(), 'comparison', { manifests: { 'k8s/model.yaml': MODEL } })
    await world.edit((file) => {
      file.versions.green.values = { DIFFER: '0' }
      file.versions.blue.values = { DIFFER: '20' }
      delete file.traffic.answer // a replayed request is answered with its label, the others with the model's name
      file.stages = [
        { name: 'Blue_0', weight: 0 },
        {
          name: 'Shadow',
          weight: 0,
          mirror: 100,
          checks: [{ comparison: { logs: {}, ...FIELDS, limits: LIMITS } }],
        },
        {
          name: 'File',
          weight: 0,
          mirror: 100,
          checks: [
            { comparison: { file: { path: '/tmp/app.log' }, time: 'time', ...FIELDS, limits: LIMITS } },
          ],
        },
        {
          name: 'Replay',
          weight: 0,
          checks: [
            {
              comparison: {
                replay: { requests: 300 },
                label: 'label',
                number: 'score',
                limits: { agreement: '90%', 'max-difference': 0.5, errors: '5%' },
              },
            },
          ],
        },
        {
          name: 'Shadow_20',
          weight: 0,
          mirror: 20,
          checks: [
            {
              comparison: { logs: {}, ...FIELDS, limits: { ...LIMITS, agreement: '99.9%', coverage: '70%' } },
            },
          ],
        },
      ]
    })
    await mayRunCommands(world)
    await world.deployStable()
  })
  afterAll(() => world?.close())

  test('pairs what both versions logged, wrote and answered; a canary that differs too often fails; nothing is lost', async () => {
    const traffic = await startTraffic(world)
    expectOutcome(await world.advance('Blue_0', 'new'), 'done')
    for (const [stage, source] of [
      ['Shadow', 'pod logs'],
      ['File', '/tmp/app.log'],
      ['Replay', 'replay'],
    ] as const) {
      const { gates } = expectOutcome(await world.advance(stage, 'new'), 'done')
      const { comparison } = gates.find(({ kind }: { kind: string }) => kind === 'comparison')
      expect(comparison).toMatchObject({ source, versions: { stable: 'green', canary: 'blue' } })
      const measure = (name: string) =>
        comparison.measures.find((m: { name: string }) => m.name === name) as {
          low: number
          high: number
          value: number
        }
      // The truth is 98 %; the interval is one of 99.9 %, for each of three.
      expect(measure('agreement').low).toBeLessThan(0.98)
      expect(measure('agreement').high).toBeGreaterThan(0.98)
      // A hundred pairs or so may all agree.
      expect(measure('max-difference').value).toBeCloseTo(measure('agreement').value < 1 ? 0.25 : 0)
      if (source !== 'replay') expect(measure('coverage').value).toBeGreaterThan(0.95)
    }
    // All live answers were the stable version's: the copies' were thrown away.
    expect(Object.keys(traffic.report().answers)).toEqual(['New Model B'])

    const failed = expectOutcome(await world.advance('Shadow_20', 'new'), 'aborted')
    expect(failed.message).toMatch(/agreement [\d.]+ % \([\d.]+ % to [\d.]+ %\), limit at least 99\.9 %/)
    expect(await world.names('Deployment')).toEqual(['model-green'])
    expectNothingLost(await traffic.stop())
  })
})

/** `pods/exec` is not in the shipped role: only who compares a file needs it. */
async function mayRunCommands(world: World): Promise<void> {
  const { namespace, kube } = world
  const metadata = { name: 'shiftgate-exec', namespace }
  const apiVersion = 'rbac.authorization.k8s.io/v1'
  await kube.create({
    apiVersion,
    kind: 'Role',
    metadata,
    rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['get', 'create'] }],
  })
  await kube.create({
    apiVersion,
    kind: 'RoleBinding',
    metadata,
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'shiftgate-exec' },
    subjects: [{ kind: 'ServiceAccount', name: 'shiftgate', namespace }],
  })
}
