import { plannedStage } from '../engine/plan-advance.ts'
import { renderRelease } from '../engine/preparation.ts'
import { routeRefusals } from '../engine/route-refusals.ts'
import { findingOf } from '../preflight/finding.ts'
import type { Finding } from '../preflight/finding.ts'
import { inReadingOrder, preflight } from '../preflight/preflight.ts'
import type { PreflightInput } from '../preflight/scene.ts'
import { findingCount } from '../report/findings.ts'
import type { Rollout } from '../spec/rollout.ts'
import type { Arguments } from './arguments.ts'
import { clusterView } from './cluster-view.ts'
import { composeReader } from './compose.ts'
import type { Session } from './compose.ts'
import { EXAMPLE_DIGEST } from './example-digest.ts'
import type { CommandResult } from './result.ts'
import { parseRolloutFile } from './rollout-file.ts'

/** Checks the file, all that it renders, and how these fit together; with a cluster when the arguments ask for one. Writes nothing. */
export async function validateCommand(args: Arguments, session: Session): Promise<CommandResult> {
  const { parsed, file, folder } = await parseRolloutFile(args)
  const rollout = parsed.ok
    ? parsed.rollout
    : parsed.readable && { ...parsed.readable, traffic: null, stages: [] }
  const found: Finding[] = parsed.ok ? [] : parsed.problems.map((p) => findingOf(p, file, 'rollout file'))
  let objects = 0
  if (rollout) {
    const image =
      args.text('image') ?? (rollout.image ? `${rollout.image.repository}@${EXAMPLE_DIGEST}` : null)
    const { versions, routes, problems, complete } = await renderRelease(
      rollout,
      { folder, env: session.host.env },
      image,
    )
    objects = versions.flat().length
    const input: PreflightInput = { rollout, versions, routes, complete, cluster: null }
    found.push(
      ...problems.map((p) => findingOf(p, file, 'manifests')),
      ...(parsed.ok && problems.length === 0
        ? routeRefusals(parsed.rollout, routes).map((p) => findingOf(p, file, 'routes'))
        : []),
      ...preflight(isOnline(args) ? { ...input, cluster: await look(args, session, input) } : input),
    )
  }
  return resultOf(inReadingOrder(found), { file, rollout, objects, online: isOnline(args) })
}

/** A variable KUBECONFIG alone is on every runner, and no wish to use it. */
const isOnline = (args: Arguments) =>
  args.flag('online') || args.text('kubeconfig') !== null || args.text('context') !== null

async function look(args: Arguments, session: Session, input: PreflightInput) {
  const reader = await composeReader(args, session)
  try {
    return await clusterView(reader, input)
  } finally {
    reader.close()
  }
}

function resultOf(
  findings: readonly Finding[],
  about: {
    readonly file: string
    readonly rollout: Pick<Rollout, 'name' | 'stages' | 'routes'> | null
    readonly objects: number
    readonly online: boolean
  },
): CommandResult {
  const { file, rollout, objects, online } = about
  const errors = findings.filter(({ severity }) => severity === 'error')
  const common = {
    command: 'validate',
    rollout: rollout?.name ?? null,
    findings,
    errors: errors.length,
    warnings: findings.length - errors.length,
    online,
  }
  if (errors.length > 0) {
    return {
      ...common,
      outcome: 'invalid',
      reason: errors[0]!.code,
      message: errors.length === 1 ? errors[0]!.message : `${file}: ${findingCount(findings)}`,
      problems: errors,
    }
  }
  const routes = rollout!.routes.length
  const warned = findings.length > 0 ? `; ${findingCount(findings)}` : ''
  return {
    ...common,
    outcome: 'done',
    message: `${file} is valid: ${rollout!.stages.length} stages, ${objects} objects for two versions, ${routes} route${routes === 1 ? '' : 's'}${warned}`,
    stages: rollout!.stages.map((s) => s.name),
    planned: rollout!.stages.map(plannedStage),
  }
}
