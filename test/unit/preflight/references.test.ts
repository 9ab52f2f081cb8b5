import { referencesOf } from '../../../src/preflight/references.ts'
import { parseRollout } from '../../../src/spec/parse.ts'
import { ROLLOUT } from './inspecting.ts'

test('the cluster is asked for Services, and not for public hosts as if they were some', () => {
  const parsed = parseRollout(ROLLOUT, 'rollout.yaml')
  if (!parsed.ok) throw new Error('the rollout file does not parse')
  const hosts = [
    'short',
    'full.other.svc.cluster.local',
    'incomplete.abtesting',
    'example.com',
    'api.example.com',
  ]
  const object = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'model', namespace: 'abtesting' },
    spec: { gateways: ['mesh'], http: hosts.map((host) => ({ route: [{ destination: { host } }] })) },
  }
  const refs = referencesOf({
    rollout: parsed.rollout,
    versions: [],
    routes: [[{ object, file: 'route.yaml', line: 1 }]],
    complete: true,
    cluster: null,
  })
  expect(
    refs.filter(({ kind }) => kind === 'Service').map(({ namespace, name }) => `${namespace}/${name}`),
  ).toEqual(['abtesting/short', 'other/full', 'abtesting/incomplete'])
})
