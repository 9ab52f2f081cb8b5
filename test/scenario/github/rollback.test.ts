import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startGithubWorld } from '../../support/github-world.ts'
import type { GithubWorld } from '../../support/github-world.ts'
import { runWorkflow } from '../../support/workflow-runner.ts'
import { workflowTools } from '../../support/workflow-tools.ts'
import { liveTraffic } from '../../support/world.ts'

/** `examples/github/rollback.yml` after a rollout that has finished. */
const RUN = '2001'

let w: GithubWorld
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- GitHub's packages, used as JavaScript
let tools: any

beforeAll(async () => {
  tools = await workflowTools()
  w = await startGithubWorld({
    environments: {},
    change(file) {
      for (const stage of file.stages) delete stage.approval
      file.rollback = { approval: 'production' }
    },
  })
}, 120_000)

afterAll(async () => {
  const violations = w?.github.violations ?? []
  await w?.close()
  expect(violations).toEqual([])
})

function rollBack(attempt: number, reviewed: 'approve' | 'pass') {
  return runWorkflow('examples/github/rollback.yml', {
    tools,
    inputs: {},
    github: { run_id: RUN, token: w.github.token, repository: w.github.repository },
    decisions: {
      review(_job, environment) {
        const reviews = w.github.reviews.get(RUN) ?? []
        if (reviewed === 'approve')
          w.github.reviews.set(RUN, [...reviews, { environment, state: 'approved', by: 'octocat' }])
        return reviewed
      },
    },
    start: (inputs) => w.start({ ...inputs, 'lease-duration': '2s' }, { run: RUN, attempt }),
  })
}

test('goes back when its environment was approved, and not when that let everybody through', async () => {
  for (const stage of ['Blue_0', 'Blue_50', 'Blue_100', 'Blue_Green', 'Green_100'])
    expect(await w.advance(stage)).toMatchObject({ outputs: { outcome: 'done' } })
  expect(await w.world.ask()).toEqual({ new: 20 })
  const traffic = liveTraffic(w.world)

  const unseen = await rollBack(1, 'pass')
  expect(unseen['rollback']!.steps[0]!.outputs['outcome']).toBe('held')
  expect(await w.world.ask()).toEqual({ new: 20 })

  const { rollback } = await rollBack(2, 'approve')
  if (rollback!.result !== 'success') throw new Error(rollback!.steps.map((s) => s.raw + s.stderr).join('\n'))
  expect(rollback).toMatchObject({ environment: 'production' })
  expect(await w.world.ask()).toEqual({ old: 20 })
  await traffic.stop()
  expect({ lost: traffic.lost(), examples: traffic.examples }).toEqual({ lost: 0, examples: [] })
}, 180_000)
