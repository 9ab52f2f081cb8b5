import { refOf } from '../../../src/kube/object.ts'
import type { KubeObject } from '../../../src/kube/object.ts'
import { gatewayRouter } from '../../../src/mesh/gateway/index.ts'
import { istioRouter } from '../../../src/mesh/istio/index.ts'
import { imageNotes, notesFor, sharedNotes } from '../../../src/plan/notes.ts'
import type { RoutePlanInput } from '../../../src/plan/route.ts'
import { SWAP, rolloutOf, scene } from './rollout-scene.ts'

/** What a plan says of a stage besides its diff, to the word: people decide by it. */
const STAGES = `[
  { name: Shadow, weight: 0, mirror: 40 },
  { name: Both, weight: 0, mirror: 100, headers: { user-group: canary } },
  { name: Replay, weight: 0, checks: [{ comparison: { replay: {}, label: y } }] },
  { name: Half, weight: 50 },
]`

interface Situation {
  readonly kind?: 'virtualService' | 'httpRoute'
  /** Rules in front of the weighted one. */
  readonly rules?: readonly object[]
  readonly firstRun?: boolean
  readonly labels?: { readonly [name: string]: string }
  readonly pins?: string
}

function notes(
  stage: string,
  { kind = 'virtualService', rules = [], firstRun, labels, pins }: Situation = {},
) {
  const rollout = rolloutOf(`
rollout: diabetes
namespace: abtesting
versions: { green: { deployment: model-green, service: green, port: 80 }, blue: { deployment: model-blue, service: blue, port: 80 } }
routes: [{ ${kind}: model${pins ? `, pins: ${pins}` : ''} }]
traffic: { url: "http://models.example.com/score", identify: { header: x-model-version } }
stages: ${STAGES}
`)
  const roles = { stable: rollout.versions[0], canary: rollout.versions[1] }
  const istio = kind === 'virtualService'
  const weighted = istio
    ? {
        route: [
          { destination: { host: 'green' }, weight: 100 },
          { destination: { host: 'blue' }, weight: 0 },
        ],
      }
    : {
        backendRefs: [
          { name: 'green', port: 80, weight: 1 },
          { name: 'blue', port: 80, weight: 0 },
        ],
      }
  const route: KubeObject = {
    apiVersion: istio ? 'networking.istio.io/v1' : 'gateway.networking.k8s.io/v1',
    kind: istio ? 'VirtualService' : 'HTTPRoute',
    metadata: { name: 'model', namespace: 'abtesting', ...(labels ? { labels } : {}) },
    spec: istio
      ? { hosts: ['models.example.com'], http: [...rules, weighted] }
      : { parentRefs: [{ name: 'edge' }], rules: [...rules, weighted] },
  }
  const router = istio ? istioRouter : gatewayRouter
  const spec = rollout.routes[0]!
  const routes: RoutePlanInput = {
    rollout,
    roles,
    routes: [{ index: 0, spec, router, route, live: new Map(), manifests: [] }],
    memories: [],
  }
  const input = { ...scene({ stages: SWAP }).input(), rollout, roles, firstRun: firstRun ?? false }
  return notesFor(
    input,
    routes,
    null,
    rollout.stages.find((s) => s.name === stage)!,
  )
}

const TWICE = (percent: number) =>
  `mirror: blue works on ${percent} % of the requests once more, and its answers are thrown away; what a request writes or sends elsewhere happens twice, and blue and everything that it calls get that much more load`
const HOST =
  'mirror: copies may reach blue with "-shadow" after the host name (Istio up to 1.27 adds it, later versions only with DISABLE_SHADOW_HOST_SUFFIX=false), so blue must not depend on the Host header'

const pinned = (host: string, more: object = {}) => ({
  match: [{ headers: { 'x-api-version': { exact: host } } }],
  route: [{ destination: { host } }],
  ...more,
})
const PINNED_GREEN = 'http[0] (header x-api-version exact green): green'

