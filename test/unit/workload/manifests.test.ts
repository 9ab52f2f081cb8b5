import { chmod, cp, mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { KubeObject } from '../../../src/kube/object.ts'
import type { ManifestSource } from '../../../src/spec/rollout.ts'
import {
  loadManifests,
  placeholderValues,
  renderObjects,
  renderVersion,
} from '../../../src/workload/manifests.ts'
import type { PlaceholderValues } from '../../../src/workload/manifests.ts'
import { deployment, DIGEST, format, objectsOf, problemsOf, VALUES } from './rendering.ts'

const FIXTURES = join(import.meta.dirname, '../../fixtures/manifests')
const configMap = (data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c }\ndata: ${data}`

describe('values', () => {
  test('take the place of placeholders in values and keys, and leave escaped ones to the container', async () => {
    const [workload, service, config] = await objectsOf(
      await readFile(join(FIXTURES, 'model/model.yaml'), 'utf8'),
    )
    expect(workload!.metadata).toEqual({
      name: 'model-blue',
      namespace: 'abtesting',
      labels: { app: 'model', model_version: 'blue' },
    })
    expect(workload!['spec'].template.spec.containers[0]).toMatchObject({
      image: `registry.example/scoring@${DIGEST}`,
      env: [
        { name: 'ITERS', value: '10' },
        { name: 'HOME_IN_THE_CONTAINER', value: '${HOME}/x' },
      ],
    })
    expect(service!['spec'].selector).toEqual({ app: 'model', model_version: 'blue' })
    expect(config!['data']).toEqual({ MODEL_PATH: 'gs://models/blue', 'blue.txt': 'diabetes in abtesting\n' })
  })

  test.each([
    ['an unquoted number is a number', 'port: ${PORT}', 5001],
    ['a quoted one is text', 'port: "${PORT}"', '5001'],
    ['a part of a text is text', 'port: ${PORT}0', '50010'],
    ['a fraction is a number', 'port: ${FRACTION}', -0.5],
    ['leading zeros are no number', 'port: ${ZEROS}', '007'],
    ['an exponent is no number: it may be a commit', 'port: ${COMMIT}', '12e4'],
    ['a boolean is one', 'port: ${FLAG}', true],
    ['an empty value is an empty text', 'port: ${EMPTY}', ''],
  ])('%s', async (_, line, expected) => {
    const text = `apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: t }\n${line}`
    const values = { ...VALUES, FRACTION: '-0.5', ZEROS: '007', COMMIT: '12e4', FLAG: 'true', EMPTY: '' }
    expect((await objectsOf(text, values))[0]!['port']).toBe(expected)
  })

  test.each(['labels', 'annotations'])('are text in %s even when unquoted', async (map) => {
    const text = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c\n  ${map}:\n    a: \${ITERS}`
    expect((await objectsOf(text))[0]!.metadata[map]).toEqual({ a: '10' })
  })

  test.each([
    ['a line end and YAML', 'x\nspec: { replicas: 0 }'],
    ['quotes', `"'`],
    ['an anchor', '&a *a'],
    ['a comment', 'a # b'],
    ['another placeholder', '${version}'],
    ['a replacement pattern', '$& $1 $$'],
  ])('cannot break the structure: %s', async (_, value) => {
    const [config] = await objectsOf(configMap('\n  a: ${X}\n  b: "is ${X}!"'), { ...VALUES, X: value })
    expect(config).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'c', namespace: 'abtesting' },
      data: { a: value, b: `is ${value}!` },
    })
  })

  test('come from the version, and cannot replace what every rollout has', () => {
    const version = {
      name: 'blue',
      deployment: 'd',
      backend: { kind: 'subset' as const, service: 's', subset: 'v2' },
      values: { OWN: '1', version: 'x' },
    }
    expect(placeholderValues({ rollout: 'r', namespace: 'n', version, image: null })).toEqual({
      OWN: '1',
      rollout: 'r',
      namespace: 'n',
      version: 'blue',
      deployment: 'd',
      service: 's',
      subset: 'v2',
    })
  })
})

