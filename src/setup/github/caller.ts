import type { Rollout } from '../../spec/rollout.ts'
import { loginInputs, loginSteps } from './cloud.ts'
import type { Cloud } from './cloud.ts'
import { STAGE_MINUTES } from './workflow.ts'

/**
 * A workflow that rolls an image out when it is started. The reusable workflow does it, or, `explicit`, a job for each stage
 * that stands in the file itself. Every job logs in anew to the cloud whose cluster it is.
 */
export function githubCaller(file: string, rollout: Rollout, explicit: boolean, cloud: Cloud): string {
  // The reusable workflow builds when no image is given, and a rollout without one has nothing to build.
  const jobs = explicit || rollout.image === null ? explicitJobs(file, rollout, cloud) : reusable(file, cloud)
  return [
    '# Written by `shiftgate init`; docs/github.md of shiftgate says what the environments need.',
    'name: rollout',
    'on:',
    '  workflow_dispatch:',
    ...(rollout.image === null
      ? []
      : [
          '    inputs:',
          "      image: { description: 'Image as repository@sha256:…', type: string, required: true }",
        ]),
    '',
    'permissions: {}',
    '',
    ...jobs,
    '',
  ].join('\n')
}

const PERMISSIONS = ['    permissions:', '      contents: read']
/** Only stages ask who approved. */
const REVIEWS = '      actions: read # who approved'
const OPEN_ID = '      id-token: write # logins without secrets'

function reusable(file: string, cloud: Cloud): string[] {
  return [
    'jobs:',
    '  rollout:',
    ...PERMISSIONS,
    REVIEWS,
    OPEN_ID,
    '    uses: OWNER/shiftgate/.github/workflows/abtest.yml@v1',
    '    with:',
    `      file: ${JSON.stringify(file)}`,
    '      image: ${{ inputs.image }}',
    ...(cloud === 'kubeconfig'
      ? ['    secrets:', '      KUBECONFIG: ${{ secrets.KUBECONFIG }}']
      : loginInputs(cloud).map((line) => `      ${line}`)),
  ]
}

function explicitJobs(file: string, { image, stages }: Rollout, cloud: Cloud): string[] {
  const withImage = image === null ? [] : ['image: ${{ inputs.image }}']
  const action = (command: string, inputs: readonly string[]) => [
    `      - id: ${command}`,
    '        uses: OWNER/shiftgate@v1',
    '        with:',
    `          command: ${command}`,
    `          file: ${JSON.stringify(file)}`,
    ...inputs.map((line) => `          ${line}`),
  ]
  const ids = stages.map(({ name }) => `stage-${name}`)
  return [
    '# One rollout after the other; none is cancelled half-way.',
    'concurrency:',
    `  group: ${JSON.stringify(`shiftgate-${file}`)}`,
    '  cancel-in-progress: false',
    '  queue: max',
    '',
    'jobs:',
    '  plan:',
    ...job('shiftgate', 15, false, cloud),
    '    outputs:',
    '      release: ${{ steps.plan.outputs.release }}',
    ...loginSteps(cloud),
    ...action('plan', withImage),
    // Each needs the one before: one approval opens one stage and no more.
    ...stages.flatMap(({ name, approval }, i) => [
      '',
      `  ${ids[i]!}:`,
      `    name: ${name}`,
      `    needs: [plan${i === 0 ? '' : `, ${ids[i - 1]!}`}]`,
      ...job(approval ?? 'shiftgate', STAGE_MINUTES, approval !== null, cloud),
      ...loginSteps(cloud),
      // GitHub drops outputs that contain a secret: then no stage is opened, instead of any release.
      ...action('advance', [
        `to: ${name}`,
        ...withImage,
        "release: ${{ needs.plan.outputs.release || 'none' }}",
      ]),
    ]),
    '',
    '  # Runs whatever happened, and asks the record in the cluster what to do.',
    '  recover:',
    `    needs: [plan, ${ids.join(', ')}]`,
    '    if: ${{ always() }}',
    ...job('shiftgate', STAGE_MINUTES, false, cloud),
    ...loginSteps(cloud),
    ...action('abort', ['run: ${{ github.run_id }}']),
  ]
}

function job(environment: string, minutes: number, gated: boolean, cloud: Cloud): string[] {
  return [
    '    runs-on: ubuntu-latest',
    `    timeout-minutes: ${minutes}`,
    ...(gated
      ? [`    environment: ${JSON.stringify(environment)}`]
      : ['    environment:', `      name: ${JSON.stringify(environment)}`, '      deployment: false']),
    ...PERMISSIONS,
    ...(gated ? [REVIEWS] : []),
    ...(cloud === 'kubeconfig' ? [] : [OPEN_ID]),
  ]
}
