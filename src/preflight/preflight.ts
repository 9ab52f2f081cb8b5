import { checkAutoscaling } from './autoscaling.ts'
import { checkConfig } from './config.ts'
import { checkDeprecated } from './deprecated.ts'
import { checkDestinationRules } from './destination-rules.ts'
import type { Finding } from './finding.ts'
import { checkGateways } from './gateways.ts'
import { checkHosts } from './hosts.ts'
import { checkHttpRoutes } from './http-routes.ts'
import { checkLooks } from './looks.ts'
import { checkPods } from './pods.ts'
import { checkRolloutFile } from './rollout-file.ts'
import { checkRules } from './rules.ts'
import { createScene } from './scene.ts'
import type { PreflightInput, Scene } from './scene.ts'
import { checkSchemas } from './schema.ts'
import { checkServices } from './services.ts'
import { checkUnresolved } from './unresolved.ts'

const CHECKS: readonly ((scene: Scene) => Finding[])[] = [
  checkSchemas,
  checkHosts,
  checkGateways,
  checkRules,
  checkDestinationRules,
  checkHttpRoutes,
  checkConfig,
  checkAutoscaling,
  checkPods,
  checkServices,
  checkDeprecated,
  checkUnresolved,
  checkRolloutFile,
  checkLooks,
]

/** Everything that would go wrong, or may, in the order of `inReadingOrder`. Pure: what the cluster has is in `input.cluster`. */
export function preflight(input: PreflightInput): Finding[] {
  const scene = createScene(input)
  return inReadingOrder(CHECKS.flatMap((check) => check(scene)))
}

/** By file as they come, and by place; each place once, although both versions render it. */
export function inReadingOrder(findings: readonly Finding[]): Finding[] {
  const files = [...new Set(findings.map(({ file }) => file))]
  const once = new Map<string, Finding>()
  for (const one of findings) {
    const place =
      one.file === undefined
        ? one.message
        : `${one.line}:${one.column} ${one.path ?? one.message.replaceAll(one.object, '')}`
    const key = `${one.code} ${one.file ?? ''} ${place}`
    if (!once.has(key)) once.set(key, one)
  }
  return [...once.values()].sort(
    (a, b) =>
      files.indexOf(a.file) - files.indexOf(b.file) ||
      (a.line ?? 0) - (b.line ?? 0) ||
      (a.column ?? 0) - (b.column ?? 0),
  )
}
