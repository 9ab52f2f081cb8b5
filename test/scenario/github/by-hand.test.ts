import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals'
import { mkdirSync, symlinkSync } from 'node:fs'
import path from 'node:path'
import { STAGES, startGithubWorld } from '../../support/github-world.ts'
import type { GithubWorld } from '../../support/github-world.ts'
import { atCall } from '../../support/kill.ts'
import { runWorkflow } from '../../support/workflow-runner.ts'
import type { Decisions, JobResult } from '../../support/workflow-runner.ts'
import { workflowTools } from '../../support/workflow-tools.ts'
import { IMAGES, liveTraffic } from '../../support/world.ts'
import type { Saved } from '../../support/world.ts'

/** `examples/github/by-hand.yml`: a run for each stage, started by a person, for plans without required reviewers. */
const FILE = 'examples/github/by-hand.yml'
const TOOLS = path.resolve(import.meta.dirname, '../../support/tools')
type Results = { readonly [job: string]: JobResult }

let w: GithubWorld
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- GitHub's packages, used as JavaScript
let tools: any
let bin: string
let runs = 1000
/** When Blue_0 has passed, and the workflow has asked for the next stage. */
let asked: Saved
let original: readonly string[]

beforeAll(async () => {
  tools = await workflowTools()
  w = await startGithubWorld({ change: (file) => (file.approvers = ['octocat', 'hubot']) })
  original = w.world.objects()
  bin = path.join(w.world.folder, 'bin')
  mkdirSync(bin)
  symlinkSync(path.join(TOOLS, 'gh.mjs'), path.join(bin, 'gh'))
  symlinkSync(process.execPath, path.join(bin, 'node'))
}, 120_000)

afterAll(async () => {
  const violations = w?.github.violations ?? []
  await w?.close()
  expect(violations).toEqual([])
})

interface Event {
  readonly name: 'workflow_dispatch' | 'issue_comment'
  readonly actor: string
  readonly inputs?: { readonly [name: string]: string }
  readonly event?: object
}

function start(
  { name, actor, inputs, event = {} }: Event,
  decisions: Partial<Decisions> = {},
): Promise<Results> {
  const run = String(++runs)
  w.github.runs.set(run, { event: name, actor })
  const { token, repository, url } = w.github
  return runWorkflow(FILE, {
    tools,
    ...(inputs ? { inputs } : {}),
    github: { run_id: run, token, repository, server_url: 'https://github.com', event_name: name, event },
    env: { GITHUB_API_URL: url, PATH: `${bin}:${process.env['PATH']}` },
    // The one environment of this workflow has no reviewers.
    decisions: { ...decisions, review: () => 'pass' },
    start: (given) => w.start({ ...given, 'lease-duration': '2s' }, { run }),
  })
}

const dispatch = (
  actor: string,
  inputs: { readonly [name: string]: string },
  decisions?: Partial<Decisions>,
) => start({ name: 'workflow_dispatch', actor, inputs }, decisions)

/** Somebody writes under the issue that was opened last. */
function comment(
  actor: string,
  text = '/approve',
  decisions?: Partial<Decisions>,
  issue = newest(),
  { visibility = 'public', association = 'COLLABORATOR' } = {},
) {
  const event = {
    repository: { visibility },
    comment: { body: text, author_association: association },
    issue: {
      number: issue.number,
      title: issue.title,
      body: issue.body,
      state: issue.open ? 'open' : 'closed',
      user: { login: 'github-actions[bot]' },
    },
  }
  return start({ name: 'issue_comment', actor, event }, decisions)
}

const newest = () => w.github.issues.at(-1)!
const outcomes = (results: Results) =>
  Object.fromEntries(Object.entries(results).map(([name, { result }]) => [name, result]))
const PASSED = { request: 'success', stage: 'success', recover: 'success', ask: 'success' }
const NOTHING = { request: 'failure', stage: 'skipped', recover: 'skipped', ask: 'skipped' }
const REFUSED = { request: 'success', stage: 'failure', recover: 'success', ask: 'skipped' }

function expectPassed(results: Results, stage: string): void {
  const said = Object.values(results).flatMap(({ steps }) => steps.map((s) => s.raw + s.stderr))
  if (results['stage']!.result !== 'success') throw new Error(said.join('\n'))
  expect(outcomes(results)).toEqual(PASSED)
  expect(results['stage']!.steps[0]!.outputs).toMatchObject({ stage, outcome: 'done' })
  // What has passed waits for the next person.
  expect(results['recover']!.steps[0]!.outputs['outcome']).toBe('unchanged')
}

