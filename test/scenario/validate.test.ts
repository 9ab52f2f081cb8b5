import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cli } from '../support/cli.ts'
import type { CliResult } from '../support/cli.ts'
import { startWorld } from '../support/world.ts'
import type { World } from '../support/world.ts'

const FIXTURES = path.resolve(import.meta.dirname, '../fixtures/preflight')
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-validate-'))
})
afterAll(() => rm(folder, { recursive: true }))

let checkouts = 0
/** The main example's rollout with files of its own; `edit` changes the text of `rollout.yaml`. */
async function checkout(
  files: { readonly [file: string]: string },
  edit: (rollout: string) => string = (text) => text,
): Promise<string> {
  const place = path.join(folder, `${checkouts++}`)
  await cp(path.resolve(import.meta.dirname, '../support/diabetes'), place, { recursive: true })
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(place, file)), { recursive: true })
    await writeFile(path.join(place, file), text)
  }
  const rollout = path.join(place, 'rollout.yaml')
  await writeFile(rollout, edit(await readFile(rollout, 'utf8')))
  return rollout
}

const validate = (file: string, ...more: string[]) => cli(['validate', file, '--json', ...more])

/** `error k8s/model.yaml:3:1 code`. */
function findings({ json }: CliResult): string[] {
  return json.findings.map(
    (f: { severity: string; file?: string; line?: number; column?: number; code: string }) =>
      `${f.severity} ${[f.file, f.line, f.column].filter((part) => part !== undefined).join(':')} ${f.code}`,
  )
}

describe('the eight blocks of the seeds that lost their indentation, and an excerpt', () => {
  const INDENT =
    'check the indentation of this line and of the one before: what belongs to a key is indented below it'
  const UNALIGNED = `is not valid YAML: All mapping items must start at the same column: ${INDENT}`
  const COMPACT = `is not valid YAML: Nested mappings are not allowed in compact mappings: ${INDENT}`
  test.each([
    { name: 'shadow-deployments', places: ['23:13'], code: 'manifest-yaml', message: COMPACT },
    { name: 'shadow-service', places: ['9:1'], code: 'manifest-yaml', message: UNALIGNED },
    { name: 'shadow-destination-rule', places: ['12:1'], code: 'manifest-yaml', message: UNALIGNED },
    { name: 'shadow-virtual-service', places: ['14:1'], code: 'manifest-yaml', message: UNALIGNED },
    { name: 'header-deployments', places: ['17:13'], code: 'manifest-yaml', message: COMPACT },
    { name: 'header-service', places: ['8:1', '19:1'], code: 'manifest-yaml', message: UNALIGNED },
    { name: 'header-destination-rule', places: ['9:1'], code: 'manifest-yaml', message: UNALIGNED },
    {
      // The one that parses, to `spec: null` with all of it beside.
      name: 'header-virtual-service',
      places: ['1:1'],
      code: 'manifest-shape',
      message:
        'VirtualService has no metadata.name and has no spec, so no hosts and no http: `name`, `hosts`, `http` stand beside metadata and spec instead of below: indent them',
    },
    {
      name: 'serving-excerpt',
      places: ['5:3'],
      code: 'manifest-yaml',
      message:
        'is not valid YAML: Implicit map keys need to be followed by map values: this looks like an excerpt: write out what the dots stand for',
    },
  ])('$name', async ({ name, places, code, message }) => {
    const text = await readFile(path.join(FIXTURES, 'broken', `${name}.yaml`), 'utf8')
    const result = await validate(await checkout({ 'k8s/route.yaml': text }))
    expect(result.code).toBe(2)
    expect(result.json).toMatchObject({ command: 'validate', outcome: 'invalid', rollout: 'diabetes' })
    expect(findings(result)).toEqual(places.map((place) => `error k8s/route.yaml:${place} ${code}`))
    for (const problem of result.json.problems) {
      expect(problem.message).toBe(message)
      expect(problem).toMatchObject({
        object: expect.any(String),
        why: expect.any(String),
        fix: expect.any(String),
      })
    }
  })
})

