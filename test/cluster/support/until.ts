import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Asks until the answer is something, and returns it. A gateway without any route refuses connections: that is no answer yet, and
 * said when there comes none.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeout = 90_000,
): Promise<T> {
  const deadline = performance.now() + timeout
  for (let pause = 20; ; pause = Math.min(500, pause * 1.5)) {
    let refusal: unknown = undefined
    const answer = await Promise.resolve()
      .then(ask)
      .catch((error: unknown) => {
        if (!isRefused(error)) throw error
        refusal = error
        return null
      })
    if (answer) return answer
    if (performance.now() > deadline)
      throw new Error(`waited ${timeout / 1_000} s in vain for ${what}`, { cause: refusal })
    await sleep(pause)
  }
}

export const isRefused = (error: unknown) => (error as { code?: unknown } | null)?.code === 'ECONNREFUSED'
