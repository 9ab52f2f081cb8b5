import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cli } from '../../support/cli.ts'
import { startGithub } from '../../support/github-api.ts'
import type { FakeGithub } from '../../support/github-api.ts'

const EXAMPLE = path.resolve(import.meta.dirname, '../../support/diabetes/rollout.yaml')

let github: FakeGithub
let folder: string
let file: string
beforeEach(async () => {
  github = await startGithub()
  folder = await mkdtemp(path.join(tmpdir(), 'shiftgate-setup-'))
  file = path.join(folder, 'rollout.yaml')
  await writeFile(file, await readFile(EXAMPLE, 'utf8'))
})
afterEach(async () => {
  const { violations } = github
  await github.close()
  await rm(folder, { recursive: true })
  expect(violations).toEqual([])
})

const setup = (...args: string[]) =>
  cli(['setup', file, '--host', 'github', '--json', ...args], {
    env: { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: github.repository, GITHUB_TOKEN: github.token },
  })
const writes = () => github.requests.filter((r) => r.method !== 'GET').map((r) => `${r.method} ${r.path}`)
const ENVIRONMENT = '/repos/octo/models/environments'

describe('setup', () => {
  test('the branch that may use the environments is the default branch, unless others are given', async () => {
    github.defaultBranch = 'master'
    expect(await setup('--reviewers', 'octocat')).toMatchObject({ code: 0 })
    for (const name of ['abtestenv', 'shiftgate'])
      expect(github.environments.get(name)!.branches).toEqual(['master'])
    expect(await setup('--reviewers', 'octocat', '--branches', 'any')).toMatchObject({ code: 0 })
    expect(github.environments.get('abtestenv')!.branches ?? []).toEqual([])
  })

  test('creates a shared environment and the unattended one, prints a plan first, and changes nothing the second time', async () => {
    const first = await setup(
      '--reviewers',
      'octocat,octo/release-managers',
      '--wait',
      '10m',
      '--branches',
      'main,release/*',
    )
    expect(first).toMatchObject({
      code: 0,
      json: {
        command: 'setup',
        outcome: 'done',
        environments: [
          {
            name: 'abtestenv',
            action: 'created',
            stages: ['Blue_50', 'Blue_100', 'Blue_Green', 'Green_100'],
          },
          { name: 'shiftgate', action: 'created', stages: [] },
        ],
      },
    })
    expect(first.stderr).toMatch(
      /create environment abtestenv[\s\S]*reviewers: none -> octo\/release-managers, octocat/,
    )
    expect(github.environments.get('abtestenv')).toEqual({
      reviewers: [
        { type: 'User', name: 'octocat' },
        { type: 'Team', name: 'octo/release-managers' },
      ],
      preventSelfReview: true,
      wait: 10,
      branches: ['main', 'release/*'],
    })
    expect(github.environments.get('shiftgate')).toMatchObject({ reviewers: [], wait: 0 })
    const before = writes().length
    const second = await setup(
      '--reviewers',
      'octocat,octo/release-managers',
      '--wait',
      '10m',
      '--branches',
      'main,release/*',
    )
    expect(second).toMatchObject({ code: 0, json: { outcome: 'unchanged' } })
    expect(writes()).toHaveLength(before)
    // Without --reviewers whoever is there stays; another branch rule replaces the old one.
    expect(await setup()).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(github.environments.get('abtestenv')).toMatchObject({
      reviewers: [{ name: 'octocat' }, {}],
      branches: ['main'],
    })
    expect(await setup('--check')).toMatchObject({ code: 0, json: { outcome: 'done', audit: [] } })
    expect(JSON.stringify([first, second])).not.toContain(github.token)
  })

  test('refuses to make an environment that lets everybody through, and names wrong reviewers; nothing is written', async () => {
    expect(await setup()).toMatchObject({
      code: 1,
      json: { message: expect.stringContaining('--reviewers') },
    })
    expect(await setup('--reviewers', 'nobody-known')).toMatchObject({
      code: 2,
      json: { problems: [{ code: 'unknown-reviewer', message: expect.stringContaining('"nobody-known"') }] },
    })
    expect(await setup('--reviewers', 'a,b,c,d,e,f,g')).toMatchObject({ code: 2 })
    expect(await setup('--wait', '31d', '--reviewers', 'octocat')).toMatchObject({ code: 2 })
    expect(writes()).toEqual([])
  })

  test('where the plan has no reviewers it says so and what to do instead', async () => {
    github.noReviewers = true
    const result = await setup('--reviewers', 'octocat')
    expect(result).toMatchObject({
      code: 1,
      json: {
        outcome: 'failed',
        message: expect.stringMatching(
          /no required reviewers \(private repositories need GitHub Enterprise\).*approvers/,
        ),
      },
    })
    expect(github.environments.get('abtestenv')).toMatchObject({ reviewers: [], branches: ['main'] })
    await writeFile(file, `${await readFile(EXAMPLE, 'utf8')}\napprovers: [octocat]\n`)
    expect(await setup('--reviewers', 'octocat')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    expect(await setup('--check')).toMatchObject({ code: 0, json: { outcome: 'done' } })
    // With approvers in the file nobody has to name reviewers that the plan does not have.
    expect(await setup()).toMatchObject({ code: 0, json: { outcome: 'unchanged' } })
  })

  test.each(['shiftgate', 'ShiftGate'])(
    'no stage waits in the environment of the unattended jobs, %s: the one would take away the reviewers of the other',
    async (environment) => {
      await writeFile(file, (await readFile(EXAMPLE, 'utf8')).replaceAll('abtestenv', environment))
      for (const more of [['--reviewers', 'octocat'], ['--check']])
        expect(await setup(...more)).toMatchObject({
          code: 2,
          json: {
            problems: [
              {
                code: 'shared-environment',
                message: expect.stringContaining(`Blue_50 waits for an approval in "${environment}"`),
              },
            ],
          },
        })
      expect(writes()).toEqual([])
      expect(await setup('--reviewers', 'octocat', '--environment', 'unattended')).toMatchObject({ code: 0 })
    },
  )

  test('names that differ in case only are one environment', async () => {
    await writeFile(file, (await readFile(EXAMPLE, 'utf8')).replace('abtestenv', 'AbTestEnv'))
    expect(await setup('--reviewers', 'octocat')).toMatchObject({
      code: 0,
      json: {
        environments: [
          { name: 'AbTestEnv', stages: ['Blue_50', 'Blue_100', 'Blue_Green', 'Green_100'] },
          { name: 'shiftgate' },
        ],
      },
    })
  })

  test('names the permission that the token lacks', async () => {
    github.trouble = ({ path: at }) => (at.startsWith(ENVIRONMENT) ? { status: 403 } : null)
    expect(await setup('--reviewers', 'octocat')).toMatchObject({
      code: 1,
      json: {
        problems: [{ code: 'github-forbidden', message: expect.stringContaining('"Environments: read"') }],
      },
    })
  })
})

describe('setup --check', () => {
  const gate = {
    reviewers: [{ type: 'User', name: 'octocat' }],
    preventSelfReview: true,
    branches: ['main'],
  } as const
  const unattended = { reviewers: [], branches: ['main'] } as const

  test.each([
    ['an environment that does not exist', { shiftgate: unattended }, 1, /"abtestenv" does not exist/],
    [
      'one without reviewers',
      { abtestenv: { ...gate, reviewers: [] }, shiftgate: unattended },
      1,
      /lets everybody through/,
    ],
    ['recovery that would wait', { abtestenv: gate, shiftgate: gate }, 1, /recovery must not/],
    [
      'self-review',
      { abtestenv: { ...gate, preventSelfReview: false }, shiftgate: unattended },
      0,
      /may approve it/,
    ],
    ['any branch', { abtestenv: { ...gate, branches: [] }, shiftgate: unattended }, 0, /from every branch/],
    [
      'administrators who bypass',
      { abtestenv: { ...gate, bypass: true }, shiftgate: unattended },
      0,
      /administrators/,
    ],
  ])('finds %s', async (_, environments, code, message) => {
    for (const [name, environment] of Object.entries(environments)) {
      const { branches, ...rest } = environment as {
        branches: readonly string[]
        reviewers: readonly never[]
      }
      github.environments.set(name, { ...rest, ...(branches.length > 0 ? { branches } : {}) })
    }
    const result = await setup('--check')
    expect(result).toMatchObject({
      code,
      json: {
        audit: expect.arrayContaining([expect.objectContaining({ message: expect.stringMatching(message) })]),
      },
    })
    expect(writes()).toEqual([])
  })

  test('finds credentials of the cluster that every job can read', async () => {
    github.environments.set('abtestenv', gate)
    github.environments.set('shiftgate', unattended)
    const harmless = ['NPM_TOKEN', 'KUBECOST_TOKEN', 'GOOGLE_MAPS_API_KEY', 'LEAKS_TOKEN']
    const credentials = [
      'KUBECONFIG',
      'PROD_KUBE_CONFIG_DATA',
      'GKE_SA_KEY',
      'GOOGLE_APPLICATION_CREDENTIALS',
    ]
    github.secrets.repository.push(...harmless, ...credentials)
    github.secrets.organisation.push('AZURE_CREDENTIALS', 'ARM_CLIENT_SECRET')
    const result = await setup('--check')
    expect(result.code).toBe(1)
    const found = result.json.audit.map(({ severity, message }: { severity: string; message: string }) => [
      severity,
      /^secret (\w+ at \w+) level/.exec(message)?.[1],
    ])
    expect(found).toEqual([
      ...credentials.map((name) => ['error', `${name} at repository`]),
      ...['AZURE_CREDENTIALS', 'ARM_CLIENT_SECRET'].map((name) => ['error', `${name} at organisation`]),
    ])
  })
})