describe('what mirroring does not do', () => {
  test('no mirror, nothing to say', () => {
    expect(notes('Half')).toEqual([])
  })

  test('side effects and load twice, and the host', () => {
    expect(notes('Shadow')).toEqual([TWICE(40), HOST])
    expect(notes('Shadow', { kind: 'httpRoute' })).toEqual([TWICE(40), HOST])
  })

  test('header rules of the stage are not copied', () => {
    const own =
      'mirror: requests of the header rules go to blue themselves and are not copied; only the others are'
    expect(notes('Both')).toEqual([TWICE(100), HOST, own])
  })

  test("nor are other people's rules to stable, unless they copy themselves", () => {
    const lost = `mirror: requests of VirtualService abtesting/model ${PINNED_GREEN} are not copied; only those of the weighted rule are`
    expect(notes('Shadow', { rules: [pinned('green')] })).toContain(lost)
    expect(notes('Half', { rules: [pinned('green')] }).join()).not.toContain('mirror')
    expect(notes('Shadow', { rules: [pinned('blue')] }).filter((n) => n.startsWith('mirror'))).toEqual([
      TWICE(40),
      HOST,
    ])
    const copying = pinned('green', { mirror: { host: 'blue' } })
    expect(notes('Shadow', { rules: [copying] }).join()).not.toContain('are not copied')
    const elsewhere = pinned('green', { mirror: { host: 'audit' } })
    expect(notes('Shadow', { rules: [elsewhere] })).toContain(lost)
  })

  test('the same of an HTTPRoute', () => {
    const rule = {
      matches: [{ headers: [{ name: 'x-api-version', value: 'green' }] }],
      backendRefs: [{ name: 'green', port: 80 }],
    }
    const [, , lost] = notes('Shadow', { kind: 'httpRoute', rules: [rule] }).filter((n) =>
      n.startsWith('mirror'),
    )
    expect(lost).toBe(
      'mirror: requests of HTTPRoute abtesting/model rules[0] (header x-api-version Exact green): green are not copied; only those of the weighted rule are',
    )
  })

  test('a first run copies nothing', () => {
    const only = 'first run: there is only one version, so nothing is copied and nothing is compared'
    for (const stage of ['Shadow', 'Both', 'Replay'])
      expect(notes(stage, { firstRun: true }).filter((n) => !n.includes('nothing is stable'))).toEqual([only])
  })
})

test('replayed requests are real ones', () => {
  expect(notes('Replay')).toEqual([
    'replay: both versions answer requests of the "traffic" block; what these write happens on both',
  ])
})

test('pins, and what becomes of them', () => {
  const rules = [pinned('green')]
  const text = `VirtualService abtesting/model: ${PINNED_GREEN} is pinned to green`
  expect(notes('Half', { rules })).toEqual([text])
  expect(notes('Half', { rules, pins: 'retarget' })).toEqual([
    `${text}; it follows the remaining version at the end`,
  ])
})

test('what both versions share changes under stable, too', () => {
  const one = scene({ backends: 'subsets' })
  const input = one.input()
  const [shared] = [...input.shared]
  const write = (before: KubeObject | null, after: KubeObject | null) =>
    ({
      kind: 'write',
      verb: 'apply',
      ref: refOf(input.live.get(shared!)!),
      before,
      after,
      why: '',
      remember: null,
    }) as const
  const live = input.live.get(shared!)!
  const text =
    'Service abtesting/model is shared: green has its new content at once, whatever the weights are; put ${version} into its name to keep the versions apart'
  expect(sharedNotes([write(live, live)], input)).toEqual([text])
  expect(sharedNotes([write(null, live), write(live, null)], input)).toEqual([])
  expect(sharedNotes([write(live, live)], { ...input, firstRun: true })).toEqual([])
})

test('whoever would put the route back is named', () => {
  expect(notes('Half', { labels: { 'app.kubernetes.io/managed-by': 'Helm' } })).toEqual([
    'VirtualService abtesting/model belongs to Helm, which may put it back during the rollout; let it ignore what shiftgate changes (weights, marks) or pause it',
  ])
})

describe('an image of another repository', () => {
  const DIGEST = `sha256:${'1'.repeat(64)}`
  const rollout = (image: string | null) =>
    rolloutOf(`
rollout: diabetes
namespace: abtesting
${image === null ? '' : `image: ${image}`}
versions: { green: { deployment: model-green, service: green }, blue: { deployment: model-blue, service: blue } }
routes: [{ virtualService: model }]
stages: [{ name: Half, weight: 50 }]
`)

  test('is said', () => {
    expect(imageNotes(rollout('r.test/team/diabetes'), `r.test/team/diabtes@${DIGEST}`)).toEqual([
      'the image is from r.test/team/diabtes; the rollout file names r.test/team/diabetes',
    ])
  })

  test.each([
    ['r.test/team/diabetes', `r.test/team/diabetes@${DIGEST}`],
    ['docker.io/library/nginx', `nginx@${DIGEST}`],
    [null, `r.test/team/diabetes@${DIGEST}`],
    ['r.test/team/diabetes', null],
  ])('not where there is nothing to say: %s, %s', (named, image) => {
    expect(imageNotes(rollout(named), image)).toEqual([])
  })
})
