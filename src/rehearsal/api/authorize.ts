import type { IncomingMessage } from 'node:http'
import { ApiError } from './status-error.ts'

/** Who has the token of this server may do everything; everybody else is told so. */
export function authorize(token: string, request: IncomingMessage): void {
  if (request.headers.authorization === `Bearer ${token}`) return
  throw new ApiError(401, 'Unauthorized', 'Unauthorized')
}
