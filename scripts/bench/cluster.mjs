// A weight change on a real API server: shiftgate, kubectl and Helm, each on a namespace with the same objects.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { processTime } from './measure.mjs'

/** As many as a reusable workflow has jobs for: a file of the size that people write. */
const STAGES = 12

const workload = (version, image, port) => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: "model-${version}", labels: { app: model, model_version: "${version}" } }
spec:
  replicas: 1
  selector: { matchLabels: { app: model, model_version: "${version}" } }
  template:
    metadata: { labels: { app: model, model_version: "${version}" } }
    spec:
      terminationGracePeriodSeconds: 1
      containers: [{ name: model, image: "${image}", command: [sleep, "1000000"] }]
---
apiVersion: v1
kind: Service
metadata: { name: "model-svc-${version}" }
spec:
  selector: { app: model, model_version: "${version}" }
  ports: [{ name: http, port: ${port}, targetPort: ${port} }]
`
const route = (namespace, green, blue) => `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: model }
spec:
  hosts: [${namespace}.bench.test]
  http:
    - route:
        - { destination: { host: model-svc-green }, weight: ${green} }
        - { destination: { host: model-svc-blue }, weight: ${blue} }
`

const onPath = (tool) =>
  (process.env.PATH ?? '').split(path.delimiter).some((folder) => existsSync(path.join(folder, tool)))

const quiet = { stdio: ['ignore', 'ignore', 'inherit'] }
const kubectl = (...args) => execFileSync('kubectl', args, quiet)
const apply = (namespace, text) =>
  execFileSync('kubectl', ['apply', '-n', namespace, '-f', '-'], {
    input: text,
    stdio: ['pipe', 'ignore', 'inherit'],
  })

/** What the cases need, and a way to remove it. Null when there is no cluster. */
export function clusterBench(cli) {
  const { REGISTRY: registry } = process.env
  if (!process.env.KUBECONFIG || !registry) return null
  const image = `${registry}/base/busybox:1`
  const id = `bench-${process.pid}`
  const namespaces = ['shiftgate', 'kubectl', 'helm'].map((tool) => `${id}-${tool}`)
  const [ours, theirs, charts] = namespaces
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'))
  for (const namespace of namespaces) kubectl('create', 'namespace', namespace)
  for (const namespace of [ours, theirs]) {
    apply(namespace, [workload('green', image, 5001), route(namespace, 100, 0)].join('---'))
  }
  apply(theirs, workload('blue', image, 5001))
  writeFileSync(path.join(folder, 'model.yaml'), workload('${version}', image, 5001))
  const stages = Array.from({ length: STAGES }, (_, i) => `  - { name: S${i}, weight: ${i * 8 + 1} }`)
  const file = path.join(folder, 'rollout.yaml')
  writeFileSync(
    file,
    `rollout: bench
namespace: ${ours}
versions:
  green: { deployment: model-green, service: model-svc-green }
  blue: { deployment: model-blue, service: model-svc-blue }
manifests: [model.yaml]
routes: [{ virtualService: model }]
stages:
${stages.join('\n')}
`,
  )
  const chart = path.join(folder, 'chart')
  mkdirSync(path.join(chart, 'templates'), { recursive: true })
  writeFileSync(path.join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: bench\nversion: 0.1.0\n')
  writeFileSync(
    path.join(chart, 'templates/all.yaml'),
    [
      workload('green', image, 5001),
      workload('blue', image, 5001),
      route(charts, '{{ sub 100 (int .Values.blue) }}', '{{ .Values.blue }}'),
    ].join('---'),
  )
  const helmIsThere = onPath('helm')
  if (helmIsThere) {
    execFileSync(
      'helm',
      ['upgrade', '--install', 'bench', chart, '-n', charts, '--wait', '--set', 'blue=0'],
      quiet,
    )
  }
  const ownCommand = (...args) => execFileSync(process.execPath, [cli, ...args, '--quiet'], quiet)
  ownCommand('advance', file)
  let n = 0
  let stage = 0
  /** The next stage; past the last one the rollout starts over, outside of what is measured. */
  const nextStage = () => {
    if (++stage === STAGES) {
      ownCommand('abort', file)
      ownCommand('advance', file)
      stage = 1
    }
    return `S${stage}`
  }
  const weight = () => ((n += 1) % 99) + 1
  return {
    advance: (node) => ({
      label: '`advance`',
      run: () => processTime(node, [cli, 'advance', file, '--to', nextStage(), '--quiet']),
    }),
    patch: {
      label: '`kubectl patch`',
      run: () => {
        const w = weight()
        const patch = JSON.stringify([
          { op: 'replace', path: '/spec/http/0/route/0/weight', value: 100 - w },
          { op: 'replace', path: '/spec/http/0/route/1/weight', value: w },
        ])
        return processTime('kubectl', [
          'patch',
          'virtualservice',
          'model',
          '-n',
          theirs,
          '--type=json',
          '-p',
          patch,
        ])
      },
    },
    helmIsThere,
    helm: {
      label: '`helm upgrade --wait`',
      run: () =>
        processTime('helm', ['upgrade', 'bench', chart, '-n', charts, '--wait', '--set', `blue=${weight()}`]),
    },
    /** Requests to the API server of one weight advance, and its peak memory in MiB. */
    figures() {
      const args = [cli, 'advance', file, '--to', nextStage(), '--json', '--quiet']
      const { apiRequests } = JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' }))
      const peak = execFileSync(
        '/usr/bin/env',
        ['python3', '-c', PEAK, process.execPath, cli, 'advance', file, '--to', nextStage(), '--quiet'],
        { encoding: 'utf8' },
      )
      return { apiRequests, peakMiB: Math.round(Number(peak) / 1024) }
    },
    close() {
      kubectl('delete', 'namespace', ...namespaces, '--wait=false')
    },
  }
}

/** Peak resident memory of a child, in KiB. */
const PEAK =
  'import resource,subprocess,sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)'