let traffic: ReturnType<typeof liveTraffic> | null = null
afterEach(() => traffic?.stop())

test('one stage a run, each started by a person, to the end', async () => {
  traffic = liveTraffic(w.world)
  const first = await dispatch('mona', { stage: 'Blue_0', image: IMAGES.new })
  expectPassed(first, 'Blue_0')
  const owner = String(runs)
  asked = w.world.save()
  // Nobody could reject or cancel: this run is over when the next stage is asked for.
  expect(first['stage']!.steps[0]!.summary).toContain(
    '**To stop:** start the workflow with `abort` as its stage.',
  )
  for (const [i, stage] of STAGES.entries()) {
    if (i === 0) continue
    const issue = newest()
    expect(issue).toMatchObject({ number: i, title: `Approve stage ${stage} of rollout.yaml?`, open: true })
    expect(issue.body).toContain(`run=${owner} `)
    if (i % 2 === 1) {
      expectPassed(await comment('octocat'), stage)
      expect(w.github.issues[i - 1]).toMatchObject({ open: false })
    } else {
      const release = /release=(\S+)/.exec(issue.body)![1]!
      expectPassed(await dispatch('hubot', { stage, image: IMAGES.new, run: owner, release }), stage)
    }
  }
  await traffic.stop()
  expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
  // After the last stage nobody is asked any more.
  expect(w.github.issues).toHaveLength(STAGES.length - 1)
  expect(w.world.record()).toMatchObject({ phase: 'finished', owner: null })
  const approvals = w.world.record()!.history.flatMap((h) => (h.approval ? [h.approval] : []))
  expect(approvals.map(({ stage, by, comment: text }) => [stage, by, text])).toEqual([
    ['Blue_50', 'octocat', '/approve'],
    ['Blue_100', 'hubot', null],
    ['Blue_Green', 'octocat', '/approve'],
    ['Green_100', 'hubot', null],
  ])
  expect(await w.world.ask()).toEqual({ new: 20 })
}, 120_000)

/** As if only Blue_0 had been started, with the issue that asks for Blue_50. */
async function afterBlue0(): Promise<void> {
  await w.world.restore(asked)
  w.github.issues.splice(1)
  w.github.issues[0] = { ...w.github.issues[0]!, open: true }
}

test('a bystander starts nothing and takes nothing away; neither does what was planned for something else', async () => {
  await afterBlue0()
  const [issue] = w.github.issues
  const mark = w.world.mark()
  const held = async (started: Promise<Results>, why: RegExp | string) => {
    const results = await started
    expect(outcomes(results)).toEqual(REFUSED)
    expect(results['stage']!.steps[0]).toMatchObject({
      code: 3,
      report: { outcome: 'held', reason: 'approval-missing' },
      annotations: [{ message: expect.stringMatching(why) as unknown }],
    })
    expect(results['recover']!.steps[0]!.log).toContain('nothing was left half-way; it was left alone')
    expect(issue!.body).toBe(newest().body)
    expect(newest()).toMatchObject({ number: 1, open: true })
  }
  await held(comment('mona'), /mona started run \d+ and is not among the approvers.*octocat, hubot/)
  const owner = /run=(\d+)/.exec(issue!.body)![1]!
  const inputs = { stage: 'Blue_50', image: IMAGES.new, run: owner }
  await held(dispatch('octocat', { ...inputs, release: 'sha256:0000000000000000' }), /which was planned/)
  expect(w.world.writesSince(mark)).toEqual([])
  expect(await w.world.ask()).toEqual({ old: 20 })
  // Who may, still can.
  expectPassed(await comment('Octocat'), 'Blue_50')
  // And the issue of a stage that has passed, commented on once more, changes nothing.
  const later = w.world.mark()
  for (const actor of ['mona', 'octocat']) {
    const again = await comment(actor, '/approve', {}, { ...issue!, open: true })
    expect(again['recover']!.steps[0]!.outputs['outcome']).toBe('unchanged')
  }
  expect(w.world.writesSince(later)).toEqual([])
  expect(w.world.record()).toMatchObject({ stage: 'Blue_50', stageState: 'passed', phase: 'active' })
}, 120_000)

