/** How a kind is addressed in the API. */
export interface Resource {
  readonly plural: string
  readonly namespaced: boolean
}

/** Kinds that need no discovery request, by API group: namespaced ones, then cluster-scoped ones. All versions of a group use the same names. */
const KNOWN: Readonly<Record<string, readonly [namespaced: string, cluster: string]>> = {
  '': [
    'ConfigMap Endpoints Event LimitRange PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount',
    'Namespace Node PersistentVolume',
  ],
  apps: ['ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet', ''],
  autoscaling: ['HorizontalPodAutoscaler', ''],
  batch: ['CronJob Job', ''],
  policy: ['PodDisruptionBudget', ''],
  'coordination.k8s.io': ['Lease', ''],
  'discovery.k8s.io': ['EndpointSlice', ''],
  'networking.k8s.io': ['Ingress NetworkPolicy', 'IngressClass'],
  'rbac.authorization.k8s.io': ['Role RoleBinding', 'ClusterRole ClusterRoleBinding'],
  'networking.istio.io': [
    'DestinationRule EnvoyFilter Gateway ProxyConfig ServiceEntry Sidecar VirtualService WorkloadEntry WorkloadGroup',
    '',
  ],
  'security.istio.io': ['AuthorizationPolicy PeerAuthentication RequestAuthentication', ''],
  'telemetry.istio.io': ['Telemetry', ''],
  'gateway.networking.k8s.io': [
    'GRPCRoute Gateway HTTPRoute ReferenceGrant TCPRoute TLSRoute UDPRoute',
    'GatewayClass',
  ],
}

/** The resource of a well-known kind; null when discovery has to be asked. */
export function knownResource(apiVersion: string, kind: string): Resource | null {
  const [namespaced, cluster] = KNOWN[groupOf(apiVersion)] ?? ['', '']
  if (namespaced.split(' ').includes(kind)) return { plural: pluralOf(kind), namespaced: true }
  if (cluster.split(' ').includes(kind)) return { plural: pluralOf(kind), namespaced: false }
  return null
}

/** `networking.istio.io` of `networking.istio.io/v1`, `` of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? '' : apiVersion.slice(0, slash)
}

/** The rule by which the kinds of the table got their names; a CRD may choose any other. */
function pluralOf(kind: string): string {
  const name = kind.toLowerCase()
  if (name === 'endpoints') return name
  if (/[^aeiou]y$/.test(name)) return `${name.slice(0, -1)}ies`
  return /(s|x|ch|sh)$/.test(name) ? `${name}es` : `${name}s`
}

/** Path under which a group and version are served: also the address of its discovery document. */
export function versionPath(apiVersion: string): string {
  const path = apiVersion.split('/').map(encodeURIComponent).join('/')
  return apiVersion.includes('/') ? `/apis/${path}` : `/api/${path}`
}

/** Path of a collection, or of one object when `name` is given. A namespace is left out where the kind has none. */
export function resourcePath(
  apiVersion: string,
  resource: Resource,
  target: { namespace?: string; name?: string },
): string {
  const parts = [versionPath(apiVersion)]
  if (resource.namespaced && target.namespace) parts.push('namespaces', encodeURIComponent(target.namespace))
  parts.push(resource.plural)
  if (target.name !== undefined) parts.push(encodeURIComponent(target.name))
  return parts.join('/')
}
