const DOMAIN = 'svc.cluster.local'

export interface ServiceName {
  readonly service: string
  readonly namespace: string
}

/**
 * Whether two hosts name one Service. A short name belongs to the namespace it is used in; `svc.ns`, `svc.ns.svc` and
 * `svc.ns.svc.<any domain>` name theirs. Anything else (`models.example.com`) is only equal to itself.
 */
export function sameHost(a: string, namespaceOfA: string, b: string, namespaceOfB: string): boolean {
  // Most hosts are told apart by their first label, without taking them to pieces.
  if (firstLabel(a) !== firstLabel(b)) return false
  const left = serviceOf(a, namespaceOfA)
  const right = serviceOf(b, namespaceOfB)
  if (!left || !right) return a === b
  return left.service === right.service && left.namespace === right.namespace
}

/** Whether Istio finds the Service by this host: it completes names without a dot, and takes every other one as it stands. */
export function isResolved(host: string): boolean {
  const [, namespace, svc, domain] = host.split('.')
  return namespace === undefined || (svc === 'svc' && domain !== undefined)
}

/** The host of `service`, written the way `model` is in a route of `routeNamespace`, if Istio finds Services written that way. */
export function hostLike(model: string, routeNamespace: string, service: string, namespace: string): string {
  const wanted = serviceOf(service, namespace)
  if (!wanted) return service
  const [, , ...rest] = model.split('.')
  if (rest[0] === 'svc' && isResolved(model)) return [wanted.service, wanted.namespace, ...rest].join('.')
  if (!model.includes('.') && wanted.namespace === routeNamespace) return wanted.service
  return `${wanted.service}.${wanted.namespace}.${DOMAIN}`
}

/** The short name, for people. */
export function shortHost(host: string): string {
  return serviceOf(host, '')?.service ?? host
}

function firstLabel(host: string): string {
  const end = host.indexOf('.')
  return end < 0 ? host : host.slice(0, end)
}

/** The Service that a host names; null for any other host, such as `models.example.com`. */
export function serviceOf(host: string, namespace: string): ServiceName | null {
  const [service, second, third] = host.split('.')
  if (!service) return null
  if (second === undefined) return { service, namespace }
  if (third !== undefined && third !== 'svc') return null
  return second === '' ? null : { service, namespace: second }
}
