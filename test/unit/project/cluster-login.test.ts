import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
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
const variablesAt = steps.findIndex(({ env }) => env?.['VARIABLES'] !== undefined)
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

/** A step as the runner executes it: its exit code, what it prints, and the variables that later steps get. */
function executed(step: Step, env: { readonly [name: string]: string }) {
  const variables = path.join(folder, 'env')
  writeFileSync(variables, '')
  const { status, stdout } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run!],
    {
      env: { PATH: process.env['PATH'], RUNNER_TEMP: temp, GITHUB_ENV: variables, ...env },
      encoding: 'utf8',
    },
  )
  const lines = readFileSync(variables, 'utf8').split('\n').filter(Boolean)
  const at = (line: string) => line.indexOf('=')
  return {
    status,
    stdout,
    variables: Object.fromEntries(lines.map((line) => [line.slice(0, at(line)), line.slice(at(line) + 1)])),
  }
}

function moved(env: { readonly [name: string]: string }): { [name: string]: string } {
  const { status, variables } = executed(steps[at]!, env)
  expect(status).toBe(0)
  return variables
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

onUnix('lines of the secret ENV are variables of later steps, and their values are masked', () => {
  const VARIABLES = ['TOKEN=Bearer a=b%25 c', '', 'KEY=<<EOF\r', '_x1="quoted" $HOME'].join('\n')
  expect(executed(steps[variablesAt]!, { VARIABLES })).toEqual({
    status: 0,
    stdout: ['Bearer a=b%2525 c', '<<EOF', '"quoted" $HOME', '']
      .map((v) => v && `::add-mask::${v}`)
      .join('\n'),
    variables: { TOKEN: 'Bearer a=b%25 c', KEY: '<<EOF', _x1: '"quoted" $HOME' },
  })
})

onUnix.each(['TOKEN', 'TOKEN=', '=x', 'A B=c', '1A=b', 'A<<EOF=b', 'A\n=b'])(
  'a line that is none stops the job, and is not printed: %j',
  (wrong) => {
    const { status, stdout } = executed(steps[variablesAt]!, { VARIABLES: `GOOD=1\n${wrong}` })
    expect(status).toBe(1)
    expect(stdout.split('\n')[1]).toBe(
      '::error::line 2 of the secret ENV is no variable; expected NAME=VALUE, each in one line',
    )
  },
)
