import { deployment, problemsOf, VALUES } from './rendering.ts'

const service = (spec: string) => `apiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec: ${spec}`
const configMap = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata: ${data}`
const env = (variable: string) =>
  deployment({
    '          image: ${image}': `          image: \${image}\n          env:\n            - ${variable}`,
  })
const hpa = (name: string, apiVersion = 'autoscaling/v2') =>
  `apiVersion: ${apiVersion}\nkind: HorizontalPodAutoscaler\nmetadata: { name: ${name} }\nspec: { scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: model-blue }, maxReplicas: 3 }`
const INDENT =
  'check the indentation of this line and of the one before: what belongs to a key is indented below it'
const OWN = "give it a value under the version's `values`, or write"

interface Row {
  readonly name: string
  readonly text: string
  readonly problems: readonly string[]
  readonly purpose?: 'version' | 'route' | 'whole version'
  readonly without?: string
}

const rows: Row[] = [
  {
    name: 'list item that is not aligned',
    text: 'kind: Service\nspec:\nports:\n    - port: 1\n    targetPort: 1',
    problems: [`m.yaml:5:1 is not valid YAML: All mapping items must start at the same column: ${INDENT}`],
  },
  {
    name: 'mapping in a compact mapping',
    text: 'a:\n- name: x\n    image: y',
    problems: [
      `m.yaml:2:9 is not valid YAML: Nested mappings are not allowed in compact mappings: ${INDENT}`,
    ],
  },
  {
    name: 'tab in the indentation',
    text: 'spec:\n\tports: 1',
    problems: [
      'm.yaml:2:1 is not valid YAML: Tabs are not allowed as indentation: indent with spaces instead of tabs',
    ],
  },
  {
    name: 'quote that is not closed',
    text: 'kind: "Service\n',
    problems: ['m.yaml:2:1 is not valid YAML: Missing closing "quote: close the quote or bracket'],
  },
  {
    name: 'Helm template in a plain file',
    text: 'metadata:\n  name: {{ .Release.Name }}',
    problems: [
      'm.yaml:2:10 a key is no text: a plain file with {{ }} is a Helm template, whose chart is named with `helm`; text with braces has to be in quotes',
    ],
  },
  {
    name: 'control line of a Helm template',
    text: '{{- if .Values.enabled }}\nkind: Service\n{{- end }}',
    problems: [
      'm.yaml:1:3 is not valid YAML: Block collections are not allowed within flow collections: this looks like a Helm template: name the chart with `helm` instead of the file',
    ],
  },
  {
    name: 'unquoted placeholder in braces',
    text: 'labels: { app: ${version} }',
    problems: [
      'm.yaml:1:17 is not valid YAML: Unexpected flow-map-start at node end: inside { } and [ ] a placeholder has to be in quotes, "${version}"',
    ],
  },
  {
    name: 'key that is there twice',
    text: 'kind: Service\nkind: Service',
    problems: ['m.yaml:2:1 is not valid YAML: Map keys must be unique: remove one of the two'],
  },
  {
    name: 'keys that become the same',
    text: configMap('\n  ${version}: "1"\n  blue: "2"'),
    problems: ['m.yaml:6:3 "blue" is there twice: remove one of the two'],
  },
  {
    name: 'unknown anchor',
    text: 'kind: *missing',
    problems: [
      'm.yaml:1:7 *missing names an anchor that is not set before: write &missing at the value it stands for',
    ],
  },
  {
    name: 'too many levels',
    text: `a: ${'['.repeat(200)}`,
    problems: ['m.yaml:1:102 nests deeper than 100 levels: check the brackets and the indentation here'],
  },
  {
    name: 'document that is a text',
    text: 'just a note',
    problems: ['m.yaml:1:1 is not a Kubernetes object: expected a map with apiVersion, kind and metadata'],
  },
  {
    name: 'document that is a list',
    text: '- kind: Service',
    problems: ['m.yaml:1:1 is not a Kubernetes object: expected a map with apiVersion, kind and metadata'],
  },
  {
    name: 'no apiVersion',
    text: 'kind: ConfigMap\nmetadata: { name: x }',
    problems: ['m.yaml:1:1 ConfigMap x has no apiVersion: add it, for example `apiVersion: apps/v1`'],
  },
  {
    name: 'no kind',
    text: 'apiVersion: v1\nmetadata: { name: x }',
    problems: ['m.yaml:1:1 this document has no kind: add what is missing'],
  },
  {
    name: 'another YAML file',
    text: 'replicas: 3\nimage: x',
    problems: [
      'm.yaml:1:1 this document has no apiVersion and has no kind and has no metadata.name: expected a Kubernetes object; leave other files out of `manifests`',
    ],
  },
  {
    name: 'no name',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}',
    problems: ['m.yaml:1:1 ConfigMap has no metadata.name: add what is missing'],
  },
  {
    name: 'generated name',
    text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: { generateName: x- }',
    problems: [
      'm.yaml:1:1 ConfigMap has no metadata.name (generateName would make another object at each run): add what is missing',
    ],
  },
  {
    name: 'empty spec',
    text: 'apiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec:',
    problems: ['m.yaml:1:1 Service s has no spec: add what is missing'],
  },
  {
    name: 'spec beside its content',
    text: 'apiVersion: v1\nkind: Service\nmetadata: { name: s }\nspec:\nports: []',
    problems: ['m.yaml:1:1 Service s has no spec: `ports` stands beside spec instead of below: indent it'],
  },
  {
    name: 'everything at the top',
    text: 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata:\nname: v\nspec:\nhosts: [x]\nhttp: []',
    purpose: 'route',
    problems: [
      'm.yaml:1:1 VirtualService has no metadata.name and has no spec, so no hosts and no http: `name`, `hosts`, `http` stand beside metadata and spec instead of below: indent them',
    ],
  },
  {
    name: 'name in capitals',
    text: deployment({ '  name: ${deployment}': '  name: Model_Blue' }),
    problems: [
      'm.yaml:4:9 Deployment "Model_Blue" has no valid name: expected lower-case letters, digits, - and . , with a letter or digit at both ends',
    ],
  },
  {
    name: 'name that is a number',
    text: configMap('{}').replace('name: c', 'name: 5'),
    problems: [
      'm.yaml:3:19 ConfigMap 5 has no valid name: expected lower-case letters, digits, - and . , with a letter or digit at both ends',
    ],
  },
  {
    name: 'API version that is gone',
    text: hpa('h', 'autoscaling/v2beta2'),
    problems: [
      'm.yaml:1:13 HorizontalPodAutoscaler h uses autoscaling/v2beta2, which is not served since Kubernetes 1.26: use autoscaling/v2',
    ],
  },
  {
    name: 'old API version of a Deployment',
    text: deployment({ 'apiVersion: apps/v1': 'apiVersion: extensions/v1beta1' }),
    problems: [
      'm.yaml:1:13 Deployment model-blue uses extensions/v1beta1, which is not served since Kubernetes 1.16: use apps/v1',
    ],
  },
  ...['VirtualService', 'DestinationRule', 'Gateway'].map((kind) => ({
    name: `${kind} among the manifests of a version`,
    text: `apiVersion: networking.istio.io/v1\nkind: ${kind}\nmetadata: { name: r }\nspec: { hosts: [x] }`,
    problems: [
      `m.yaml:1:1 ${kind} r is a route, and routes change from stage to stage: put its manifest under \`routes\``,
    ],
  })),
  {
    name: 'HTTPRoute among the manifests of a version',
    text: 'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: r }\nspec: {}',
    problems: [
      'm.yaml:1:1 HTTPRoute r is a route, and routes change from stage to stage: put its manifest under `routes`',
    ],
  },
  {
    name: 'kustomization as a manifest',
    text: 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: { name: k }',
    problems: ['m.yaml:1:1 Kustomization k is no object of the cluster: name its folder with `kustomize`'],
  },
  {
    name: 'Helm hook',
    text: 'apiVersion: batch/v1\nkind: Job\nmetadata: { name: j, annotations: { helm.sh/hook: pre-install } }\nspec: {}',
    problems: [
      'm.yaml:1:1 Job j is a Helm hook (pre-install), which only `helm install` runs: leave it out with a value of the chart, or run it in a step before',
    ],
  },
  {
    name: 'namespace of somebody else',
    text: configMap('{}').replace('name: c', 'name: c, namespace: default'),
    problems: [
      'm.yaml:3:33 ConfigMap c is for namespace "default", and the rollout is in "abtesting": leave the namespace out, or write ${namespace}',
    ],
  },
  {
    name: 'object that is there twice',
    text: `${configMap('{}')}\n---\n${configMap('{}')}`,
    problems: ['m.yaml:6 ConfigMap c is there twice, first in m.yaml:1: remove one of the two'],
  },
  {
    name: 'two autoscalers with one target',
    text: `${hpa('one')}\n---\n${hpa('two')}`,
    problems: [
      'm.yaml:6 HorizontalPodAutoscaler two and HorizontalPodAutoscaler one (m.yaml:1) both scale Deployment model-blue: they would fight over its replicas, keep one',
    ],
  },
  {
    name: 'autoscaler without a target',
    text: hpa('one').replace(/\{ scaleTargetRef.*\}, /, '{ '),
    problems: [
      'm.yaml:1 HorizontalPodAutoscaler one has no spec.scaleTargetRef: name the Deployment it scales',
    ],
  },
  {
    name: 'selector that does not match its own pods',
    text: deployment({
      '      labels: { app: model, version: "${version}" }': '      labels: { app: model }',
    }),
    problems: [
      'm.yaml:1 Deployment model-blue selects app=model,version=blue, but its own pods have app=model: make spec.selector and spec.template.metadata.labels agree',
    ],
  },
  {
    name: 'no selector',
    text: deployment({ '    matchLabels: { app: model, version: "${version}" }': '    matchLabels: {}' }),
    problems: [
      'm.yaml:1 Deployment model-blue has no spec.selector.matchLabels: expected the labels of its pods',
    ],
  },
  {
    name: 'no pod template',
    text: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: d }\nspec: { selector: { matchLabels: { a: b } } }',
    problems: ['m.yaml:1 Deployment d has no spec.template: expected the metadata and spec of its pods'],
  },
  {
    name: 'misspelt placeholder',
    text: deployment({ '          image: ${image}': '          image: ${imgae}' }),
    problems: [
      `m.yaml:14:18 \${imgae} is not a placeholder of this rollout: did you mean \${image}?: ${OWN} $\${imgae} when the container is to read it`,
    ],
  },
  {
    name: 'placeholder that nobody knows, in the middle of a text',
    text: configMap('\n  PATH: gs://${PROJECT_ID}/x'),
    problems: [
      `m.yaml:5:14 \${PROJECT_ID} is not a placeholder of this rollout: known are version, deployment, service, namespace, rollout, image, ITERS, PORT: ${OWN} $\${PROJECT_ID} when the container is to read it`,
    ],
  },
  {
    name: 'unknown placeholder in the third line of a block',
    text: configMap('\n  a: |\n    one\n    ${version}\n    x ${nobody_knows}'),
    problems: [
      `m.yaml:8:7 \${nobody_knows} is not a placeholder of this rollout: known are version, deployment, service, namespace, rollout, image, ITERS, PORT: ${OWN} $\${nobody_knows} when the container is to read it`,
    ],
  },
  {
    name: 'unknown placeholder in a key',
    text: configMap('\n  ${nobody_knows}: x'),
    problems: [
      `m.yaml:5:3 \${nobody_knows} is not a placeholder of this rollout: known are version, deployment, service, namespace, rollout, image, ITERS, PORT: ${OWN} $\${nobody_knows} when the container is to read it`,
    ],
  },
  {
    name: 'subset where versions are Services',
    text: configMap('\n  a: ${subset}'),
    problems: [
      'm.yaml:5:6 ${subset} has no value here: the versions of this rollout are Services, not subsets: add `subset` to them',
    ],
  },
  {
    name: 'image where the rollout has none',
    text: deployment(),
    without: 'image',
    problems: ['m.yaml:14:18 ${image} has no value here: the rollout file names no image: add `image` to it'],
  },
  {
    name: 'default of a shell',
    text: configMap('\n  a: ${version:-green}'),
    problems: [
      'm.yaml:5:6 ${version:-green} has a default, which is not supported: write ${version}, or $${version:-green} when a shell in the container is to read it',
    ],
  },
  {
    name: 'bracketed leftover in a ConfigMap',
    text: configMap('\n  MODEL_PATH: gs://[YOUR_BUCKET]/resnet_50'),
    problems: [
      'm.yaml:5:15 ConfigMap c: data MODEL_PATH still has [YOUR_BUCKET] in it: put in the real value',
    ],
  },
  {
    name: 'leftover in an environment variable',
    text: env('{ name: PROJECT, value: <PROJECT_ID> }'),
    problems: [
      'm.yaml:16:39 Deployment model-blue: env PROJECT of container model still has <PROJECT_ID> in it: put in the real value',
    ],
  },
  {
    name: 'leftover in an image',
    text: deployment({ '          image: ${image}': '          image: <your-registry>/scoring:1' }),
    problems: [
      'm.yaml:14:18 Deployment model-blue: image of container model still has <your-registry> in it: put in the real value',
    ],
  },
  {
    name: 'leftover in an argument',
    text: deployment({
      '          image: ${image}': '          image: ${image}\n          args: ["--bucket", "CHANGE_ME"]',
    }),
    problems: [
      'm.yaml:15:30 Deployment model-blue: args of container model still has CHANGE_ME in it: put in the real value',
    ],
  },
  {
    name: 'image that no registry takes',
    text: deployment({ '          image: ${image}': '          image: registry.example/Scoring:1' }),
    problems: [
      'm.yaml:14:18 Deployment model-blue: image "registry.example/Scoring:1" has upper-case letters in its repository: registries refuse them, write scoring',
    ],
  },
  {
    name: 'environment variable that is a number',
    text: env('{ name: ITERS, value: 10 }'),
    problems: [
      'm.yaml:16:37 Deployment model-blue: env ITERS of container model is the number 10, and Kubernetes wants text there: put it in quotes',
    ],
  },
  {
    name: 'ConfigMap value that is a boolean',
    text: configMap('\n  on_error: yes'),
    problems: [
      'm.yaml:5:13 ConfigMap c: data on_error is the boolean true, and Kubernetes wants text there: put it in quotes',
    ],
  },
  {
    name: 'ConfigMap value that is a map',
    text: configMap('\n  settings: { a: 1 }'),
    problems: [
      'm.yaml:5:13 ConfigMap c: data settings is a map, and Kubernetes wants text there: put it in quotes',
    ],
  },
  {
    name: 'label that is a number',
    text: deployment({
      '      labels: { app: model, version: "${version}" }':
        '      labels: { app: model, version: "${version}", build: 7 }',
    }),
    problems: [
      'm.yaml:10:59 Deployment model-blue: labels build is the number 7, and Kubernetes wants text there: put it in quotes',
    ],
  },
  {
    name: 'problem inside a List',
    text: 'apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: ConfigMap\n  metadata: { name: c }\n  data: { a: 1 }',
    problems: [
      'm.yaml:7:14 ConfigMap c: data a is the number 1, and Kubernetes wants text there: put it in quotes',
    ],
  },
  {
    name: 'several things at once, in the order of the file',
    text: `${service('')}\n---\n${configMap('\n  a: ${nope_at_all}\n  b: <PROJECT_ID>')}\n---\n{`,
    problems: [
      'm.yaml:1:1 Service s has no spec: add what is missing',
      `m.yaml:10:6 \${nope_at_all} is not a placeholder of this rollout: known are version, deployment, service, namespace, rollout, image, ITERS, PORT: ${OWN} $\${nope_at_all} when the container is to read it`,
      'm.yaml:11:6 ConfigMap c: data b still has <PROJECT_ID> in it: put in the real value',
      'm.yaml:13:2 is not valid YAML: Flow map must end with a }: close the quote or bracket',
    ],
  },
  {
    name: 'no Deployment of the version',
    text: deployment({ '  name: ${deployment}': '  name: model-bleu' }),
    purpose: 'whole version',
    problems: [
      'm.yaml:1 the manifests of version blue have no Deployment model-blue: found model-bleu (m.yaml:1); did you mean model-bleu? Write `name: ${deployment}`',
    ],
  },
  {
    name: 'no Deployment at all',
    text: configMap('{}'),
    purpose: 'whole version',
    problems: [
      ' the manifests of version blue have no Deployment model-blue: found no Deployment at all; add it to `manifests`',
    ],
  },
  {
    name: 'image of the rollout not used',
    text: deployment({ '          image: ${image}': '          image: nginx:1' }),
    purpose: 'whole version',
    problems: [
      'm.yaml:1 Deployment model-blue does not use the image of this rollout: model runs nginx:1; write `image: ${image}` in the container that serves the model',
    ],
  },
]

test.each(rows)('$name', async ({ text, problems, purpose, without }) => {
  const values = Object.fromEntries(Object.entries(VALUES).filter(([name]) => name !== without))
  expect(await problemsOf(text, { purpose, values })).toEqual(problems)
})

test('there are many rows, and their names differ', () => {
  expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length)
  expect(rows.length).toBeGreaterThanOrEqual(40)
})
