import { preflight } from '../../../src/preflight/preflight.ts'
import type { Finding } from '../../../src/preflight/finding.ts'
import type { ClusterView } from '../../../src/preflight/scene.ts'
import { parseRollout } from '../../../src/spec/parse.ts'
import { placeholderValues, renderObjects, renderVersion } from '../../../src/workload/manifests.ts'
import { DIGEST, loadedTexts } from '../workload/rendering.ts'

export const ROLLOUT = `rollout: diabetes
namespace: abtesting
image: registry.example/scoring
versions:
  green: { deployment: model-green, service: svc-green }
  blue: { deployment: model-blue, service: svc-blue }
routes: [{ virtualService: model }]
traffic: { url: "http://models.example.com/score", identify: { header: x-model-version } }
stages: [{ name: Blue_0, weight: 0 }]
`
export const MODEL = `apiVersion: apps/v1
kind: Deployment
metadata: { name: "\${deployment}" }
spec:
  selector: { matchLabels: { app: model, version: "\${version}" } }
  template:
    metadata: { labels: { app: model, version: "\${version}" } }
    spec:
      containers:
        - name: model
          image: \${image}
          ports: [{ containerPort: 5001 }]
          readinessProbe: { httpGet: { path: /, port: 5001 } }
---
apiVersion: v1
kind: Service
metadata: { name: "\${service}" }
spec:
  selector: { app: model, version: "\${version}" }
  ports: [{ name: http, port: 5001 }]
`
export const ROUTE = `apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: edge }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ["*"] }]
---
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: model }
spec:
  gateways: [edge]
  hosts: [models.example.com]
  http:
    - match: [{ headers: { x-api-version: { exact: blue } } }]
      route: [{ destination: { host: svc-blue, port: { number: 5001 } } }]
    - route:
        - { destination: { host: svc-green, port: { number: 5001 } }, weight: 100 }
        - { destination: { host: svc-blue, port: { number: 5001 } }, weight: 0 }
`

export interface Files {
  readonly rollout?: string
  readonly model?: string
  readonly route?: string
  readonly cluster?: ClusterView | null
}

/** What the preflight finds in a rollout file with its manifests `model.yaml` and `route.yaml`; other problems are a failure of the test. */
export async function inspect(files: Files = {}): Promise<Finding[]> {
  const { rollout: text = ROLLOUT, model = MODEL, route = ROUTE, cluster = null } = files
  const parsed = parseRollout(text, 'rollout.yaml')
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'))
  const { rollout } = parsed
  const image = rollout.image ? `${rollout.image.repository}@${DIGEST}` : null
  const { name, namespace } = rollout
  const where = { namespace, env: {} }
  const versions = []
  for (const version of rollout.versions) {
    const values = placeholderValues({ rollout: name, namespace, version, image })
    const rendered = await renderVersion(loadedTexts({ 'model.yaml': model }), values, where)
    if (!rendered.ok) throw new Error(rendered.problems.map(({ message }) => message).join('\n'))
    versions.push(rendered.objects)
  }
  const routed = await renderObjects(
    loadedTexts({ 'route.yaml': route }),
    { rollout: name, namespace },
    { ...where, purpose: 'route' },
  )
  if (!routed.ok) throw new Error(routed.problems.map(({ message }) => message).join('\n'))
  return preflight({ rollout, versions, routes: [routed.objects], complete: true, cluster })
}

/** `error route.yaml:18:26 missing-host: …`. */
export function shown({ severity, file, line, column, code, message }: Finding): string {
  return `${severity} ${[file, line, column].filter((part) => part !== undefined).join(':')} ${code}: ${message}`
}

/** The text with one part replaced, which has to be there. */
export function edited(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`no ${from}`)
  return text.replace(from, to)
}
