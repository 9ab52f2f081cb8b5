import type { LoadedManifests, PlaceholderValues } from '../../../src/workload/manifests.ts'
import { renderObjects, renderVersion } from '../../../src/workload/manifests.ts'
import type { KubeObject } from '../../../src/kube/object.ts'
import type { Problem } from '../../../src/process/errors.ts'

export const DIGEST = `sha256:${'a1'.repeat(32)}`
export const VALUES: PlaceholderValues = {
  rollout: 'diabetes',
  namespace: 'abtesting',
  version: 'blue',
  deployment: 'model-blue',
  service: 'model-svc-blue',
  image: `registry.example/scoring@${DIGEST}`,
  ITERS: '10',
  PORT: '5001',
}
const WHERE = { namespace: 'abtesting', env: {} }

export function loadedTexts(files: { readonly [file: string]: string }): LoadedManifests {
  return {
    folder: '/',
    problems: [],
    sources: Object.entries(files).map(([file, text]) => ({ kind: 'text', file, text })),
  }
}

/** The objects of one text; what is wrong with it is a failure of the test. */
export async function objectsOf(text: string, values: PlaceholderValues = VALUES): Promise<KubeObject[]> {
  const rendered = await renderObjects(loadedTexts({ 'm.yaml': text }), values, {
    ...WHERE,
    purpose: 'version',
  })
  if (!rendered.ok) throw new Error(rendered.problems.map(format).join('\n'))
  return rendered.objects.map(({ object }) => object)
}

/** `m.yaml:3:5 message` of each problem. */
export async function problemsOf(
  text: string,
  options: {
    readonly values?: PlaceholderValues
    readonly purpose?: 'version' | 'route' | 'whole version'
  } = {},
): Promise<string[]> {
  const { values = VALUES, purpose = 'version' } = options
  const loaded = loadedTexts({ 'm.yaml': text })
  const rendered =
    purpose === 'whole version'
      ? await renderVersion(loaded, values, WHERE)
      : await renderObjects(loaded, values, { ...WHERE, purpose })
  return rendered.ok ? [] : rendered.problems.map(format)
}

export function format({ file, line, column, message }: Problem): string {
  return `${[file, line, column].filter((part) => part !== undefined).join(':')} ${message}`
}

/** A valid Deployment; `edit` replaces lines. */
export function deployment(edit: { readonly [line: string]: string } = {}): string {
  const lines = [
    'apiVersion: apps/v1',
    'kind: Deployment',
    'metadata:',
    '  name: ${deployment}',
    'spec:',
    '  selector:',
    '    matchLabels: { app: model, version: "${version}" }',
    '  template:',
    '    metadata:',
    '      labels: { app: model, version: "${version}" }',
    '    spec:',
    '      containers:',
    '        - name: model',
    '          image: ${image}',
  ]
  for (const line of Object.keys(edit)) if (!lines.includes(line)) throw new Error(`no line ${line}`)
  return lines.map((line) => edit[line] ?? line).join('\n')
}
