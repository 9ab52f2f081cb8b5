import { randomUUID } from 'node:crypto'
import type { KubeObject } from '../../kube/object.ts'
import { applyDefaults, emptyObject } from './defaults.ts'
import { clone, equal, fieldsAt, isEmpty, isFields, listAt, textAt } from './json-value.ts'
import type { Fields } from './json-value.ts'
import {
  managersOfRequest,
  readManagers,
  sameManagers,
  trackUpdate,
  writeManagers,
} from './managed-fields.ts'
import type { Managers } from './managed-fields.ts'
import { hasGeneration, hasStatus, joinVersion } from './resources.ts'
import type { Resource } from './resources.ts'
import { serverSideApply } from './server-side-apply.ts'
import { shapeOf } from './shape.ts'
import {
  ApiError,
  alreadyExists,
  badRequest,
  conflict,
  forbidden,
  invalidObject,
  notFound,
} from './status-error.ts'
import type { Storage } from './storage.ts'
import { contentErrors } from './validate.ts'
import {
  allocateAddress,
  contentChanged,
  decoded,
  guard,
  initialStatus,
  isGraceful,
  keepAddress,
  kept,
  untracked,
} from './write-rules.ts'
import type { Target } from './write-rules.ts'

export interface WriteOptions {
  readonly manager: string
  readonly dryRun: boolean
  /** Collects the texts of `Warning` headers. */
  readonly warn: (text: string) => void
  /** Called when all warnings are known and nothing is stored yet; refuses by throwing. */
  readonly beforeStoring?: () => void
}

/** Refuses an object by throwing, as an admission webhook does. */
export type Admit = (resource: Resource, object: KubeObject, warn: (text: string) => void) => void

export interface Registry {
  create(target: Target, body: Fields, options: WriteOptions): KubeObject
  update(target: Target, name: string, body: Fields, options: WriteOptions): KubeObject
  apply(
    target: Target,
    name: string,
    config: Fields,
    options: WriteOptions & { force: boolean },
  ): { object: KubeObject; created: boolean }
}

const NAMESPACES = { group: '', plural: 'namespaces', kind: 'Namespace' }

