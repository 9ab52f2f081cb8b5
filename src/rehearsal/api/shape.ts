import { isFields } from './json-value.ts'
import type { Value } from './json-value.ts'

/**
 * How a value merges, where it differs from the rule: objects merge field by field, lists are replaced as a whole.
 * The facts are the `x-kubernetes-list-type`, `-list-map-keys` and `-map-type` marks of the Kubernetes OpenAPI document.
 */
export interface Shape {
  /** The object is one value. */
  readonly atomic?: true
  /** The list's items are told apart by these keys; a string is the key's default. */
  readonly keys?: Readonly<Record<string, string | null>>
  /** The list's items are told apart by their value. */
  readonly set?: true
  /** The object's keys are free (labels), not a fixed set of fields. */
  readonly map?: true
  readonly items?: Shape
  readonly fields?: Readonly<Record<string, Shape>>
}

const PLAIN: Shape = {}
const ATOMIC: Shape = { atomic: true }
const MAP: Shape = { map: true }
const SET: Shape = { set: true }
const by = (keys: Record<string, string | null>, items: Shape = PLAIN): Shape => ({ keys, items })
const byName = (items: Shape = PLAIN) => by({ name: null }, items)
const CONDITIONS = by({ type: null })

const METADATA: Shape = {
  fields: {
    labels: MAP,
    annotations: MAP,
    ownerReferences: by({ uid: null }, ATOMIC),
    finalizers: SET,
  },
}

const KEY_REFERENCES: Shape = {
  fields: { configMapKeyRef: ATOMIC, secretKeyRef: ATOMIC, fieldRef: ATOMIC, resourceFieldRef: ATOMIC },
}

const CONTAINER: Shape = {
  fields: {
    env: byName({ fields: { valueFrom: KEY_REFERENCES } }),
    ports: by({ containerPort: null, protocol: 'TCP' }),
    volumeMounts: by({ mountPath: null }),
    volumeDevices: by({ devicePath: null }),
    resources: { fields: { limits: MAP, requests: MAP, claims: byName() } },
  },
}

const POD_SPEC: Shape = {
  fields: {
    containers: byName(CONTAINER),
    initContainers: byName(CONTAINER),
    ephemeralContainers: byName(CONTAINER),
    volumes: byName({ fields: { secretRef: ATOMIC } }),
    imagePullSecrets: byName(ATOMIC),
    hostAliases: by({ ip: null }),
    topologySpreadConstraints: by(
      { topologyKey: null, whenUnsatisfiable: null },
      { fields: { labelSelector: ATOMIC } },
    ),
    schedulingGates: byName(),
    resourceClaims: byName(),
    nodeSelector: ATOMIC,
    overhead: MAP,
  },
}

const POD_TEMPLATE: Shape = { fields: { metadata: METADATA, spec: POD_SPEC } }

const WORKLOAD: Shape = {
  fields: { selector: ATOMIC, template: POD_TEMPLATE },
}

const KINDS: Readonly<Record<string, Readonly<Record<string, Shape>>>> = {
  'apps/Deployment': { spec: WORKLOAD, status: { fields: { conditions: CONDITIONS } } },
  'apps/ReplicaSet': { spec: WORKLOAD, status: { fields: { conditions: CONDITIONS } } },
  'apps/StatefulSet': { spec: WORKLOAD, status: { fields: { conditions: CONDITIONS } } },
  'apps/DaemonSet': { spec: WORKLOAD, status: { fields: { conditions: CONDITIONS } } },
  '/Pod': {
    spec: POD_SPEC,
    status: { fields: { conditions: CONDITIONS, podIPs: by({ ip: null }) } },
  },
  '/Service': {
    spec: { fields: { ports: by({ port: null, protocol: 'TCP' }), selector: ATOMIC } },
    status: { fields: { conditions: CONDITIONS } },
  },
  '/ConfigMap': { data: MAP, binaryData: MAP },
  '/Secret': { data: MAP, stringData: MAP },
  '/ServiceAccount': { secrets: byName(ATOMIC), imagePullSecrets: byName(ATOMIC) },
  '/Namespace': { status: { fields: { conditions: CONDITIONS } } },
  '/Event': { involvedObject: ATOMIC, related: ATOMIC },
  'autoscaling/HorizontalPodAutoscaler': { status: { fields: { conditions: CONDITIONS } } },
  'discovery.k8s.io/EndpointSlice': {},
  'rbac.authorization.k8s.io/Role': {},
  'rbac.authorization.k8s.io/RoleBinding': { roleRef: ATOMIC },
  'gateway.networking.k8s.io/Gateway': {
    spec: { fields: { listeners: byName() } },
    status: { fields: { conditions: CONDITIONS, listeners: byName() } },
  },
}

/** How an object of a kind merges; kinds that are not listed have the rule everywhere, as CRDs do. */
export function shapeOf(group: string, kind: string): Shape {
  return { fields: { ...KINDS[`${group}/${kind}`], metadata: METADATA } }
}

export function fieldShape(shape: Shape, name: string): Shape {
  return shape.fields?.[name] ?? PLAIN
}

/** True for an object or list that is owned and replaced as a whole, and for scalars. */
export function isWhole(shape: Shape, value: Value | undefined): boolean {
  if (Array.isArray(value)) return !shape.keys && !shape.set
  return isFields(value) ? shape.atomic === true : true
}

/** The path element of a list item, `k:{"name":"model"}` or `v:"x"`. */
export function itemElement(shape: Shape, item: Value): string {
  if (!shape.keys) return `v:${JSON.stringify(item)}`
  const keys = Object.entries(shape.keys).sort(([a], [b]) => (a < b ? -1 : 1))
  const fields = isFields(item) ? item : {}
  return `k:${JSON.stringify(Object.fromEntries(keys.map(([key, preset]) => [key, fields[key] ?? preset])))}`
}
