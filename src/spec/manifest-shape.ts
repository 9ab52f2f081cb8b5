import { defaulted, list, mapping, object, optional, required } from './collection-shapes.ts'
import { dnsLabel, path } from './name-shapes.ts'
import type { ManifestSource } from './rollout.ts'
import { text, written } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { byKey, byType } from './union-shapes.ts'

const helm = object('a Helm chart with its values', {
  helm: required(path('the folder of a Helm chart'), 'helm: charts/model', 'Folder of a Helm chart.'),
  release: optional(
    dnsLabel('a Helm release name', 53),
    "the version's deployment",
    'Name of the release the chart is rendered for.',
  ),
  values: defaulted(
    list(path('a values file'), 'a list of values files'),
    [],
    'Values files, later ones win.',
  ),
  set: defaulted(
    mapping({
      expected: 'a mapping of chart values to text',
      keyName: 'key',
      key: text({ expected: 'the name of a chart value such as deployment.name', type: 'key' }),
      value: written('text of a chart value'),
    }),
    {},
    'Single values, as with `--set`.',
  ),
})

const kustomize = object('a kustomization', {
  kustomize: required(
    path('the folder of a kustomization'),
    'kustomize: k8s/overlay',
    'Folder of a kustomization.',
  ),
})

const source: Shape<ManifestSource> = byType('a file or folder, or a mapping with "helm" or "kustomize"', {
  text: converted(path('a file or folder of manifests'), (file): ManifestSource => ({
    kind: 'file',
    path: file,
  })),
  map: byKey<ManifestSource>('"helm" or "kustomize"', {
    helm: converted(helm, ({ helm: chart, ...rest }): ManifestSource => ({ kind: 'helm', chart, ...rest })),
    kustomize: converted(kustomize, ({ kustomize: folder }): ManifestSource => ({
      kind: 'kustomize',
      path: folder,
    })),
  }),
})

export const manifestsShape: Shape<readonly ManifestSource[]> = named(list(source, 'a list of manifests'), {
  type: 'list of paths, Helm charts or kustomizations',
})
