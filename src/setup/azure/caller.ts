import type { Rollout } from '../../spec/rollout.ts'

/** A pipeline that extends `pipelines/abtest.yml` with the stages of a rollout file; the image is given when it is started. */
export function azureCaller(file: string, { image, stages }: Rollout): string {
  return [
    '# Written by `shiftgate init`; docs/azure-devops.md of shiftgate says what the connections need.',
    'trigger: none',
    'pr: none',
    '',
    'resources:',
    '  repositories:',
    '    - repository: shiftgate',
    '      type: github',
    '      endpoint: github',
    '      name: OWNER/shiftgate',
    '      ref: refs/tags/v1',
    '',
    'parameters:',
    '  - name: connection',
    '    displayName: Kubernetes service connection',
    '    type: string',
    ...(image === null
      ? []
      : ['  - name: image', '    displayName: Image as repository@sha256:…', '    type: string']),
    '',
    'extends:',
    '  template: pipelines/abtest.yml@shiftgate',
    '  parameters:',
    `    file: ${JSON.stringify(file)}`,
    ...(image === null ? [] : ['    image: ${{ parameters.image }}']),
    '    connection:',
    '      connectionType: kubernetes',
    '      kubernetesServiceConnection: ${{ parameters.connection }}',
    '    stages:',
    ...stages.flatMap(({ name, approval }) => [
      `      - name: ${name}`,
      ...(approval === null ? [] : [`        environment: ${JSON.stringify(approval)}`]),
    ]),
    '',
  ].join('\n')
}
