import { isIP } from 'node:net'
import type { Report } from './report.ts'

const LABEL = /^[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?$/
const WILDCARD_LABEL = /^(\*|(\*|\*-)?[a-zA-Z0-9](?:[-a-zA-Z0-9]*[a-zA-Z0-9])?)$/

export const isLabel = (text: string) => text.length <= 63 && LABEL.test(text)

/** What is wrong with a host name, whose first label may be or begin with a star; null when nothing is. */
export function domainProblem(domain: string, wildcard: boolean): string | null {
  if (domain.length > 255) return `domain name ${quote(domain)} too long (max 255)`
  if (domain === '') return 'empty domain name not allowed'
  const labels = domain.split('.')
  const bad = (label: string) => `domain name ${quote(labelled)} invalid (label ${quote(label)} invalid)`
  let labelled = domain
  if (wildcard) {
    const first = labels.shift()!
    if (first.length > 63 || !WILDCARD_LABEL.test(first)) return bad(first)
    if (labels.length === 0) return null
    labelled = labels.join('.')
  }
  const top = labels.at(-1)!
  if (/^[+-]?\d+$/.test(top)) {
    return `domain name ${quote(labelled)} invalid (top level domain ${quote(top)} cannot be all-numeric)`
  }
  const wrong = labels.find(
    (label, index) => !isLabel(label) && !(label === '' && index === labels.length - 1),
  )
  return wrong === undefined ? null : bad(wrong)
}

/** As istiod looks at them: the first one without a slash ends the check. */
export function checkGateways(gateways: readonly string[], report: Report): void {
  for (const gateway of gateways) {
    const slash = gateway.indexOf('/')
    if (slash < 0) {
      if (gateway.includes('.')) {
        const [name, namespace] = gateway.split('.')
        report.warn(
          `using legacy gatewayName format ${quote(gateway)}; prefer the <namespace>/<name> format: ${quote(`${namespace}/${name}`)}`,
        )
      }
      return report.problem(domainProblem(gateway, false))
    }
    const [namespace, name] = [gateway.slice(0, slash), gateway.slice(slash + 1)]
    if (namespace === '' || name === '') report.error('config namespace and gateway name cannot be empty')
    if (!isLabel(namespace)) report.error(`invalid value for namespace: ${quote(namespace)}`)
    if (!isLabel(name)) report.error(`invalid value for gateway name: ${quote(name)}`)
  }
}

export function checkHosts(hosts: readonly string[], gateways: readonly string[], report: Report): void {
  const inMesh = gateways.length === 0 || gateways.includes('mesh')
  let valid = true
  for (const host of hosts) {
    const problem = domainProblem(host, true)
    if (problem !== null && isIP(host) === 0) {
      report.error(problem)
      valid = false
    } else if (inMesh && host === '*') {
      report.error('wildcard host * is not allowed for virtual services bound to the mesh gateway')
      valid = false
    }
  }
  if (!valid) return
  hosts.forEach((host, index) => {
    for (const other of hosts.slice(index + 1)) {
      if (overlap(host, other)) report.error(`duplicate hosts in virtual service: ${host} & ${other}`)
    }
  })
}

function overlap(a: string, b: string): boolean {
  const [left, right] = [a.startsWith('*'), b.startsWith('*')]
  if (left && right) {
    return a.length < b.length ? b.slice(1).endsWith(a.slice(1)) : a.slice(1).endsWith(b.slice(1))
  }
  if (left) return b.endsWith(a.slice(1))
  return right ? a.endsWith(b.slice(1)) : a === b
}

export function checkExportTo(exportTo: readonly string[], namespace: string, report: Report): void {
  const seen = new Set<string>()
  for (const entry of exportTo) {
    const key = entry === '.' ? namespace : entry
    if (seen.has(key)) {
      report.error(
        key === entry
          ? `duplicate entries in exportTo for entry ${entry}`
          : `duplicate entries in exportTo: . and current namespace ${namespace}`,
      )
    } else if (key === '~') {
      report.error('exportTo ~ (none) is not allowed for Istio configuration objects')
    } else if (key !== '*' && !isLabel(key)) {
      report.error('only .,*, or a valid DNS 1123 label is allowed as exportTo entry')
    } else seen.add(key)
  }
  if (seen.has('*') && exportTo.length > 1) {
    report.error('cannot have both public (*) and non-public exportTo values for a resource')
  }
}

export const quote = (text: string) => JSON.stringify(text)