test('the file, the manifests and how they fit together are judged at once', async () => {
  const file = await checkout({}, (text) => text.replace('weight: 50,', 'wieght: 50,'))
  const model = path.join(path.dirname(file), 'k8s/model.yaml')
  await writeFile(
    model,
    (await readFile(model, 'utf8')).replace(
      'image: ${image}',
      'image: ${image}\n          env: [{ name: A, value: "[YOUR_BUCKET]" }]',
    ),
  )
  const route = path.join(path.dirname(file), 'k8s/route.yaml')
  await writeFile(
    route,
    (await readFile(route, 'utf8'))
      .replace('prefix: /score', 'prefix: /')
      .replace('istio.io/v1', 'istio.io/v1beta1'),
  )
  const result = await validate(file)
  expect(result.code).toBe(2)
  expect(findings(result)).toEqual([
    expect.stringMatching(/^error .*rollout\.yaml:23:\d+ unknown-key$/),
    expect.stringMatching(/^error k8s\/model\.yaml:\d+:\d+ manifest-leftover$/),
    'warning k8s/route.yaml:1:13 deprecated-api',
  ])
  expect(result.json).toMatchObject({ errors: 2, warnings: 1, message: `${file}: 2 errors, 1 warning` })
  expect(result.json.problems).toHaveLength(2)
})

test('S16: a mesh-only route for clients from outside is refused in the words of the reason', async () => {
  const file = path.join(FIXTURES, 'literal-shadow/rollout.yaml')
  const result = await validate(file)
  expect(result.code).toBe(2)
  expect(findings(result)).toEqual([
    'error route.yaml:7:3 mesh-only-route',
    'warning route.yaml:7:3 mesh-only-traffic',
    'warning route.yaml:8:5 traffic-host',
    'warning route.yaml:18:23 deprecated-field',
    'warning model.yaml:18:11 no-readiness-probe',
    'warning model.yaml:30:7 port-name',
  ])
  expect(result.json.problems).toHaveLength(1)
  expect(result.json.message).toContain(
    'VirtualService default/predict-server applies to mesh sidecars only; Service predict-server is reached from outside the mesh (type: LoadBalancer)',
  )
})

test('a header stage whose requests an earlier rule takes is found before it is tried', async () => {
  const file = await checkout({}, (text) =>
    text.replace(
      'name: Blue_0, weight: 0',
      'name: Blue_0, weight: 0, headers: [{ x-api-version: blue, x-a: b }, { headers: { x-api-version: green }, path: { prefix: /score } }]',
    ),
  )
  const result = await validate(file)
  expect([result.code, result.json.findings.length]).toEqual([2, 1])
  expect(result.json.problems[0]).toMatchObject({
    code: 'header-shadowed',
    object: 'VirtualService mlmodel-virtualservice',
    file: 'k8s/route.yaml',
    message:
      'stage Blue_0: requests with header x-api-version exact green, uri prefix /score go by http[1] (uri prefix /score, header x-api-version exact green), which stands before our rule: they would never reach the canary; use another header, or move that rule behind the weighted one',
  })
})

