/** Kinds that belong to no namespace. Custom kinds are taken as namespaced, unless their name says otherwise. */
const CLUSTER_SCOPED = [
  'Namespace',
  'Node',
  'PersistentVolume',
  'StorageClass',
  'CSIDriver',
  'CSINode',
  'VolumeAttachment',
  'CustomResourceDefinition',
  'APIService',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'PriorityClass',
  'RuntimeClass',
  'IngressClass',
  'GatewayClass',
  'DeviceClass',
  'CertificateSigningRequest',
]

export function isClusterScoped(kind: string): boolean {
  return (
    CLUSTER_SCOPED.includes(kind) ||
    /^Cluster(Role|RoleBinding|Issuer|Policy|SecretStore|TrustBundle)$/.test(kind)
  )
}

/** Objects that decide where requests go: they are written by the router, stage by stage. */
const ROUTES: { readonly [kind: string]: readonly string[] } = {
  VirtualService: ['networking.istio.io'],
  DestinationRule: ['networking.istio.io'],
  Gateway: ['networking.istio.io', 'gateway.networking.k8s.io'],
  HTTPRoute: ['gateway.networking.k8s.io'],
  GRPCRoute: ['gateway.networking.k8s.io'],
  TCPRoute: ['gateway.networking.k8s.io'],
  TLSRoute: ['gateway.networking.k8s.io'],
}

export function isRoute(apiVersion: string, kind: string): boolean {
  return ROUTES[kind]?.includes(apiVersion.split('/')[0]!) ?? false
}

/** Kinds that mean nothing without a spec. */
const WITH_SPEC = [
  ...Object.keys(ROUTES),
  'Pod',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'Job',
  'CronJob',
  'Service',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'NetworkPolicy',
  'Ingress',
  'PersistentVolumeClaim',
  'ScaledObject',
]

export function needsSpec(kind: string): boolean {
  return WITH_SPEC.includes(kind)
}

/** API versions that the API server has stopped serving (kubernetes.io/docs/reference/using-api/deprecation-guide). */
const REMOVED: { readonly [apiVersionAndKind: string]: readonly [since: string, use: string] } = {
  'extensions/v1beta1 Deployment': ['1.16', 'apps/v1'],
  'extensions/v1beta1 DaemonSet': ['1.16', 'apps/v1'],
  'extensions/v1beta1 ReplicaSet': ['1.16', 'apps/v1'],
  'extensions/v1beta1 NetworkPolicy': ['1.16', 'networking.k8s.io/v1'],
  'extensions/v1beta1 Ingress': ['1.22', 'networking.k8s.io/v1'],
  'apps/v1beta1 Deployment': ['1.16', 'apps/v1'],
  'apps/v1beta1 StatefulSet': ['1.16', 'apps/v1'],
  'apps/v1beta2 Deployment': ['1.16', 'apps/v1'],
  'apps/v1beta2 StatefulSet': ['1.16', 'apps/v1'],
  'apps/v1beta2 DaemonSet': ['1.16', 'apps/v1'],
  'apps/v1beta2 ReplicaSet': ['1.16', 'apps/v1'],
  'networking.k8s.io/v1beta1 Ingress': ['1.22', 'networking.k8s.io/v1'],
  'networking.k8s.io/v1beta1 IngressClass': ['1.22', 'networking.k8s.io/v1'],
  'rbac.authorization.k8s.io/v1beta1 Role': ['1.22', 'rbac.authorization.k8s.io/v1'],
  'rbac.authorization.k8s.io/v1beta1 RoleBinding': ['1.22', 'rbac.authorization.k8s.io/v1'],
  'rbac.authorization.k8s.io/v1beta1 ClusterRole': ['1.22', 'rbac.authorization.k8s.io/v1'],
  'rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding': ['1.22', 'rbac.authorization.k8s.io/v1'],
  'batch/v1beta1 CronJob': ['1.25', 'batch/v1'],
  'policy/v1beta1 PodDisruptionBudget': ['1.25', 'policy/v1'],
  'autoscaling/v2beta1 HorizontalPodAutoscaler': ['1.25', 'autoscaling/v2'],
  'autoscaling/v2beta2 HorizontalPodAutoscaler': ['1.26', 'autoscaling/v2'],
}

export function removedApi(
  apiVersion: string,
  kind: string,
): { readonly since: string; readonly use: string } | null {
  const removed = REMOVED[`${apiVersion} ${kind}`]
  return removed ? { since: removed[0], use: removed[1] } : null
}
