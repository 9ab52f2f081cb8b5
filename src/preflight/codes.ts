import type { Severity } from './finding.ts'

export interface CodeInfo {
  readonly severity: Severity
  /** What is found, for the reference. */
  readonly title: string
  /** Why it matters: completes "…: REASON; what to do". */
  readonly why: string
  /** What to write instead, for the reference; a finding names the objects. */
  readonly fix: string
  /** Code in `istioctl analyze`, where it has the same finding. */
  readonly istio: string | null
}

const error = (title: string, why: string, fix: string, istio: string | null = null): CodeInfo => ({
  severity: 'error',
  title,
  why,
  fix,
  istio,
})
const warning = (title: string, why: string, fix: string, istio: string | null = null): CodeInfo => ({
  ...error(title, why, fix, istio),
  severity: 'warning',
})

/** What the preflight finds, by code; docs/findings.md is made from this. Errors make `validate` end with exit code 2. */
export const CODES = {
  // Routes
  'missing-host': error(
    'A destination, mirror, DestinationRule or backendRef names a Service that is not there',
    'requests for it are answered with 503 (VirtualService) or 500 (HTTPRoute)',
    'the name of a Service of the manifests; a Service of another namespace in full, `NAME.NAMESPACE.svc.cluster.local`',
    'IST0101',
  ),
  'missing-subset': error(
    'A destination names a subset that its DestinationRule does not have',
    'requests for it are answered with 503',
    'a subset of the DestinationRule, or the subset there',
    'IST0101',
  ),
  'missing-gateway': error(
    'A route names a Gateway that is not there',
    'no gateway serves the route, and requests are answered with 404',
    'the name of a Gateway; one of another namespace as `NAMESPACE/NAME`',
    'IST0101',
  ),
  'missing-listener': error(
    'A parentRef names a listener (sectionName or port) that its Gateway does not have',
    'the route is not attached, and requests are answered with 404',
    'the name of a listener of the Gateway',
  ),
  'port-required': error(
    'A destination without port on a Service with several ports',
    'Envoy then takes the port of the gateway, which the Service does not have, and answers 503',
    '`port: { number: PORT }`',
    'IST0112',
  ),
  'missing-port': error(
    'A destination names a port that its Service does not have',
    'requests for it are answered with 503',
    'a port of the Service (its `port`, not its `targetPort`)',
    'IST0101',
  ),
  'mesh-only-route': error(
    'A VirtualService without gateways, or an HTTPRoute on a Service, that is reached from outside the mesh',
    'no sidecar is in the way of those clients, so none of its rules applies to them and they are spread over all pods of the Service',
    '`gateways: [YOUR-GATEWAY]` (with `mesh` beside it for clients with a sidecar) or the Gateway in `parentRefs`, and `type: ClusterIP` for the Service',
  ),
  'mesh-only-traffic': warning(
    'Routes for clients in the mesh only, and `traffic` that asks from outside',
    'the requests of the traffic check do not pass a sidecar, so they do not see the weights',
    'the pipeline in a pod with a sidecar; or `traffic.from: { pod: app=mesh-probe }` with [mesh-probe.yaml](../deploy/mesh-probe.yaml); or a gateway in the route',
  ),
  'unreachable-rule': error(
    'A rule behind one that takes every request, or all of whose matches come earlier',
    'no request ever reaches it',
    'the rule without match at the end; one rule for each match',
    'IST0130',
  ),
  'shadowed-match': warning(
    'A match that an earlier rule takes first',
    'requests that fit both go by the earlier rule',
    'the narrower match first, or remove one of the two',
    'IST0131',
  ),
  'route-invalid': error(
    'A route that the API server or the webhook of istiod refuses',
    'the cluster would refuse it, in these words',
    'what the message wants',
    'IST0106',
  ),
  'unknown-field': error(
    'A field that the API does not have',
    'the API server drops it without an error, and what it was to do does not happen',
    'the field as the API spells it',
    'IST0133',
  ),
  'ignored-header-match': error(
    'A header match by the name uri, scheme, method or authority',
    'Istio ignores it there, so the rule matches more than it says',
    '`uri`, `scheme`, `method` or `authority` as keys of the match itself',
  ),
  'host-not-in-gateway': warning(
    'A host of a route that its Gateway does not serve',
    'the gateway answers requests for it with 404',
    'the host in the Gateway, or a host of the Gateway in the route',
    'IST0132',
  ),
  'duplicate-mesh-host': warning(
    'Two VirtualServices for the same host in the mesh',
    'which of them a sidecar takes is not defined',
    'one VirtualService with all rules',
    'IST0109',
  ),
  'traffic-host': warning(
    'The host of `traffic.url` is in no route',
    'the traffic check would ask for a host that the rollout does not shift',
    'a host of the route in `traffic.url`',
  ),
  // DestinationRules
  'subset-without-pods': warning(
    'A subset whose labels no pod template has',
    'requests for it are answered with 503 (no healthy upstream) as soon as it gets weight',
    'labels of the pods',
    'IST0173',
  ),
  'ambiguous-destination-rule': error(
    'Two DestinationRules for one Service',
    'Istio merges or ignores them by age, so subsets can vanish',
    'one DestinationRule with all subsets',
  ),
  // HTTPRoutes
  'too-many-rules': error(
    'An HTTPRoute with more than 16 rules, those for header stages included',
    'the Gateway API allows 16, and the API server would refuse the stage',
    'a second HTTPRoute for some of the rules',
  ),
  'backend-port-required': error(
    'A backendRef to a Service without port',
    'the reference is not resolved, and requests are answered with 500',
    '`port: PORT`',
  ),
  'reference-not-granted': error(
    'A backendRef into another namespace without a ReferenceGrant there',
    'the reference is refused (RefNotPermitted), and requests are answered with 500',
    'a ReferenceGrant in the namespace of the Service',
  ),
  'parent-not-allowed': warning(
    'An HTTPRoute in another namespace than its Gateway, whose listeners take routes of their own only',
    'the route is not accepted (NotAllowedByListeners), and requests are answered with 404',
    '`allowedRoutes: { namespaces: { from: All } }` in the listener',
  ),
  // Workloads
  'missing-config': error(
    'Pods read a ConfigMap or Secret that is not there',
    'they stay in CreateContainerConfigError and never become ready',
    'the name of one of the manifests, or add it',
  ),
  'secret-in-manifests': error(
    'A Secret among the manifests',
    'the record would hold its data, so the first stage is refused',
    'a Secret that is created separately; workloads refer to it by name',
  ),
  'unresolved-placeholder': error(
    'Text that a README left for its reader to fill in',
    'it is taken literally',
    'the real value',
  ),
  'replicas-with-autoscaler': warning(
    'A Deployment with `replicas` that an autoscaler targets',
    'each `kubectl apply` or `helm upgrade` of it sets the number of pods back, in the middle of the load (shiftgate leaves the field out)',
    'no `replicas`; `minReplicas` of the autoscaler says how many',
  ),
  'autoscaler-conflict': error(
    'Two autoscalers for one Deployment',
    'they set its replicas in turn (AmbiguousSelector)',
    'one autoscaler',
  ),
  'autoscaler-target': warning(
    'An autoscaler for a workload that is not there',
    'it scales nothing',
    'the name of the Deployment in `scaleTargetRef`',
  ),
  'no-readiness-probe': warning(
    'A container without readinessProbe',
    'Kubernetes calls it ready before the model is loaded (shiftgate asks it one real request before traffic moves, a restart later does not)',
    'a readinessProbe that answers only when the model is loaded',
  ),
  'tcp-readiness': warning(
    'A readinessProbe that only opens a port',
    'the port is open before the model is loaded',
    '`httpGet` of a path that answers only when the model is loaded',
  ),
  'floating-tag': warning(
    'An image without digest by the tag latest, or without tag',
    'two pods of one version can run different models, and the way back gets what the tag means then',
    'REPOSITORY@sha256:…, or `${image}`',
  ),
  'port-name': warning(
    'The name of a Service port does not begin with a protocol',
    'Istio has to guess the protocol from the first bytes, and HTTP rules do not apply when it guesses wrong',
    '`name: http-…` (or grpc-, tcp-, …), or `appProtocol: http`',
    'IST0118',
  ),
  'versions-alike': warning(
    'Both versions render the same pods, and the rollout has no image',
    'the rollout would compare a model with itself',
    'an `image` in the rollout file, or what tells the versions apart in `values`',
  ),
  // Deprecated
  'deprecated-field': warning(
    'A field that the API has replaced',
    'it still works, and a later version may drop it',
    'the field that replaces it',
    'IST0002',
  ),
  'deprecated-api': warning(
    'An old apiVersion',
    'it is converted at each read and write, and a later version may stop serving it',
    'the version that is stored',
    'IST0002',
  ),
  'removed-api': error(
    'An apiVersion of the Gateway API that is not served any more',
    'the API server refuses it',
    'gateway.networking.k8s.io/v1',
  ),
  'deprecated-annotation': warning(
    'An annotation that a label has replaced',
    'it may not work in later versions of Istio',
    'the label of the same name on the pod template',
    'IST0135',
  ),
  // Online
  'not-looked': warning(
    'The cluster does not let us look whether something is there',
    'nobody has checked it',
    'the right to get it, or look yourself',
  ),
  'missing-namespace': error(
    'The namespace of the rollout is not there',
    'nothing can be created in it',
    '`kubectl create namespace NAME`',
  ),
} as const satisfies { readonly [code: string]: CodeInfo }

export type FindingCode = keyof typeof CODES
