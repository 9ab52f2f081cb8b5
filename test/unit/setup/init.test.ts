import { describe, expect, test } from '@jest/globals'
import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { templateText } from '../../../src/setup/init/files.ts'
import type { ManifestFile } from '../../../src/setup/init/manifests.ts'
import { propose } from '../../../src/setup/init/propose.ts'
import type { Answers, Proposal } from '../../../src/setup/init/propose.ts'
import { rolloutText } from '../../../src/setup/init/rollout-text.ts'
import { parseRollout } from '../../../src/spec/parse.ts'
import { PAIR, ROUTE } from '../../support/init-manifests.ts'

const NOTHING: Answers = { name: null, namespace: null, image: null, url: null, route: null }
const IMAGE = { image: 'registry.example.com/ml/model' }

function example(name: string): ManifestFile[] {
  const folder = path.resolve(import.meta.dirname, '../../../examples', name, 'k8s')
  return readdirSync(folder)
    .sort()
    .map((file) => ({ path: `k8s/${file}`, text: readFileSync(path.join(folder, file), 'utf8') }))
}

function found(files: readonly ManifestFile[], answers: Partial<Answers> = {}): Proposal {
  const result = propose(files, { ...NOTHING, ...answers })
  if (!result.ok) throw new Error(result.missing.map(({ message }) => message).join('\n'))
  return result.proposal
}

function missing(files: readonly ManifestFile[], answers: Partial<Answers> = {}) {
  const result = propose(files, { ...NOTHING, ...answers })
  if (result.ok) throw new Error(`nothing is missing:\n${rolloutText(result.proposal)}`)
  return result.missing
}

const pair = (text = PAIR) => [
  { path: 'k8s/model.yaml', text },
  { path: 'k8s/route.yaml', text: ROUTE },
]

function parsed(proposal: Proposal) {
  const result = parseRollout(rolloutText(proposal), 'rollout.yaml')
  if (!result.ok) throw new Error(result.problems.map(({ message }) => message).join('\n'))
  return result.rollout
}

describe('what is found', () => {
  test('placeholders and a route to two Services', () => {
    const proposal = found(example('mlopspython'), { ...IMAGE, url: 'http://models.example.com/score' })
    const rollout = parsed(proposal)
    expect(rollout).toMatchObject({ name: 'model', namespace: 'abtesting' })
    expect(rollout.versions.map((v) => [v.name, v.deployment, v.backend.service])).toEqual([
      ['green', 'model-green', 'model-svc-green'],
      ['blue', 'model-blue', 'model-svc-blue'],
    ])
    expect(rollout.routes).toMatchObject([
      { kind: 'virtualService', name: 'mlmodel-virtualservice', pins: 'retarget' },
    ])
    expect(rollout.traffic?.identify).toMatchObject({ header: 'x-model-version' })
    expect(proposal).toMatchObject({ manifests: ['k8s/model.yaml'], routeManifests: ['k8s/route.yaml'] })
  })

  test('subsets of one Service, an image that is fixed, a placeholder of the team', () => {
    const proposal = found(example('tfserving-canary'))
    const { versions, image, routes } = parsed(proposal)
    expect(versions.map(({ backend, values }) => [backend, values])).toEqual([
      [
        { kind: 'subset', service: 'image-classifier', subset: 'resnet50', port: 8501 },
        { MODEL: 'resnet50' },
      ],
      [
        { kind: 'subset', service: 'image-classifier', subset: 'resnet101', port: 8501 },
        { MODEL: 'resnet101' },
      ],
    ])
    expect(image).toBeNull()
    expect(routes).toMatchObject([{ pins: 'refuse' }])
    expect(proposal.notes.join()).toContain('${MODEL}')
  })

  test('an HTTPRoute to one version: the other one is the next', () => {
    const proposal = found(example('httpbin-mirroring'), { ...IMAGE, route: 'httpRoute/httpbin' })
    expect(parsed(proposal).versions.map(({ backend }) => backend)).toEqual([
      { kind: 'service', service: 'httpbin-v1', port: 80 },
      { kind: 'service', service: 'httpbin-v2', port: 80 },
    ])
    expect(proposal.manifests).toEqual(['k8s/httpbin.yaml', 'k8s/service.yaml', 'k8s/version-service.yaml'])
  })

  test('a VirtualService to one subset: the other one is in the DestinationRule', () => {
    const proposal = found(example('httpbin-mirroring'), { ...IMAGE, route: 'virtualService/httpbin' })
    expect(proposal.versions.map(({ target }) => target.subset)).toEqual(['v1', 'v2'])
    expect(proposal.manifests).toEqual(['k8s/httpbin.yaml', 'k8s/service.yaml'])
    expect(proposal.routeManifests).toEqual(['k8s/destination-rule.yaml', 'k8s/virtual-service.yaml'])
  })

  test('two Deployments become one with placeholders; what differs becomes values', () => {
    const proposal = found(pair())
    const text = templateText(proposal)
    expect(text).toContain('name: ${deployment}')
    expect(text).toContain('name: ${service}')
    expect(text).toContain('image: ${image}')
    expect(text).toContain('version: ${version}')
    expect(text).toContain('value: $${HOME}')
    expect(text).not.toMatch(/green(?! or)|resnet|uid/)
    expect(proposal.versions.map(({ values }) => values)).toEqual([
      { MODEL: 'resnet50' },
      { MODEL: 'resnet101' },
    ])
    expect(parsed(proposal)).toMatchObject({
      name: 'model',
      namespace: 'ml',
      image: { repository: 'registry.example.com/ml/model' },
    })
  })

  test('one Deployment: the other version is what it would be called', () => {
    const documents = PAIR.split('---\n').filter((text) => !text.includes('blue'))
    const proposal = found(pair(documents.join('---\n')))
    expect(proposal.versions.map(({ deployment }) => deployment)).toEqual(['model-green', 'model-blue'])
    expect(templateText(proposal)).toContain('version: ${version}')
  })

  test('the side that gets more traffic is the stable one', () => {
    const swapped = ROUTE.replace('weight: 100', 'weight: 5').replace('weight: 0', 'weight: 95')
    const proposal = found([pair()[0]!, { path: 'k8s/route.yaml', text: swapped }])
    expect(proposal.versions.map(({ name }) => name)).toEqual(['blue', 'green'])
  })
})

