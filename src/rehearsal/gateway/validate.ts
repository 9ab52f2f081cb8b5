import type { KubeObject } from '../../kube/object.ts'
import type { DestinationRuleSpec, VirtualServiceSpec } from './api.ts'
import { checkExportTo, checkGateways, checkHosts, domainProblem } from './validate/names.ts'
import { warnOfUnreachable } from './validate/reachable.ts'
import { createReport, type Report } from './validate/report.ts'
import { checkRule } from './validate/rule.ts'
import { checkSchema, type Schema, type SchemaFindings } from './validate/schema.ts'
import { DESTINATION_RULE, VIRTUAL_SERVICE } from './validate/schemas.ts'
import { checkSubsetName } from './validate/values.ts'

export interface Validation {
  /** Why the object is refused; empty when it is not. */
  readonly errors: string[]
  readonly warnings: string[]
  /** Who refuses: the API server by the CRD's schema (422), or istiod's webhook (400). */
  readonly by: 'schema' | 'webhook'
}

/** What the API server and istiod say to a VirtualService that is written. */
export function validateVirtualService(object: KubeObject): Validation {
  return validate(object, VIRTUAL_SERVICE, (report) => {
    const spec = (object.spec ?? {}) as VirtualServiceSpec & { tcp?: unknown[]; tls?: unknown[] }
    const { hosts = [], gateways = [], http = [], tcp = [], tls = [] } = spec
    if (hosts.length === 0) {
      if (gateways.length > 0) report.error('delegate virtual service must have no gateways specified')
      if (tls.length > 0) report.error('delegate virtual service must have no tls route specified')
      if (tcp.length > 0) report.error('delegate virtual service must have no tcp route specified')
    }
    checkGateways(gateways, report)
    checkHosts(hosts, gateways, report)
    if (http.length + tcp.length + tls.length === 0) {
      report.error('http, tcp or tls must be provided in virtual service')
    }
    for (const rule of http) checkRule(rule, hosts.length === 0, report)
    checkExportTo(spec.exportTo ?? [], object.metadata.namespace ?? 'default', report)
    warnOfUnreachable(http, report)
  })
}

/** What the API server and istiod say to a DestinationRule that is written; traffic policies are not looked at. */
export function validateDestinationRule(object: KubeObject): Validation {
  return validate(object, DESTINATION_RULE, (report) => {
    const spec = object.spec as DestinationRuleSpec
    report.problem(domainProblem(spec.host, true))
    const names = new Set<string>()
    for (const { name, labels } of spec.subsets ?? []) {
      if (names.has(name)) report.error(`duplicate subset names: ${name}`)
      names.add(name)
      checkSubsetName(name, report)
      for (const value of Object.values(labels ?? {})) {
        if (!/^([a-zA-Z0-9](?:[-a-zA-Z0-9_.]*[a-zA-Z0-9])?)?$/.test(value)) {
          report.error(`invalid tag value: ${JSON.stringify(value)}`)
        }
      }
    }
    checkExportTo(spec.exportTo ?? [], object.metadata.namespace ?? 'default', report)
  })
}

const UNCHECKED =
  '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation'

function validate(object: KubeObject, schema: Schema, check: (report: Report) => void): Validation {
  const found: SchemaFindings = { errors: [], unknown: [], ruleErrors: [] }
  checkSchema(object.spec ?? {}, schema, 'spec', found)
  const oneOf = found.errors.some((error) => error.startsWith('<nil>'))
  if (found.errors.length > 0) {
    const errors = oneOf ? found.errors : [...found.errors, UNCHECKED]
    return { errors, warnings: found.unknown, by: 'schema' }
  }
  if (found.ruleErrors.length > 0) return { errors: found.ruleErrors, warnings: found.unknown, by: 'schema' }
  const report = createReport()
  check(report)
  // A webhook that refuses does not warn.
  const warnings = report.errors.length > 0 ? [] : report.warnings
  return { errors: report.errors, warnings: [...found.unknown, ...warnings], by: 'webhook' }
}

/** Status and message with which the API server refuses the object; null when it takes it. */
export function refusalOf(
  object: KubeObject,
  { errors, by }: Validation,
): { status: 400 | 422; message: string } | null {
  if (errors.length === 0) return null
  if (by === 'schema') {
    const list = errors.length === 1 ? errors[0]! : `[${errors.join(', ')}]`
    const kind = `${object.kind}.${object.apiVersion.split('/')[0]}`
    return { status: 422, message: `${kind} "${object.metadata.name}" is invalid: ${list}` }
  }
  const text =
    errors.length === 1
      ? errors[0]!
      : `${errors.length} errors occurred:\n${errors.map((error) => `\t* ${error}\n`).join('')}\n`
  const frame = 'admission webhook "validation.istio.io" denied the request: configuration is invalid'
  return { status: 400, message: `${frame}: ${text}` }
}
