/** A team's manifests without placeholders: one Deployment and one Service for each version. */
const version = (name: string, model: string, tag: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: model-${name}, namespace: ml, uid: ${name}-1, labels: { app: model } }
spec:
  replicas: ${name === 'green' ? 3 : 1}
  selector: { matchLabels: { app: model, version: ${name} } }
  template:
    metadata: { labels: { app: model, version: ${name} } }
    spec:
      containers:
        - name: model
          image: registry.example.com/ml/model:${tag}
          env: [{ name: MODEL, value: ${model} }, { name: PLACE, value: "\${HOME}" }]
          ports: [{ containerPort: 5001 }]
---
apiVersion: v1
kind: Service
metadata: { name: model-svc-${name}, namespace: ml }
spec: { selector: { app: model, version: ${name} }, ports: [{ name: http, port: 80, targetPort: 5001 }] }
`

export const PAIR = `${version('green', 'resnet50', '12')}---\n${version('blue', 'resnet101', '13')}`

export const ROUTE = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: model, namespace: ml }
spec:
  hosts: [models.example.com]
  http:
    - route:
        - { destination: { host: model-svc-green }, weight: 100 }
        - { destination: { host: model-svc-blue }, weight: 0 }
`
