import type { Router } from '../router.ts'
import { diffRoutes } from './diff.ts'
import { freshRoute } from './fresh.ts'
import { locateRule } from './locate.ts'
import { removeMarks } from './marks.ts'
import { parseMemory } from './memory.ts'
import { canaryTraffic, readRoute, routeDrift } from './read.ts'
import { renderRoute } from './render.ts'
import { rememberRoute, restoreRoute } from './restore.ts'
import { longestTimeout } from './timeout.ts'

/** Routes by VirtualService. */
export const istioRouter: Router = {
  kind: 'virtualService',
  locate: (route, context, memory) => locateRule(route, context, parseMemory(memory).rule),
  remember: rememberRoute,
  read: readRoute,
  render: renderRoute,
  restore: restoreRoute,
  fresh: freshRoute,
  drift: routeDrift,
  canaryTraffic,
  longestTimeout,
  diff: diffRoutes,
  removeMarks,
}

export { ROLLOUT_ANNOTATION, RULE_ANNOTATION } from './marks.ts'
export { renderSubsets } from './destination-rule.ts'
export type { Present, Subsets, SubsetRequest } from './destination-rule.ts'
export { subsetsAround } from './destination-rule.ts'