describe('YAML', () => {
  test('is read as kubectl reads it', async () => {
    const text =
      'apiVersion: example.com/v1\nkind: Thing\nmetadata: { name: t }\nbase: &b { a: 1 }\nvalues: [0644, yes, off, 2020-01-01, 12:30, 1_000, 1e3, ~, 0x1F]\nmerged: { <<: *b, c: 2 }'
    const [thing] = await objectsOf(text)
    expect(thing!['values']).toEqual([420, true, false, '2020-01-01', '12:30', 1000, 1000, null, 31])
    expect(thing!['merged']).toEqual({ a: 1, c: 2 })
  })
  test('may be JSON with tabs', async () => {
    const text = '{\n\t"apiVersion": "v1",\n\t"kind": "ConfigMap",\n\t"metadata": {"name": "${version}"}\n}'
    expect((await objectsOf(text))[0]!.metadata.name).toBe('blue')
  })
  test('may have empty documents, comments and Windows line ends', async () => {
    const text = `# nothing\r\n---\r\n---\r\n${configMap('{ a: b }').replaceAll('\n', '\r\n')}\r\n---\r\n# end\r\n`
    expect(await objectsOf(text)).toHaveLength(1)
  })
  test('leaves configuration files that only look like leftovers alone', async () => {
    const data =
      '\n  a.ini: |\n    [LOG_SETTINGS]\n    level=1\n  b.xml: |\n    <MAX_SIZE>1</MAX_SIZE>\n  c: "[A-Z]+ <b> $(VAR) ${X:-y}"'
    expect(await problemsOf(configMap(data))).toEqual([])
  })
})

describe('objects', () => {
  test('get the namespace of the rollout, unless they belong to none', async () => {
    const text = ['ConfigMap', 'Namespace', 'ClusterRole', 'ServiceMonitor']
      .map((kind) => `apiVersion: v1\nkind: ${kind}\nmetadata: { name: x }`)
      .join('\n---\n')
    expect((await objectsOf(text)).map(({ kind, metadata }) => [kind, metadata.namespace])).toEqual([
      ['ConfigMap', 'abtesting'],
      ['Namespace', undefined],
      ['ClusterRole', undefined],
      ['ServiceMonitor', 'abtesting'],
    ])
  })
  test('in lists are taken out of them', async () => {
    const text = `apiVersion: v1\nkind: List\nitems:\n- ${configMap('{ a: b }').replaceAll('\n', '\n  ')}\n- apiVersion: v1\n  kind: ConfigMapList\n  items:\n  - ${configMap('{}').replace('name: c', 'name: d').replaceAll('\n', '\n    ')}`
    expect((await objectsOf(text)).map(({ metadata }) => metadata.name)).toEqual(['c', 'd'])
  })
  test('that were copied out of a cluster lose what the server wrote', async () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: c, uid: u, resourceVersion: "1", creationTimestamp: null, generation: 2, managedFields: [], selfLink: /x }\nstatus: {}'
    expect(await objectsOf(text)).toEqual([
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'c', namespace: 'abtesting' } },
    ])
  })
  test('of a route may be in another namespace', async () => {
    const text =
      'apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: { name: g, namespace: istio-system }\nspec: { servers: [] }'
    expect(await problemsOf(text, { purpose: 'route' })).toEqual([])
  })
  test('with the line where they start', async () => {
    const loaded = await loadManifests([{ kind: 'file', path: 'model' }], FIXTURES)
    const rendered = await renderObjects(loaded, VALUES, {
      namespace: 'abtesting',
      env: {},
      purpose: 'version',
    })
    expect(rendered.ok && rendered.objects.map(({ file, line }) => `${file}:${line}`)).toEqual([
      'model/model.yaml:2',
      'model/model.yaml:30',
      'model/model.yaml:39',
    ])
  })
})

describe('manifests that lost their indentation', () => {
  test.each([
    ['deployments', ['16:13 is not valid YAML', '31:13 is not valid YAML']],
    ['service', ['8:1 is not valid YAML']],
    ['destination-rule', ['9:1 is not valid YAML']],
    ['mirror', ['13:1 is not valid YAML']],
    ['virtual-service', ['1:1 VirtualService has no metadata.name and has no spec']],
    ['excerpt', ['3:1 Deployment scorer has no spec']],
  ])('%s: refused at its place', async (name, expected) => {
    const path = `flattened/${name}.yaml`
    const loaded = await loadManifests([{ kind: 'file', path }], FIXTURES)
    const rendered = await renderObjects(loaded, VALUES, {
      namespace: 'abtesting',
      env: {},
      purpose: 'route',
    })
    expect(
      rendered.ok ? [] : rendered.problems.map((p) => format(p).split(':').slice(0, 4).join(':')),
    ).toEqual(expected.map((start) => expect.stringContaining(`${path}:${start}`)))
  })
})