test('the files changed after the issue was opened: refused, and the stage before keeps serving', async () => {
  await afterBlue0()
  const mark = w.world.mark()
  await w.world.edit((file) => (file.stages[1].weight = 60))
  const results = await comment('octocat')
  await w.world.edit((file) => (file.stages[1].weight = 50))
  expect(outcomes(results)).toEqual(REFUSED)
  expect(['held', 'refused']).toContain(results['stage']!.steps[0]!.outputs['outcome'])
  expect(results['recover']!.steps[0]!.outputs['outcome']).toBe('unchanged')
  expect(w.world.writesSince(mark)).toEqual([])
}, 60_000)

test('other comments, and issues that the workflow did not open, start nothing', async () => {
  await afterBlue0()
  const skipped = { request: 'skipped', stage: 'skipped', recover: 'skipped', ask: 'skipped' }
  const approve = { comment: { body: '/approve', author_association: 'MEMBER' } }
  const { title, body } = newest()
  const issue = { number: 7, title, body, state: 'open', user: { login: 'github-actions[bot]' } }
  const events = [
    { ...approve, issue: { ...issue, user: { login: 'octocat' } } },
    { ...approve, issue: { ...issue, state: 'closed' } },
    { ...approve, issue: { ...issue, title: 'chore: release 1.2.0' } },
    // Of the workflow of another model.
    { ...approve, issue: { ...issue, title: title.replace('rollout.yaml', 'other/rollout.yaml') } },
    { ...approve, issue: { ...issue, pull_request: { url: 'https://api.github.com/x' } } },
    { comment: { body: 'please /approve', author_association: 'MEMBER' }, issue },
    ...['NONE', 'CONTRIBUTOR', 'FIRST_TIME_CONTRIBUTOR'].map((author_association) => ({
      comment: { body: '/approve', author_association },
      issue,
    })),
  ]
  for (const event of events) {
    const results = await start({ name: 'issue_comment', actor: 'octocat', event })
    expect(outcomes(results)).toEqual(skipped)
  }
}, 60_000)

test('an issue that leaves out the run or the release is no request', async () => {
  await afterBlue0()
  const mark = w.world.mark()
  for (const name of ['stage', 'run', 'release']) {
    const issue = newest()
    const body = issue.body.replace(new RegExp(`${name}=\\S+`), `${name}=`)
    const results = await comment('octocat', '/approve', {}, { ...issue, body })
    expect(outcomes(results)).toEqual(NOTHING)
    expect(results['request']!.said).toContain(`The issue names no ${name}`)
  }
  expect(w.world.writesSince(mark)).toEqual([])
}, 60_000)

test('in a private repository members count whose membership is not public: the event calls them contributors', async () => {
  await afterBlue0()
  const results = await comment('octocat', '/approve', {}, newest(), {
    visibility: 'private',
    association: 'CONTRIBUTOR',
  })
  expectPassed(results, 'Blue_50')
}, 60_000)

test('whoever may start the workflow can have it go back, also from a stage that has passed, and names no run for it', async () => {
  await afterBlue0()
  expectPassed(await comment('octocat'), 'Blue_50')
  const before = w.world.mark()
  traffic = liveTraffic(w.world)
  const results = await dispatch('mona', { stage: 'abort' })
  await traffic.stop()
  expect(outcomes(results)).toEqual({ ...PASSED, stage: 'skipped', ask: 'skipped' })
  expect(results['recover']!.steps[0]!.outputs['outcome']).toBe('done')
  expect(w.world.writesSince(before)).not.toEqual([])
  expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
  expect(w.world.record()).toMatchObject({ phase: 'aborted', owner: null })
  expect(w.world.objects()).toEqual(original)
  // What was asked for before is not taken up again in the middle.
  const late = await comment('octocat')
  expect(outcomes(late)).toEqual(REFUSED)
  expect(late['stage']!.steps[0]).toMatchObject({ report: { reason: 'after-abort' } })
}, 120_000)

test('a stage that dies half-way goes back', async () => {
  await afterBlue0()
  traffic = liveTraffic(w.world)
  const results = await comment('octocat', '/approve', {
    during(job, running) {
      if (job !== 'stage') return
      const trap = atCall(w.world, 2, 'before', async () => {
        running.child.kill('SIGKILL')
        await running.done
        trap.stop()
        return { kind: 'reset' }
      })
    },
  })
  expect(outcomes(results)).toEqual(REFUSED)
  expect(results['recover']!.steps[0]!.outputs['outcome']).toBe('done')
  await traffic.stop()
  expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
  expect(w.world.record()).toMatchObject({ phase: 'aborted', owner: null })
  expect(w.world.objects()).toEqual(original)
  expect(await w.world.ask()).toEqual({ old: 20 })
}, 120_000)
