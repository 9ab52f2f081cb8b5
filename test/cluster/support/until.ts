import { setTimeout as sleep } from 'node:timers/promises'

/** Asks until the answer is something, and returns it. Fails with the last answer's error, if it had one. */
export async function until<T>(
  what: string,
  ask: () => Promise<T | null | undefined | false> | T | null | undefined | false,
  timeout = 90_000,
): Promise<T> {
  const deadline = performance.now() + timeout
  for (let pause = 20; ; pause = Math.min(500, pause * 1.5)) {
    const answer = await ask()
    if (answer) return answer
    if (performance.now() > deadline) throw new Error(`waited ${timeout / 1_000} s in vain for ${what}`)
    await sleep(pause)
  }
}