describe('sources', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'manifests-'))
    await cp(FIXTURES, folder, { recursive: true })
    await mkdir(join(folder, 'bin'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  const problems = async (...sources: ManifestSource[]) =>
    (await loadManifests(sources, folder)).problems.map((p) => p.message)
  const helm = (more: Partial<Extract<ManifestSource, { kind: 'helm' }>> = {}): ManifestSource => ({
    kind: 'helm',
    chart: 'chart',
    release: null,
    values: [],
    set: {},
    ...more,
  })

  test('folders give their manifests in the order of their names, once', async () => {
    await mkdir(join(folder, 'many'))
    for (const name of ['b.yml', 'a.yaml', 'c.json', 'README.md'])
      await writeFile(join(folder, 'many', name), `# ${name}`)
    const loaded = await loadManifests([{ kind: 'file', path: 'many' }], folder)
    await rm(join(folder, 'many'), { recursive: true })
    expect(loaded.sources.map((s) => s.kind === 'text' && s.file)).toEqual([
      'many/a.yaml',
      'many/b.yml',
      'many/c.json',
    ])
    expect(await renderObjects(loaded, VALUES, { namespace: 'n', env: {}, purpose: 'version' })).toEqual({
      ok: true,
      objects: [],
    })
  })

  test('that are missing or of another kind are told apart', async () => {
    await mkdir(join(folder, 'empty'))
    await writeFile(join(folder, 'binary.yaml'), 'a\0b')
    expect(
      await problems(
        { kind: 'file', path: 'k8s/nothing.yaml' },
        { kind: 'file', path: 'empty' },
        { kind: 'file', path: 'kustomize' },
        { kind: 'file', path: 'chart' },
        { kind: 'file', path: 'binary.yaml' },
        { kind: 'kustomize', path: 'model' },
        { kind: 'kustomize', path: 'kustomize/kustomization.yaml' },
        helm({ chart: './nothing' }),
        helm({ chart: 'model' }),
        helm({ values: ['chart/none.yaml'] }),
      ),
    ).toEqual([
      'k8s/nothing.yaml does not exist: paths start at the folder of the rollout file',
      'empty holds no manifests: expected *.yaml, *.yml or *.json',
      'kustomize is a kustomization: write `kustomize: kustomize`',
      'chart is a Helm chart: write `helm: chart`',
      'binary.yaml is not a text file in UTF-8',
      'model holds no kustomization.yaml',
      'kustomize/kustomization.yaml is a file: `kustomize` wants the folder of a kustomization.yaml',
      './nothing does not exist: paths start at the folder of the rollout file',
      'model/Chart.yaml does not exist: paths start at the folder of the rollout file',
      'chart/none.yaml does not exist: paths start at the folder of the rollout file',
    ])
  })

  async function stub(name: string, script: string) {
    await writeFile(
      join(folder, 'bin', name),
      `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/${name}.argv"\n${script}\n`,
    )
    await chmod(join(folder, 'bin', name), 0o755)
  }
  const argv = async (name: string) =>
    (await readFile(join(folder, `${name}.argv`), 'utf8')).trimEnd().split('\n')
  const render = async (
    source: ManifestSource,
    path = `${folder}/bin:/usr/bin:/bin`,
    values: PlaceholderValues = VALUES,
  ) =>
    renderVersion(await loadManifests([source], folder), values, {
      namespace: 'abtesting',
      env: { PATH: path },
    })

  test('Helm charts are rendered by helm with the values of the version', async () => {
    await writeFile(
      join(folder, 'out.yaml'),
      `---\n# Source: model/templates/deployment.yaml\n${deployment()}\n`,
    )
    await stub('helm', `cat "${folder}/out.yaml"`)
    const set = {
      'deployment.image.name': '${image}',
      'deployment.bluegreen': '${version}',
      list: '{a,b}',
      'svc.port': '${PORT}',
    }
    const rendered = await render(helm({ values: ['chart/values-prod.yaml'], set }))
    expect(await argv('helm')).toEqual([
      'template',
      'model-blue',
      join(folder, 'chart'),
      '--namespace',
      'abtesting',
      '--skip-tests',
      '--values',
      join(folder, 'chart/values-prod.yaml'),
      '--set',
      `deployment.image.name=registry.example/scoring@${DIGEST}`,
      '--set',
      'deployment.bluegreen=blue',
      '--set',
      'list=\\{a\\,b}',
      '--set',
      'svc.port=5001',
    ])
    expect(rendered.ok && rendered.objects).toMatchObject([
      {
        file: 'chart (as rendered by helm)',
        line: 3,
        object: { kind: 'Deployment', metadata: { name: 'model-blue' } },
      },
    ])
  })

  test('charts of a repository and release names go to helm as they are', async () => {
    await stub('helm', ':')
    await render(helm({ chart: 'oci://registry.example/charts/model', release: 'scoring-${version}' }))
    expect((await argv('helm')).slice(0, 3)).toEqual([
      'template',
      'scoring-blue',
      'oci://registry.example/charts/model',
    ])
  })

  test('a failing helm is a problem that shows what it said', async () => {
    await stub('helm', 'echo "Error: missing in charts/ directory: common" >&2; exit 1')
    const rendered = await render(helm())
    expect(rendered.ok ? [] : rendered.problems).toEqual([
      {
        code: 'manifest-render',
        file: 'chart (as rendered by helm)',
        message: `helm failed: exit code 1\ncommand: helm template model-blue ${join(folder, 'chart')} --namespace abtesting --skip-tests\nstderr:\n  Error: missing in charts/ directory: common`,
      },
    ])
  })

  test('a missing helm is a problem that says how to get it', async () => {
    const rendered = await render(helm(), '/nowhere')
    expect(rendered.ok ? '' : rendered.problems[0]!.message.split('\n')[0]).toBe(
      'helm was not found on PATH: install it (https://helm.sh/docs/intro/install/), or add its folder to PATH',
    )
  })

  test('an unknown placeholder in a setting is found before helm runs', async () => {
    const rendered = await render(helm({ set: { a: '${vresion}' } }), '/nowhere')
    expect(rendered.ok ? '' : rendered.problems[0]!.message).toMatch(
      /^\$\{vresion\} is not a placeholder of this rollout: did you mean \$\{version\}\?/,
    )
  })

  test('kustomizations are built by kubectl, then treated like files', async () => {
    await stub('kubectl', `cat "${folder}/kustomize/deployment.yaml"`)
    const rendered = await render({ kind: 'kustomize', path: 'kustomize' })
    expect(await argv('kubectl')).toEqual(['kustomize', join(folder, 'kustomize')])
    expect(rendered.ok && rendered.objects[0]!.object.metadata.name).toBe('model-blue')
  })

  test('kustomizations are built by kustomize where there is no kubectl', async () => {
    await stub('kustomize', 'while IFS= read -r line; do echo "$line"; done < kustomize/deployment.yaml')
    const rendered = await render({ kind: 'kustomize', path: 'kustomize' }, join(folder, 'bin'))
    expect(await argv('kustomize')).toEqual(['build', join(folder, 'kustomize')])
    expect(rendered.ok && rendered.objects[0]!.object.metadata.name).toBe('model-blue')
  })

  test('an abort while a tool runs rejects with its reason', async () => {
    await stub('helm', 'exec sleep 600')
    const controller = new AbortController()
    const reason = new Error('cancelled')
    const loaded = await loadManifests([helm()], folder)
    const rendering = renderVersion(loaded, VALUES, {
      namespace: 'n',
      env: { PATH: `${folder}/bin:/usr/bin:/bin` },
      signal: controller.signal,
    })
    setTimeout(() => controller.abort(reason), 200)
    await expect(rendering).rejects.toBe(reason)
  })
})

test('the rendering of a whole version is its objects', async () => {
  const loaded = await loadManifests([{ kind: 'file', path: 'model/model.yaml' }], FIXTURES)
  const rendered = await renderVersion(loaded, VALUES, { namespace: 'abtesting', env: {} })
  const kinds = (objects: readonly { object: KubeObject }[]) => objects.map(({ object }) => object.kind)
  expect(rendered.ok && kinds(rendered.objects)).toEqual(['Deployment', 'Service', 'ConfigMap'])
})
