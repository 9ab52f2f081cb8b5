import { createRouter } from '../rules/create-router.ts'
import { gatewayDialect } from './dialect.ts'

/** Routes by HTTPRoute of the Gateway API, on a Gateway or on a Service of the mesh. */
export const gatewayRouter = createRouter(gatewayDialect)

export { acceptanceOf } from './status.ts'
export type { Acceptance } from './status.ts'
export { grantsServices } from './reference-grant.ts'
export { withDefaults } from './defaults.ts'
