import { createRouter } from '../rules/create-router.ts'
import { istioDialect } from './dialect.ts'

/** Routes by VirtualService. */
export const istioRouter = createRouter(istioDialect)

export { ROLLOUT_ANNOTATION, RULE_ANNOTATION } from '../rules/marks.ts'
export { renderSubsets } from './destination-rule.ts'
export type { Present, Subsets, SubsetRequest } from './destination-rule.ts'
export { subsetsAround } from './destination-rule.ts'
