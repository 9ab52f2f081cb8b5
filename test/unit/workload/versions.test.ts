import type { ImageSource, Rollout, ScoringBuild, Version } from '../../../src/spec/rollout.ts'
import { placeholderValues, renderVersion } from '../../../src/workload/manifests.ts'
import { partOfRelease, releaseOf } from '../../../src/workload/release.ts'
import { sharedObjects } from '../../../src/workload/shared.ts'
import { checkPair } from '../../../src/workload/version-checks.ts'
import { deployment, DIGEST, format, loadedTexts } from './rendering.ts'

const service = (name: string, selector: string) =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: "${name}" }\nspec: { selector: ${selector}, ports: [{ port: 80 }] }`
const hpa = (name: string, target: string) =>
  `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: "${name}" }\nspec: { scaleTargetRef: { kind: Deployment, name: "${target}" }, maxReplicas: 3 }`
const LABELS = '    matchLabels: { app: model, version: "${version}" }'

type Backend = 'service' | 'subset'
function version(name: string, backend: Backend): Version {
  return {
    name,
    deployment: `model-${name}`,
    backend:
      backend === 'service'
        ? { kind: 'service', service: `svc-${name}`, port: null }
        : { kind: 'subset', service: 'model', subset: name, port: null },
    values: {},
  }
}

async function render(of: Version, ...texts: string[]) {
  const values = placeholderValues({
    rollout: 'r',
    namespace: 'n',
    version: of,
    image: `r.example/m@${DIGEST}`,
  })
  const rendered = await renderVersion(loadedTexts({ 'm.yaml': texts.join('\n---\n') }), values, {
    namespace: 'n',
    env: {},
  })
  if (!rendered.ok) throw new Error(rendered.problems.map(format).join('\n'))
  return rendered.objects
}

async function pair(backend: Backend, ...texts: string[]): Promise<string[]> {
  const [a, b] = [version('green', backend), version('blue', backend)]
  return checkPair(
    { version: a, objects: await render(a, ...texts) },
    { version: b, objects: await render(b, ...texts) },
  ).map(format)
}

const OWN = '{ app: model, version: "${version}" }'
test.each<[string, Backend, string[], string[]]>([
  ['two Services, one for each version', 'service', [deployment(), service('${service}', OWN)], []],
  ['two subsets of one Service', 'subset', [deployment(), service('${service}', '{ app: model }')], []],
  [
    'a third Service that reaches both is no backend',
    'service',
    [deployment(), service('${service}', OWN), service('all-models', '{ app: model }')],
    [],
  ],
  [
    'a Service without a selector',
    'service',
    [deployment(), service('${service}', '{}').replace('selector: {}, ', '')],
    [],
  ],
  ['an autoscaler for each version', 'service', [deployment(), hpa('${deployment}', '${deployment}')], []],
  [
    'selectors that leave the version out',
    'service',
    [deployment({ [LABELS]: '    matchLabels: { app: model }' })],
    [
      'm.yaml:1 the selector of Deployment model-green (app=model) also matches the pods of Deployment model-blue: Add a label such as `version: ${version}` to its selector and pod template; a selector cannot be changed, so an existing Deployment has to be created anew',
    ],
  ],
  [
    'the same with autoscalers',
    'service',
    [deployment({ [LABELS]: '    matchLabels: { app: model }' }), hpa('${deployment}', '${deployment}')],
    [
      'm.yaml:1 the selector of Deployment model-green (app=model) also matches the pods of Deployment model-blue: their autoscaler could not tell them apart (AmbiguousSelector). Add a label such as `version: ${version}` to its selector and pod template; a selector cannot be changed, so an existing Deployment has to be created anew',
    ],
  ],
  [
    'autoscalers of both versions on one target',
    'service',
    [
      deployment(),
      deployment()
        .replace('${deployment}', 'trainer')
        .replaceAll('app: model', 'app: trainer')
        .replaceAll('"${version}"', 'x')
        .replace('${image}', 'a:1'),
      hpa('${deployment}', 'trainer'),
    ],
    [
      'm.yaml:31 HorizontalPodAutoscaler model-blue and HorizontalPodAutoscaler model-green (m.yaml:31) both scale Deployment trainer: they would fight over its replicas, keep one',
    ],
  ],
  [
    'a backend that reaches the other version too',
    'service',
    [deployment(), service('${service}', '{ app: model }')],
    [
      'm.yaml:16 Service svc-green (selector app=model) also reaches the pods of version blue: it would get traffic that no route gave it; add the label that tells the versions apart to its selector',
      'm.yaml:16 Service svc-blue (selector app=model) also reaches the pods of version green: it would get traffic that no route gave it; add the label that tells the versions apart to its selector',
    ],
  ],
  [
    'a backend that reaches nothing',
    'service',
    [deployment(), service('${service}', '{ app: other }')],
    [
      'm.yaml:16 Service svc-green (selector app=other) does not reach the pods of Deployment model-green (app=model,version=green): make its selector match them',
      'm.yaml:16 Service svc-blue (selector app=other) does not reach the pods of Deployment model-blue (app=model,version=blue): make its selector match them',
    ],
  ],
  [
    'a shared Service that reaches one version only',
    'subset',
    [deployment(), service('${service}', '{ app: model, version: green }')],
    [
      'm.yaml:16 Service model (selector app=model,version=green) does not reach the pods of Deployment model-blue (app=model,version=blue): versions blue and green are subsets of it, so select what their pods have in common',
    ],
  ],
])('%s (%s)', async (_, backend, texts, expected) => {
  expect(await pair(backend, ...texts)).toEqual(expected)
})

test('a Deployment of the other version among the manifests', async () => {
  const other = deployment()
    .replace('${deployment}', 'model-green')
    .replaceAll('"${version}"', 'green')
    .replace('${image}', 'a:1')
  const [green, blue] = [version('green', 'service'), version('blue', 'service')]
  const problems = checkPair(
    { version: green, objects: await render(green, deployment()) },
    { version: blue, objects: await render(blue, deployment(), other) },
  )
  expect(problems.map(format)).toEqual([
    'm.yaml:16 Deployment model-green belongs to version green, but is rendered for version blue too: write the Deployment once, with `name: ${deployment}`',
  ])
})

describe('shared objects', () => {
  const common = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: common }\ndata: { a: "1", list: "x" }'
  const render2 = async (...texts: string[]) => {
    const [a, b] = [version('green', 'subset'), version('blue', 'subset')]
    return sharedObjects(await render(a, deployment(), ...texts), await render(b, deployment(), ...texts))
  }
  const names = (objects: readonly { object: { metadata: { name: string } } }[]) =>
    objects.map(({ object }) => object.metadata.name)

  test('are those that both versions render alike', async () => {
    const found = await render2(common)
    expect([names(found.shared), names(found.onlyA), names(found.onlyB), found.problems]).toEqual([
      ['common'],
      ['model-green'],
      ['model-blue'],
      [],
    ])
  })
  test('with different content are refused, with the first difference', async () => {
    const found = await render2(common.replace('"1"', '"${version}"'))
    expect(found.problems.map(format)).toEqual([
      'm.yaml:16 ConfigMap common has the same name for both versions, but another data.a: put ${version} into its name, or make its content the same',
    ])
    expect(found.shared).toEqual([])
  })
  test('name a difference inside lists', async () => {
    const found = await render2(service('s', '{}').replace('port: 80', 'port: 80, name: "${version}"'))
    expect(found.problems[0]!.message).toContain('but another spec.ports[0].name:')
  })
})

describe('the release', () => {
  const objects = [
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { x: '1', y: '2' } } },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'b' } },
  ]
  test('does not depend on the order of objects and keys', () => {
    const turned = [
      objects[1]!,
      { metadata: { labels: { y: '2', x: '1' }, name: 'a' }, kind: 'ConfigMap', apiVersion: 'v1' },
    ]
    expect(releaseOf(turned, { b: 1, a: undefined, c: [1] })).toBe(releaseOf(objects, { c: [1], b: 1 }))
    expect(releaseOf(objects, null)).toMatch(/^sha256:[0-9a-f]{16}$/)
  })
  test.each<[string, unknown[], unknown]>([
    ['another value', [{ ...objects[0], data: { a: '1' } }, objects[1]], {}],
    ['an object more', [...objects, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'c' } }], {}],
    ['another rollout file', objects, { weight: 5 }],
  ])('differs with %s', (_, changed, rollout) => {
    expect(releaseOf(changed as typeof objects, rollout)).not.toBe(releaseOf(objects, {}))
  })

  const build: ScoringBuild = {
    ...{ kind: 'scoring', script: 'score.py', source: null, model: 'model.pkl', requirements: null },
    ...{ conda: null, python: '3.12', base: null, platform: 'linux/amd64' },
  }
  const image: ImageSource = { repository: 'r.test/iris', build, tags: [], builder: 'auto' }
  const timeouts = { ready: 600_000 }
  const file = (source: ImageSource | null) =>
    ({ name: 'iris', image: source, metrics: null, timeouts: { ...timeouts, settle: 2_000 } }) as Rollout
  const of = (changes: Partial<ImageSource>) => releaseOf([], partOfRelease(file({ ...image, ...changes })))
  test.each<[string, Partial<ImageSource>]>([
    ['further tags', { tags: ['v1'] }],
    ['what builds the image', { builder: 'acr' }],
  ])('is the same with %s', (_, changes) => {
    expect(of(changes)).toBe(of({}))
    // As it was before tags and builder were left out.
    expect(of(changes)).toBe(releaseOf([], { name: 'iris', image, timeouts }))
  })
  test.each<[string, Partial<ImageSource>]>([
    ['another repository', { repository: 'r.test/other' }],
    ['another script', { build: { ...build, script: 'other.py' } }],
  ])('differs with %s', (_, changes) => {
    expect(of(changes)).not.toBe(of({}))
  })
  test('a file without an image has one too', () => {
    expect(releaseOf([], partOfRelease(file(null)))).toMatch(/^sha256:/)
  })
})
