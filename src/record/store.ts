import { CommandError } from '../process/errors.ts'
import type { KubeClient } from '../kube/client.ts'
import { KubeError } from '../kube/client.ts'
import type { KubeObject, Ref } from '../kube/object.ts'
import { completed } from '../spec/later-fields.ts'
import { MANAGED_BY, RECORD_SCHEMA, ROLLOUT_LABEL } from './record.ts'
import type { RolloutRecord } from './record.ts'

/** The right of one process to write now. */
export interface Lease {
  /** Nonce of the process that holds it. */
  readonly holder: string
  /** Counts up with each renewal, so that a watcher sees life without comparing clocks. */
  readonly renewal: number
  /** Milliseconds without a renewal after which a watcher may take it. */
  readonly duration: number
  /** For people: run, host and process. */
  readonly who: string
}

/** Record and lease as one object with one resourceVersion: whoever takes the lease makes every older write conflict. */
export interface Stored {
  readonly record: RolloutRecord | null
  readonly lease: Lease | null
  readonly resourceVersion: string | null
}

const MAX_BYTES = 900 * 1024

export interface RecordStore {
  readonly ref: Ref
  read(): Promise<Stored>
  /** Compare-and-swap on `previous.resourceVersion`; KubeError `conflict` or `already-exists` when somebody else wrote. */
  write(previous: Stored, next: { record: RolloutRecord | null; lease: Lease | null }): Promise<Stored>
}

export function recordName(rollout: string): string {
  return `shiftgate-${rollout}`
}

export function createRecordStore(kube: KubeClient, namespace: string, rollout: string): RecordStore {
  const ref: Ref = { apiVersion: 'v1', kind: 'ConfigMap', namespace, name: recordName(rollout) }

  async function read(): Promise<Stored> {
    const object = await kube.get(ref)
    return object ? parse(object, ref) : { record: null, lease: null, resourceVersion: null }
  }

  async function write(
    previous: Stored,
    next: { record: RolloutRecord | null; lease: Lease | null },
  ): Promise<Stored> {
    const object = toObject(ref, rollout, next)
    const size = Buffer.byteLength(JSON.stringify(object))
    if (size > MAX_BYTES) {
      throw new CommandError('failed', [
        {
          code: 'record-too-large',
          message: `the record of rollout "${rollout}" would be ${Math.round(size / 1024)} KiB, more than the ${MAX_BYTES / 1024} KiB that fit into a ConfigMap; make the rollout file smaller`,
        },
      ])
    }
    const saved =
      previous.resourceVersion === null
        ? await kube.create(object).catch(explainMissingNamespace)
        : await kube.replace({
            ...object,
            metadata: { ...object.metadata, resourceVersion: previous.resourceVersion },
          })
    return { ...next, resourceVersion: saved.metadata.resourceVersion ?? null }
  }

  return { ref, read, write }
}

/** Nothing else can be missing when a ConfigMap is created. */
function explainMissingNamespace(error: unknown): never {
  if (!(error instanceof KubeError) || error.code !== 'not-found') throw error
  const message = `${error.message}; create the namespace, or correct "namespace" in the rollout file`
  throw new CommandError('invalid', [{ code: 'no-namespace', message }])
}

function toObject(
  ref: Ref,
  rollout: string,
  { record, lease }: { record: RolloutRecord | null; lease: Lease | null },
): KubeObject {
  return {
    apiVersion: ref.apiVersion,
    kind: ref.kind,
    metadata: {
      name: ref.name,
      namespace: ref.namespace,
      labels: { ...MANAGED_BY, [ROLLOUT_LABEL]: rollout },
    },
    data: {
      ...(record ? { record: JSON.stringify(record), summary: summary(record) } : {}),
      ...(lease ? { lease: JSON.stringify(lease) } : {}),
    },
  }
}

/** For `kubectl describe configmap`. */
function summary(record: RolloutRecord): string {
  const owner = record.owner ? `owned by ${record.owner.run}` : 'no owner'
  return `${record.phase}; stage ${record.stage ?? '-'} ${record.stageState}; release ${record.release}; ${owner}`
}

function parse(object: KubeObject, ref: Ref): Stored {
  const data = (object['data'] ?? {}) as { [key: string]: string }
  const resourceVersion = object.metadata.resourceVersion ?? null
  const record = data['record'] === undefined ? null : parseJson<RolloutRecord>(data['record'], ref, 'record')
  const lease = data['lease'] === undefined ? null : parseJson<Lease>(data['lease'], ref, 'lease')
  if (record && (typeof record.schema !== 'number' || typeof record.phase !== 'string'))
    throw damaged(ref, 'record')
  return { record: record && inTodaysShape(record), lease, resourceVersion }
}

function inTodaysShape(record: RolloutRecord): RolloutRecord {
  // A damaged record is told by what needs the file.
  if (!record.file) return record
  return { ...record, file: completed(record.file), lastFile: record.lastFile && completed(record.lastFile) }
}

function parseJson<T>(text: string, ref: Ref, key: string): T {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null) return value as T
  } catch {
    // falls through: not JSON is as damaged as the wrong JSON
  }
  throw damaged(ref, key)
}

function damaged(ref: Ref, key: string): CommandError {
  return new CommandError('refused', [
    {
      code: 'record-damaged',
      message: `ConfigMap ${ref.namespace}/${ref.name} holds no readable "${key}"; it was edited by hand. Restore it from a backup, or put the route and workloads right yourself and delete the ConfigMap`,
    },
  ])
}

/** An older tool may only abort what a newer one began. */
export function refuseNewerRecord(record: RolloutRecord): void {
  if (record.schema > RECORD_SCHEMA) {
    throw new CommandError('refused', [
      {
        code: 'record-newer',
        message: `rollout "${record.rollout}" was written by shiftgate ${record.tool}, whose record this version cannot continue; use that version, or "abort"`,
      },
    ])
  }
}

export function isConflict(error: unknown): boolean {
  return error instanceof KubeError && (error.code === 'conflict' || error.code === 'already-exists')
}
