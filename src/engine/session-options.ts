import type { SessionOptions } from '../record/session.ts'
import type { Engine } from './context.ts'

/** How a command takes the lease; `preempt`: at once (abort), instead of waiting for it. */
export function sessionOptions(engine: Engine, { preempt }: Pick<SessionOptions, 'preempt'>): SessionOptions {
  return {
    store: engine.store,
    clock: engine.clock,
    duration: engine.leaseDuration,
    who: engine.run.who,
    signal: engine.signal,
    onWait: (text) => engine.progress.waiting(text),
    preempt,
  }
}
