import { CODES } from './codes.ts'
import type { CodeInfo } from './codes.ts'

/** Findings of the steps before: reading the rollout file and its manifests. */
const EARLIER: { readonly [code: string]: { readonly title: string; readonly fix: string } } = {
  'manifest-yaml': {
    title: 'A manifest is not valid YAML (lost indentation, an excerpt, a template)',
    fix: 'what belongs to a key indented below it',
  },
  'manifest-shape': {
    title:
      'A document is no Kubernetes object, or has no apiVersion, kind, name or spec (`spec:` left empty is `spec: null`)',
    fix: 'the missing part; `hosts` and `http` below `spec`',
  },
  'manifest-name': { title: 'A name that Kubernetes does not take', fix: 'lower-case letters, digits and -' },
  'manifest-placeholder': {
    title: 'A `${placeholder}` without value',
    fix: 'a value under the version’s `values`',
  },
  'manifest-leftover': {
    title: '`[YOUR_BUCKET]`, `<PROJECT_ID>`, CHANGE_ME … in a manifest',
    fix: 'the real value',
  },
  'manifest-text': { title: 'A number or boolean where Kubernetes wants text', fix: 'quotes' },
  'manifest-image': {
    title: 'An image reference that is none, or not the rollout’s',
    fix: '`image: ${image}`',
  },
  'manifest-api': {
    title: 'An apiVersion that Kubernetes has stopped serving',
    fix: 'the one that the message names',
  },
  'manifest-route': { title: 'A route among `manifests`', fix: '`routes[].manifests`' },
  'manifest-kind': { title: 'A kustomization as a plain file', fix: '`kustomize: FOLDER`' },
  'manifest-hook': { title: 'A Helm hook', fix: 'a step before the rollout' },
  'manifest-namespace': { title: 'An object for another namespace', fix: 'no namespace, or `${namespace}`' },
  'manifest-duplicate': { title: 'The same object twice', fix: 'remove one' },
  'manifest-deployment': { title: 'The Deployment of a version is missing', fix: '`name: ${deployment}`' },
  'manifest-version': {
    title: 'A Deployment of the other version',
    fix: 'one Deployment, `name: ${deployment}`',
  },
  'manifest-overlap': {
    title: 'A selector that also matches the pods of another workload',
    fix: '`version: ${version}` in selector and pod labels',
  },
  'manifest-selector': {
    title: 'A workload without selector, or whose selector misses its own pods',
    fix: 'labels that agree',
  },
  'manifest-service': {
    title: 'A Service that misses its pods, or reaches those of the other version',
    fix: 'the label that tells the versions apart',
  },
  'manifest-autoscaler': {
    title: 'Two autoscalers for one Deployment (HPA), or one without target',
    fix: 'one autoscaler',
  },
  'header-shadowed': {
    title: 'An earlier rule of the route takes every request of a stage’s header rule',
    fix: 'another header, or that rule behind the weighted one',
  },
  'header-contradiction': {
    title: 'A header condition of a stage that the weighted rule excludes',
    fix: 'another value or header',
  },
  'header-overlap': {
    title: 'Two conditions on one header, of the stage and of the weighted rule, that cannot be one',
    fix: 'another header, or the same condition',
  },
  'manifest-unreadable': {
    title: 'A file that is not there',
    fix: 'a path from the folder of the rollout file',
  },
}

/** The tables of docs/findings.md. */
export function findingsReference(): string {
  const rows = Object.entries<CodeInfo>(CODES).map(
    ([code, c]) => `| \`${code}\` | ${c.severity} | ${c.title} | ${c.why} | ${c.fix} | ${c.istio ?? ''} |`,
  )
  const earlier = Object.entries(EARLIER).map(([code, c]) => `| \`${code}\` | ${c.title} | ${c.fix} |`)
  return [
    '## What the preflight looks for',
    '',
    '| code | severity | what | why it matters | what to write | Istio |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows.map(cell),
    '',
    '## What reading the manifests finds, and bringing the routes to each stage',
    '',
    'All are errors. The other reasons for which a route is refused are in [operations](operations.md#refused-exit-4-nothing-was-changed).',
    '',
    '| code | what | what to write |',
    '| --- | --- | --- |',
    ...earlier.map(cell),
  ].join('\n')
}

const cell = (row: string) => row.replaceAll('\n', ' ')
