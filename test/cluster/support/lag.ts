import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'

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
