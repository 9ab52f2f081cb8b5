import { PINNED } from './workflow.ts'

/** How the jobs of a workflow log in: to AKS, to GKE, or with a kubeconfig that is a secret of the environments. */
export const CLOUDS = ['azure', 'google', 'kubeconfig'] as const
export type Cloud = (typeof CLOUDS)[number]

/** Whose cluster it most likely is, told by where the images are. */
export function cloudOf(repository: string | null): Cloud {
  const host = repository?.split('/')[0] ?? ''
  if (/\.azurecr\.(io|cn|us)$/.test(host)) return 'azure'
  if (/(-docker\.pkg\.dev|^([a-z]+\.)?gcr\.io)$/.test(host)) return 'google'
  return 'kubeconfig'
}

const VARIABLES: { readonly [cloud in Exclude<Cloud, 'kubeconfig'>]: readonly string[] } = {
  azure: ['azure-client-id', 'azure-tenant-id', 'azure-subscription-id', 'aks-resource-group', 'aks-cluster'],
  google: ['google-workload-identity-provider', 'google-service-account', 'gke-cluster', 'gke-location'],
}

const variable = (input: string) => input.toUpperCase().replaceAll('-', '_')

/** Variables that the repository has to have; none of them is a secret. */
export const variablesOf = (cloud: Cloud): readonly string[] =>
  cloud === 'kubeconfig' ? [] : VARIABLES[cloud].map(variable)

/** What the login is given, as lines of YAML. */
export const loginInputs = (cloud: Cloud): readonly string[] =>
  cloud === 'kubeconfig'
    ? ['kubeconfig: ${{ secrets.KUBECONFIG }}']
    : VARIABLES[cloud].map((input) => `${input}: \${{ vars.${variable(input)} }}`)

/** Steps of a job of the team's own: checkout and login. Each job is another machine, and tokens are short-lived. */
export function loginSteps(cloud: Cloud): string[] {
  return [
    '    steps:',
    `      - uses: ${PINNED.checkout}`,
    '        with:',
    '          persist-credentials: false',
    '      - uses: OWNER/shiftgate/.github/actions/cluster@v1',
    '        with:',
    ...loginInputs(cloud).map((line) => `          ${line}`),
  ]
}
