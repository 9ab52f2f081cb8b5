import type { Clock } from '../../process/clock.ts'
import { check } from './probe.ts'
import type { Probe } from './probe.ts'

/** The process that probes look at; the signal aborts when it is gone. */
export interface ProbeTarget {
  readonly port: number
  readonly shownAs: string
  readonly clock: Clock
  readonly signal: AbortSignal
}

const CONNECT: Probe = { kind: 'tcp', path: '/', headers: {}, periodMs: 0, timeoutMs: 1_000, failures: 1 }
const FIRST_MS = 20
const STARTING_MS = 100
// A real kubelet looks first after the process had time to start; a refused connection before that is no event.
const QUIET_MS = 1_000

/**
 * Reports readiness until the process is gone. Until the first success it looks often, whatever the period is: waiting
 * ten seconds for a process that is up in one tenth would make rehearsals slow. Without a probe, a process is ready
 * when it accepts connections.
 */
export async function keepReady(
  target: ProbeTarget,
  probe: Probe | null,
  onProblem: (problem: string) => void,
  report: (ready: boolean) => void,
): Promise<void> {
  const { clock, signal } = target
  const began = clock.now()
  const used = probe ?? CONNECT
  let reported = began
  let pause = FIRST_MS
  let wasReady = false
  let failed = 0
  while (!signal.aborted) {
    const problem = await check(used, target.port, target.shownAs)
    if (signal.aborted) return
    if (problem === null) {
      wasReady = true
      failed = 0
      report(true)
      if (!probe) return
    } else {
      failed++
      const now = clock.now()
      const isDue = wasReady || (now - began > QUIET_MS && now - reported >= used.periodMs)
      if (isDue && probe) {
        onProblem(problem)
        reported = now
      }
      if (failed >= used.failures) report(false)
      pause = Math.min(pause * 1.5, STARTING_MS)
    }
    if (!(await slept(clock, wasReady ? used.periodMs : pause, signal))) return
  }
}

/** Calls `onDead` when the probe has failed too often, beginning one period after the start. */
export async function watchLiveness(
  target: ProbeTarget,
  probe: Probe,
  onProblem: (problem: string) => void,
  onDead: () => void,
): Promise<void> {
  let failed = 0
  while (await slept(target.clock, probe.periodMs, target.signal)) {
    const problem = await check(probe, target.port, target.shownAs)
    if (target.signal.aborted) return
    failed = problem === null ? 0 : failed + 1
    if (problem !== null) onProblem(problem)
    if (failed >= probe.failures) return onDead()
  }
}

/** False when the signal ended the sleep. */
async function slept(clock: Clock, ms: number, signal: AbortSignal): Promise<boolean> {
  try {
    await clock.sleep(ms, signal)
    return true
  } catch {
    return false
  }
}
