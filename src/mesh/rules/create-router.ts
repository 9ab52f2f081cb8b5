import type { RouteContext, Router } from '../router.ts'
import type { Dialect, DialectContext } from './dialect.ts'
import { diffRoutes } from './diff.ts'
import { freshRoute } from './fresh.ts'
import { locateRule } from './locate.ts'
import { removeMarks } from './marks.ts'
import { parseMemory } from './memory.ts'
import { canaryTraffic, readRoute, routeDrift } from './read.ts'
import { renderRoute } from './render.ts'
import { rememberRoute, restoreRoute } from './restore.ts'
import { longestTimeout } from './timeout.ts'

/** What a rollout does to a list of rules, in one API's way of writing it. */
export function createRouter(dialect: Dialect): Router {
  const within = (context: RouteContext): DialectContext => ({ ...context, dialect })
  return {
    kind: dialect.kind,
    locate: (route, context, memory) => locateRule(route, within(context), parseMemory(memory).rule),
    remember: (route, context, previous) => rememberRoute(route, within(context), previous),
    read: (route, context, memory) => readRoute(route, within(context), memory),
    render: (route, target, context, memory) => renderRoute(route, target, within(context), memory),
    restore: (route, context, memory) => restoreRoute(route, within(context), memory),
    fresh: (route, context) => freshRoute(route, within(context)),
    drift: (route, recorded, context, memory) => routeDrift(route, recorded, within(context), memory),
    canaryTraffic: (route, context) => canaryTraffic(route, within(context)),
    longestTimeout: (route, context) => longestTimeout(route, within(context)),
    diff: (before, after) => diffRoutes(before, after, dialect),
    removeMarks,
  }
}
