import { KubeError } from '../kube/client.ts'
import type { KubeObject } from '../kube/object.ts'
import { describe, identity } from '../kube/object.ts'
import { FIELD_MANAGER } from '../kube/client.ts'
import type { GateResult } from '../gates/gate.ts'
import { formatDuration } from '../process/duration.ts'
import type { Action, Change, ReleaseFields, Write } from '../plan/plan.ts'
import { changeOf } from '../plan/plan.ts'
import { LeaseStale } from '../record/session.ts'
import type { Session } from '../record/session.ts'
import { awaitAccepted } from './acceptance.ts'
import { ACTIONS_SHARE } from './context.ts'
import type { Engine } from './context.ts'
import { lostFields, notStoredReason, putBack, unknownFields } from './stored-as-sent.ts'
import { confirmServed } from './served.ts'
import { awaitGone, awaitReady } from './readiness.ts'
import { compareTemplates } from './templates.ts'
import { warmUp } from './warm-up.ts'
import type { StageScene } from './scene.ts'

/** Somebody wrote in between, or it is not known whether a write took effect: look again and plan anew. */
export class Replan extends Error {}

/** What came of a plan; changes are added to the caller's list as they happen. `stopped` is the first answer that was not a pass; nothing after it was done. */
export interface Execution {
  readonly results: GateResult[]
  readonly stopped: GateResult | null
}

export async function execute(
  engine: Engine,
  session: Session,
  scene: StageScene,
  actions: readonly Action[],
  changes: Change[],
): Promise<Execution> {
  const results: GateResult[] = []
  const versions = new Map<string, string>()
  for (const [index, action] of actions.entries()) {
    engine.progress.percent?.(Math.floor((index * ACTIONS_SHARE) / actions.length))
    await session.check()
    engine.signal.throwIfAborted()
    const result = await perform(action)
    if (!result) continue
    results.push(result)
    if (result.verdict !== 'pass') return { results, stopped: result }
  }
  return { results, stopped: null }

  async function perform(action: Action): Promise<GateResult | null> {
    switch (action.kind) {
      case 'write': {
        const refused = await write(engine, session, action, versions)
        if (refused) return refused
        changes.push(changeOf(action))
        return awaitAccepted(engine, session, action, scene.rollout.timeouts.confirm)
      }
      case 'await-ready':
        return awaitReady(engine, session, scene, action)
      case 'await-gone':
        return awaitGone(engine, session, scene, action)
      case 'warm-up':
        return warmUp(engine, session, scene, action)
      case 'confirm':
        return confirmServed(engine, session, scene, action)
      case 'compare-templates':
        return compareTemplates(engine, scene)
      case 'drain':
        await drain(engine, session, action.duration, action.why)
        return null
      case 'release-fields':
        await session.repeat(() => releaseFields(engine, action))
        return null
    }
  }
}

/** Null when it is done. A route of which the server would keep only a part is left, or put back, as it was: half a route is another one. */
async function write(
  engine: Engine,
  session: Session,
  action: Write,
  versions: Map<string, string>,
): Promise<GateResult | null> {
  const key = identity(action.ref)
  // The way back is taken whatever the server leaves out of it.
  const whole = action.remember?.kind === 'route' && session.record.intent?.command !== 'abort'
  if (action.after === null) await markRemoving(session)
  try {
    const saved = await send(engine, action, versions.get(key), whole)
    const lost = whole && saved && action.before ? lostFields(action.after!, saved) : []
    if (lost.length > 0) {
      await putBack(engine.kube, action.before!, saved!)
      return notStored(action, lost, true)
    }
    if (saved?.metadata.resourceVersion) versions.set(key, saved.metadata.resourceVersion)
  } catch (error) {
    const unknown = whole ? unknownFields(error) : []
    if (unknown.length > 0) return notStored(action, unknown, false)
    if (error instanceof LeaseStale) throw new Replan(error.message, { cause: error })
    if (
      error instanceof KubeError &&
      (error.code === 'conflict' ||
        error.code === 'already-exists' ||
        isGone(error, action) ||
        error.ambiguous)
    ) {
      throw new Replan(`${describe(action.ref)} was changed by somebody else`, { cause: error })
    }
    throw error
  }
  const done = action.after === null ? 'deleted' : action.before === null ? 'created' : 'updated'
  engine.progress.step(`${done} ${describe(action.ref)}: ${action.why}`)
  if (action.remember?.kind === 'route') {
    const { index, memory } = action.remember
    await session.save((record) => ({
      ...record,
      routes: record.routes.map((r, i) => (i === index ? memory : r)),
      routeChangedAt: engine.kube.timestamp(),
    }))
  }
  return null
}

function notStored(action: Write, fields: readonly string[], putBack: boolean): GateResult {
  return { kind: 'served', verdict: 'fail', reason: notStoredReason(action.ref, fields, { putBack }) }
}

/** It was there when the plan was made; a create that finds nothing misses its namespace, which no new plan brings back. */
function isGone(error: KubeError, action: Write): boolean {
  return error.code === 'not-found' && action.before !== null
}

/** From the first removal of a finish on, abort cannot go back any more; it has to be on record before. */
async function markRemoving(session: Session): Promise<void> {
  const { intent, progress } = session.record
  if (intent?.command === 'abort' || progress === 'removing') return
  await session.save((record) => ({ ...record, progress: 'removing' }))
}

async function send(
  engine: Engine,
  action: Write,
  ourVersion: string | undefined,
  strict: boolean,
): Promise<KubeObject | null> {
  const { kube } = engine
  if (action.after === null) {
    const { uid } = action.before!.metadata
    await kube.delete(action.ref, { uid })
    return null
  }
  const object = ourVersion ? withVersion(action.after, ourVersion) : action.after
  switch (action.verb) {
    case 'apply':
      return kube.apply(object, { force: action.before !== null })
    case 'create':
      return kube.create(object)
    case 'replace':
      return kube.replace(object, { strict })
    case 'delete':
      return null
  }
}

function withVersion(object: KubeObject, resourceVersion: string): KubeObject {
  return { ...object, metadata: { ...object.metadata, resourceVersion } }
}

/** The whole time from now on: it follows the moment at which the last gateway agreed, not the write of the route. */
async function drain(engine: Engine, session: Session, duration: number, why: string): Promise<void> {
  if (duration <= 0) return
  engine.progress.step(`waiting ${formatDuration(duration)} ${why}`)
  const until = engine.clock.now() + duration
  for (let left = duration; left > 0; left = until - engine.clock.now()) {
    engine.progress.waiting(`${formatDuration(left)} left`)
    await engine.clock.sleep(Math.min(1_000, left), engine.signal)
    await session.check()
  }
}

async function releaseFields(engine: Engine, action: ReleaseFields): Promise<void> {
  for (let attempt = 0; attempt < 5; attempt++) {
    const live = await engine.kube.get(action.ref)
    const fields = live?.metadata.managedFields ?? []
    const kept = fields.filter((f) => f.manager !== FIELD_MANAGER)
    if (!live || kept.length === fields.length) return
    try {
      // An empty list would make the server start over and give every field to one unknown manager; one blank entry clears it.
      const value = kept.length > 0 ? kept : [{}]
      await engine.kube.patch(action.ref, [
        { op: 'test', path: '/metadata/resourceVersion', value: live.metadata.resourceVersion },
        { op: 'replace', path: '/metadata/managedFields', value: value as never },
      ])
      return
    } catch (error) {
      if (!(error instanceof KubeError) || error.code !== 'conflict') throw error
    }
  }
}
