import { decideAdvance } from '../plan/decide.ts'
import type { Decision } from '../plan/decide.ts'
import { findArchive } from '../record/archive.ts'
import type { RolloutRecord } from '../record/record.ts'
import { refuseNewerRecord } from '../record/store.ts'
import type { Engine } from './context.ts'
import { mindDrift } from './drift.ts'
import type { Prepared } from './preparation.ts'

/** What an advance to `to` would do now; `plan` and `advance` ask the same. Throws `refused` for a record of a newer tool. */
export async function decide(
  engine: Engine,
  record: RolloutRecord | null,
  prepared: Prepared,
  { to, repair }: { readonly to: string | null; readonly repair: boolean },
): Promise<Decision> {
  if (record) refuseNewerRecord(record)
  const { rollout, release, image, rendered } = prepared
  const another = record?.phase === 'active' && record.release !== release
  const archived =
    another && record.archive ? await findArchive(engine.kube, record.file.namespace, record.archive) : null
  const decided = decideAdvance(record, {
    rollout,
    release,
    image,
    rendered,
    archived: archived?.now ?? null,
    to,
    run: engine.run.id,
  })
  return mindDrift(engine, record, decided, repair)
}
