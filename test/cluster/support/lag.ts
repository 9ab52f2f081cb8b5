import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { until } from './until.ts'

const script = path.join(import.meta.dirname, '../../../../shared/testbed/lag.sh')

/** Whether this cluster's second gateway can be made to lag. */
export const canLag = existsSync(script) && Boolean(process.env.GATEWAY_URL_2)

/** The second gateway learns of no change until `resumeGateway`. */
export async function pauseGateway(): Promise<void> {
  await promisify(execFile)(script, ['pause'])
}

export async function resumeGateway(): Promise<void> {
  await promisify(execFile)(script, ['resume'])
}

/**
 * Waits until every Envoy has a healthy endpoint of a service (`name.namespace.`): what one is to learn late here is the route, not
 * that the pods exist.
 */
export async function knownToGateways(service: string): Promise<void> {
  const admins = [process.env.ENVOY_ADMIN, process.env.ENVOY_ADMIN_2].filter((url) => url !== undefined)
  for (const admin of admins) {
    await until(`${service} at ${admin}`, async () => {
      const url = admin.includes('://') ? admin : `http://${admin}`
      const lines = (await (await fetch(`${url}/clusters`)).text()).split('\n')
      return lines.some((line) => line.includes(service) && line.endsWith('::health_flags::healthy'))
    })
  }
}