describe('what is missing', () => {
  test('everything', () => {
    expect(missing([]).map(({ message }) => message)).toEqual([
      expect.stringContaining('no Deployment was found'),
      expect.stringContaining('no VirtualService or HTTPRoute was found'),
    ])
  })

  test.each([
    ['the image', example('mlopspython'), 'image', '--image'],
    [
      'which of two routes',
      example('httpbin-mirroring'),
      'route',
      'httpRoute/httpbin, virtualService/httpbin',
    ],
    [
      'a Deployment of the version',
      pair(PAIR.replace(/name: model-(green|blue),/g, 'name: model,')),
      null,
      'no Deployment of version green',
    ],
    [
      'a Service',
      pair(PAIR.replace('name: model-svc-green', 'name: model-green')),
      null,
      'Service model-svc-green, which virtualService model leads to, is not among the manifests',
    ],
    [
      'a common form',
      pair(PAIR.replace('ports: [{ containerPort: 5001 }]', 'command: [serve]')),
      null,
      'model-green and model-blue differ in more than values (spec.template.spec.containers.0',
    ],
    [
      'a second version',
      [
        pair()[0]!,
        { path: 'route.yaml', text: ROUTE.replace(/.*svc-blue.*\n/, '').replace('svc-green', 'svc') },
      ],
      null,
      'virtualService/model leads to model-svc only',
    ],
  ] as const)('%s', (_, files, option, message) => {
    expect(missing(files)).toEqual([{ option, message: expect.stringContaining(message) }])
  })

  test('what a manifest with a mistake may have held is told with the mistake', () => {
    const broken = [
      { path: 'k8s/model.yaml', text: `kind: Deployment\nmetadata: { name: model\n` },
      { path: 'chart/model.yaml', text: `kind: Deployment\nname: {{ .Values.name }\n` },
      { path: 'other.yaml', text: 'a: [1' },
    ]
    const messages = missing(broken).map(({ message }) => message)
    expect(messages.filter((text) => text.includes('.yaml'))).toEqual([
      expect.stringMatching(/^k8s\/model\.yaml:\d+:\d+: is not valid YAML: ./),
    ])
  })

  test('a route that is not there', () => {
    expect(missing(pair(), { route: 'httpRoute/model' })[0]!.message).toBe(
      '--route httpRoute/model was not found: there is virtualService/model',
    )
  })
})

test('YAML that is none of Kubernetes, or none at all, is passed over', () => {
  const others = ['a: [1', 'kind: Deployment', '- 1', 'a: *b', '{{ template }}', ''].map((text, i) => ({
    path: `${i}.yaml`,
    text,
  }))
  expect(found([...others, ...pair()]).name).toBe('model')
})
