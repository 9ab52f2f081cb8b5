/** One kind that the server knows. All its versions are one storage. */
export interface Resource {
  readonly group: string
  /** Preferred version first; it is also the one that is stored. */
  readonly versions: readonly string[]
  readonly kind: string
  readonly plural: string
  readonly namespaced: boolean
  readonly shortNames: readonly string[]
  readonly subresources: readonly string[]
  /** Defined by a CustomResourceDefinition: updates need a resourceVersion, every content is kept. */
  readonly custom: boolean
}

interface Declared {
  readonly group: string
  readonly versions: readonly string[]
  readonly custom?: true
  /** `Kind plural [short names] [/subresources]`; a `*` before the kind makes it cluster-scoped. */
  readonly kinds: readonly string[]
}

const DECLARED: readonly Declared[] = [
  {
    group: '',
    versions: ['v1'],
    kinds: [
      '*Namespace namespaces ns /status',
      '*Node nodes no /status',
      'Pod pods po /status /log /portforward /exec',
      'Service services svc /status',
      'ConfigMap configmaps cm',
      'Secret secrets',
      'ServiceAccount serviceaccounts sa',
      'Event events ev',
      'Endpoints endpoints ep',
    ],
  },
  {
    group: 'apps',
    versions: ['v1'],
    kinds: [
      'Deployment deployments deploy /status /scale',
      'ReplicaSet replicasets rs /status /scale',
      'StatefulSet statefulsets sts /status /scale',
      'DaemonSet daemonsets ds /status',
    ],
  },
  {
    group: 'autoscaling',
    versions: ['v2'],
    kinds: ['HorizontalPodAutoscaler horizontalpodautoscalers hpa /status'],
  },
  { group: 'policy', versions: ['v1'], kinds: ['PodDisruptionBudget poddisruptionbudgets pdb /status'] },
  { group: 'discovery.k8s.io', versions: ['v1'], kinds: ['EndpointSlice endpointslices'] },
  { group: 'coordination.k8s.io', versions: ['v1'], kinds: ['Lease leases'] },
  {
    group: 'rbac.authorization.k8s.io',
    versions: ['v1'],
    kinds: [
      'Role roles',
      'RoleBinding rolebindings',
      '*ClusterRole clusterroles',
      '*ClusterRoleBinding clusterrolebindings',
    ],
  },
  { group: 'networking.k8s.io', versions: ['v1'], kinds: ['Ingress ingresses ing /status'] },
  {
    group: 'networking.istio.io',
    versions: ['v1', 'v1beta1', 'v1alpha3'],
    custom: true,
    kinds: [
      'VirtualService virtualservices vs /status',
      'DestinationRule destinationrules dr /status',
      'Gateway gateways gw /status',
      'ServiceEntry serviceentries se /status',
      'Sidecar sidecars /status',
    ],
  },
  {
    group: 'gateway.networking.k8s.io',
    versions: ['v1', 'v1beta1'],
    custom: true,
    kinds: [
      '*GatewayClass gatewayclasses gc /status',
      'Gateway gateways gtw /status',
      'HTTPRoute httproutes /status',
    ],
  },
  {
    group: 'gateway.networking.k8s.io',
    versions: ['v1'],
    custom: true,
    kinds: ['GRPCRoute grpcroutes /status', 'ReferenceGrant referencegrants refgrant'],
  },
]

export const RESOURCES: readonly Resource[] = DECLARED.flatMap(({ group, versions, custom, kinds }) =>
  kinds.map((text) => {
    const [kind = '', plural = '', ...rest] = text.split(' ')
    return {
      group,
      versions,
      kind: kind.replace('*', ''),
      plural,
      namespaced: !kind.startsWith('*'),
      shortNames: rest.filter((word) => !word.startsWith('/')),
      subresources: rest.filter((word) => word.startsWith('/')).map((word) => word.slice(1)),
      custom: custom ?? false,
    }
  }),
)

export function splitVersion(apiVersion: string): { group: string; version: string } {
  const [first = '', second] = apiVersion.split('/')
  return second === undefined ? { group: '', version: first } : { group: first, version: second }
}

export function joinVersion(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`
}

export function resourceOfKind(apiVersion: string, kind: string): Resource | null {
  const { group, version } = splitVersion(apiVersion)
  return RESOURCES.find((r) => r.group === group && r.kind === kind && r.versions.includes(version)) ?? null
}

export function resourceOfPlural(group: string, version: string, plural: string): Resource | null {
  return (
    RESOURCES.find((r) => r.group === group && r.plural === plural && r.versions.includes(version)) ?? null
  )
}

/** Kinds whose status is written by `/status` only. */
export const hasStatus = (resource: Resource) => resource.subresources.includes('status')

/** Kinds that count changes of their content in `metadata.generation`. */
export function hasGeneration(resource: Resource): boolean {
  return resource.custom || resource.group === 'apps' || ['Pod', 'EndpointSlice'].includes(resource.kind)
}