export function createRegistry(
  storage: Storage,
  settings: { timestamp: () => string; admit: Admit; namespaceResource: Resource },
): Registry {
  let addresses = 0
  const now = () => settings.timestamp()

  function requireNamespace(target: Target, name: string): void {
    if (!target.resource.namespaced) return
    const namespace = storage.get(settings.namespaceResource, '', target.namespace)
    if (!namespace) throw notFound(NAMESPACES, target.namespace)
    if (namespace.metadata.deletionTimestamp) {
      throw forbidden(
        target.resource,
        name,
        `unable to create new content in namespace ${target.namespace} because it is being terminated`,
      )
    }
  }

  function insert(target: Target, object: Fields, managers: Managers, options: WriteOptions): KubeObject {
    const { resource } = target
    const metadata = fieldsAt(object, 'metadata')
    const name = textAt(metadata, 'name') ?? ''
    requireNamespace(target, name)
    if (textAt(metadata, 'resourceVersion')) {
      throw new ApiError(500, '', 'resourceVersion should not be set on objects to be created')
    }
    object['metadata'] = {
      ...metadata,
      uid: randomUUID(),
      creationTimestamp: now(),
      ...(hasGeneration(resource) ? { generation: 1 } : {}),
    }
    if (resource.kind === 'Service') allocateAddress(fieldsAt(object, 'spec'), ++addresses)
    if (resource.kind === 'Namespace') object['spec'] = { finalizers: ['kubernetes'] }
    if (hasStatus(resource)) {
      delete object['status']
      const initial = initialStatus(resource)
      if (initial) object['status'] = initial
    }
    const stored = finish(target, object, null, managers, options)
    if (storage.get(resource, target.namespace, name)) throw alreadyExists(resource, name)
    return options.dryRun ? stored : storage.write(resource, stored)
  }

  function finish(
    target: Target,
    object: Fields,
    old: KubeObject | null,
    managers: Managers,
    options: WriteOptions,
  ): KubeObject {
    const { resource } = target
    const metadata: Fields = { ...fieldsAt(object, 'metadata') }
    delete metadata['managedFields']
    delete metadata['selfLink']
    if (managers.size > 0) metadata['managedFields'] = writeManagers(managers)
    object['metadata'] = metadata
    const errors = contentErrors(resource, object, old)
    if (errors.length > 0) throw invalidObject(resource, textAt(metadata, 'name') ?? '', errors)
    const done = object as unknown as KubeObject
    if (target.subresource === '') settings.admit(resource, done, options.warn)
    options.beforeStoring?.()
    return done
  }

  function replace(
    target: Target,
    old: KubeObject,
    sent: Fields,
    managers: Managers,
    options: WriteOptions,
  ): KubeObject {
    const { resource, subresource } = target
    const object = kept(resource, subresource, old, sent)
    const metadata = fieldsAt(object, 'metadata')
    if (hasGeneration(resource) && subresource !== 'status' && contentChanged(resource, old, object)) {
      metadata['generation'] = (old.metadata.generation ?? 0) + 1
    }
    const next = finish(target, object, old, managers, options)
    const sameTracked = sameManagers(readManagers(old), managers)
    if (sameTracked && equal(untracked(old), untracked(next))) return old
    if (options.dryRun) return next
    const isDone = next.metadata.deletionTimestamp !== undefined && isEmpty(listAt(metadata, 'finalizers'))
    if (isDone && !isGraceful(resource, old)) return storage.remove(resource, next)
    return storage.write(resource, next)
  }

  return {
    create(target, body, options) {
      const { resource } = target
      const object = decoded(target, body)
      const metadata = fieldsAt(object, 'metadata')
      const prefix = textAt(metadata, 'generateName')
      if (!textAt(metadata, 'name') && prefix) metadata['name'] = prefix + randomUUID().slice(-5)
      applyDefaults(resource, object)
      const managers = trackUpdate(
        emptyObject(resource),
        untracked(object),
        managersOfRequest(null, body, ''),
        writerOf(target, options),
        shapeOf(resource.group, resource.kind),
        now(),
      )
      return insert(target, object, managers, options)
    },
    update(target, name, body, options) {
      const { resource, subresource } = target
      const object = decoded(target, body)
      const sentName = textAt(object, 'metadata', 'name') ?? ''
      if (sentName !== name) {
        throw badRequest(`the name of the object (${sentName}) does not match the name on the URL (${name})`)
      }
      const old = storage.get(resource, target.namespace, name)
      if (!old) throw notFound(resource, name)
      guard(resource, old, object)
      applyDefaults(resource, object)
      if (resource.kind === 'Service') keepAddress(fieldsAt(object, 'spec'), old)
      const before = managersOfRequest(old, body, subresource)
      const managers =
        before.size === 0
          ? before
          : trackUpdate(
              untracked(old),
              untracked(kept(resource, subresource, old, object)),
              before,
              writerOf(target, options),
              shapeOf(resource.group, resource.kind),
              now(),
            )
      return replace(target, old, object, managers, options)
    },
    apply(target, name, config, options) {
      const { resource } = target
      if (fieldsAt(config, 'metadata')['managedFields'] !== undefined) {
        throw badRequest('metadata.managedFields must be nil')
      }
      const object = decoded(target, config)
      const old = storage.get(resource, target.namespace, name)
      const sentName = textAt(object, 'metadata', 'name') ?? ''
      if (sentName !== '' && sentName !== name) {
        throw badRequest(`the name of the object (${sentName}) does not match the name on the URL (${name})`)
      }
      if (old && textAt(object, 'metadata', 'resourceVersion')) guard(resource, old, object)
      const shape = shapeOf(resource.group, resource.kind)
      const live = old ? untracked(old) : emptyObject(resource)
      const managers = trackedBefore(resource, target, old)
      const applied = serverSideApply(live, untracked(object), managers, writerOf(target, options), shape, {
        force: options.force,
        time: now(),
      })
      const next = clone(isFields(applied.object) ? applied.object : {})
      next['apiVersion'] = joinVersion(resource.group, resource.versions[0]!)
      next['kind'] = resource.kind
      applyDefaults(resource, next)
      if (!old) {
        const metadata = fieldsAt(next, 'metadata')
        const uid = textAt(object, 'metadata', 'uid')
        if (uid) {
          const why = `uid mismatch: the provided object specified uid ${uid}, and no existing object was found`
          throw conflict(resource, name, why)
        }
        delete metadata['resourceVersion']
        metadata['name'] = name
        if (resource.namespaced) metadata['namespace'] = target.namespace
        return { object: insert(target, next, applied.managers, options), created: true }
      }
      return { object: replace(target, old, next, applied.managers, options), created: false }
    },
  }

  /** Objects whose managers nobody tracked belong, at their first apply, to a manager of that name. */
  function trackedBefore(resource: Resource, target: Target, old: KubeObject | null): Managers {
    const managers = readManagers(old)
    if (!old || managers.size > 0) return managers
    return trackUpdate(
      emptyObject(resource),
      untracked(old),
      managers,
      {
        name: 'before-first-apply',
        apiVersion: joinVersion(resource.group, target.version),
        subresource: '',
      },
      shapeOf(resource.group, resource.kind),
      now(),
    )
  }
}

function writerOf(target: Target, options: WriteOptions) {
  return {
    name: options.manager,
    apiVersion: joinVersion(target.resource.group, target.version),
    subresource: target.subresource,
  }
}
