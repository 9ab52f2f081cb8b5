import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'

/** `.github/actions/cluster`: what its own script does with the files that Google's actions write into the checkout. */
const ACTION = path.resolve(import.meta.dirname, '../../../.github/actions/cluster/action.yml')
interface Step {
  readonly id?: string
  readonly uses?: string
  readonly if?: string
  readonly run?: string
  readonly env?: { readonly [name: string]: string }
}
const { steps } = (parse(readFileSync(ACTION, 'utf8')) as { runs: { steps: readonly Step[] } }).runs
const at = steps.findIndex(({ run }) => run?.includes('away()'))
const onUnix = process.platform === 'win32' ? test.skip : test

let folder: string
let workspace: string
let temp: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'shiftgate-login-'))
  workspace = path.join(folder, 'work space')
  temp = path.join(folder, 'temp')
  for (const one of [workspace, temp]) mkdirSync(one)
})
afterEach(() => rmSync(folder, { recursive: true }))

/** The variables that later steps get. */
function moved(env: { readonly [name: string]: string }): { [name: string]: string } {
  const variables = path.join(folder, 'env')
  writeFileSync(variables, '')
  execFileSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', steps[at]!.run!], {
    env: { PATH: process.env['PATH'], RUNNER_TEMP: temp, GITHUB_ENV: variables, ...env },
  })
  const lines = readFileSync(variables, 'utf8').split('\n').filter(Boolean)
  return Object.fromEntries(lines.map((line) => line.split('=') as [string, string]))
}

function written(name: string): string {
  const file = path.join(workspace, name)
  writeFileSync(file, name)
  return file
}

onUnix(
  'credentials of Google leave the checkout before a build can take them, and later steps find them',
  () => {
    const CREDENTIALS = written('gha-creds-0123456789abcdef.json')
    const CLUSTER = written('gha-kubeconfig-01234567')
    written('rollout.yaml')
    const variables = moved({ CREDENTIALS, CLUSTER })
    expect(readdirSync(workspace)).toEqual(['rollout.yaml'])
    const credentials = path.join(temp, 'gha-creds-0123456789abcdef.json')
    const cluster = path.join(temp, 'gha-kubeconfig-01234567')
    expect(variables).toEqual({
      GOOGLE_APPLICATION_CREDENTIALS: credentials,
      CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE: credentials,
      GOOGLE_GHA_CREDS_PATH: credentials,
      KUBECONFIG: cluster,
      KUBE_CONFIG_PATH: cluster,
    })
    for (const file of [credentials, cluster]) expect(readFileSync(file, 'utf8')).toBe(path.basename(file))
  },
)

onUnix('without a cluster there is one file, and nothing is said of the other', () => {
  const variables = moved({ CREDENTIALS: written('gha-creds-0.json'), CLUSTER: '' })
  expect(Object.keys(variables)).toHaveLength(3)
  expect(readdirSync(workspace)).toEqual([])
})

test('it is given what those actions write, after both of them', () => {
  const step = steps[at]!
  const [credentials, cluster] = ['CREDENTIALS', 'CLUSTER'].map((name) => {
    const id = /^\$\{\{ steps\.(\w+)\.outputs\.\w+ \}\}$/.exec(step.env?.[name] ?? '')?.[1]
    return steps.findIndex((s) => s.id !== undefined && s.id === id)
  })
  expect(steps[credentials!]!.uses).toMatch(/^google-github-actions\/auth@/)
  expect(steps[cluster!]!.uses).toMatch(/^google-github-actions\/get-gke-credentials@/)
  expect(Math.max(credentials!, cluster!)).toBeLessThan(at)
  expect(step.if).toBe(steps[credentials!]!.if)
})