test('the same of an HTTPRoute, where not the order decides but the precedence of its matches', async () => {
  const rule = (match: string) =>
    `    - matches: [${match}]\n      backendRefs: [{ name: model-svc-green, port: 5001 }]\n`
  const route = `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: mlmodel }
spec:
  parentRefs: [{ group: "", kind: Service, name: model-svc-green, port: 5001 }]
  rules:
${rule('{ headers: [{ name: x-group, value: pilot }] }')}${rule('{ path: { value: / } }')}`
  const file = await checkout({ 'k8s/route.yaml': route }, (text) =>
    text.replace('virtualService: mlmodel-virtualservice', 'httpRoute: mlmodel\n    rule: 1').replace(
      'name: Blue_0, weight: 0',
      `name: Blue_0, weight: 0, headers: [
          { x-group: pilot },
          { headers: { x-group: canary }, path: { regex: "/score/v[0-9]+" } },
          { headers: { x-group: staff }, path: { prefix: /score/v2 } }]`,
    ),
  )
  const { json } = await validate(file)
  const never = 'they would never reach the canary; use another header, or a path of the kind exact or prefix'
  expect(json.problems).toMatchObject(
    [
      `stage Blue_0: requests with header x-group Exact pilot go by rules[0] (header x-group Exact pilot), which has the same match and stands before our rule: ${never}`,
      `stage Blue_0: requests with path RegularExpression /score/v[0-9]+, header x-group Exact canary go by rules[1] (everything): a path by RegularExpression comes after every other path, wherever the rule stands (in Istio; the Gateway API leaves it open): ${never}`,
    ].map((message) => ({
      code: 'header-shadowed',
      severity: 'error',
      object: 'HTTPRoute mlmodel',
      file: 'k8s/route.yaml',
      line: 1,
      message,
      why: 'no request of the stage would ever reach the canary',
      fix: 'another header, or that rule behind the weighted one; in an HTTPRoute a path of the kind exact or prefix',
      istio: 'IST0130',
    })),
  )
})

describe('with a cluster', () => {
  let world: World
  beforeAll(async () => {
    world = await startWorld()
  }, 120_000)
  afterAll(() => world?.close())

  test('what is in no manifest is looked for, and nothing is written', async () => {
    const file = await checkout({}, (text) => text.replace('    manifests: [k8s/route.yaml]\n', ''))
    const config = world.env['KUBECONFIG']!
    const mark = world.mark()
    const good = await validate(file, '--kubeconfig', config)
    expect([good.code, findings(good)]).toEqual([0, []])
    expect(good.json).toMatchObject({ outcome: 'done', online: true })

    const model = path.join(path.dirname(file), 'k8s/model.yaml')
    const text = await readFile(model, 'utf8')
    await writeFile(
      model,
      text.replace('image: ${image}', 'image: ${image}\n          envFrom: [{ secretRef: { name: token } }]'),
    )
    // A KUBECONFIG in the environment is no wish to go online.
    const offline = await cli(['validate', file, '--json'], { env: world.env })
    expect([offline.code, offline.json.online]).toEqual([0, false])
    expect(findings(offline)).toEqual([
      expect.stringMatching(/^warning k8s\/model\.yaml:\d+:\d+ missing-config$/),
    ])

    const online = await cli(['validate', file, '--json', '--online'], { env: world.env })
    expect(online.code).toBe(2)
    expect(findings(online)).toEqual([
      expect.stringMatching(/^error k8s\/model\.yaml:\d+:\d+ missing-config$/),
    ])
    expect(online.json.message).toContain(
      'reads Secret token (envFrom of container model), which is not in the manifests or the cluster',
    )
    expect(world.writesSince(mark)).toEqual([])
  })

  test('a server that does not answer is no finding', async () => {
    const kubeconfig = path.join(folder, 'kubeconfig')
    const text = await readFile(world.env['KUBECONFIG']!, 'utf8')
    await writeFile(kubeconfig, text.replaceAll(/:\d{4,5}\b/g, ':1'))
    const result = await validate(await checkout({}), '--kubeconfig', kubeconfig)
    expect([result.code, result.json.reason]).toEqual([1, 'kubernetes-connection'])
  })
})

test('warnings alone are shown and end with 0', async () => {
  const file = await checkout({})
  const route = path.join(path.dirname(file), 'k8s/route.yaml')
  await writeFile(route, (await readFile(route, 'utf8')).replace('istio.io/v1', 'istio.io/v1alpha3'))
  const result = await cli(['validate', file])
  expect(result.code).toBe(0)
  expect(result.stderr).toMatch(
    /^warning k8s\/route\.yaml:1:13 deprecated-api: Gateway abtesting\/\S+ uses /m,
  )
  expect(result.stdout).toMatch(/is valid: .*; 0 errors, 1 warning$/m)
})
