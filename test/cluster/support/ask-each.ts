import { createCaller } from '../../contract/gateway-client.ts'
import type { Answer, Call } from '../../contract/gateway-client.ts'

/** Different calls on one gateway, 16 at once; the answers in the order of the calls. */
export async function askEach(url: string, host: string, calls: readonly Call[]): Promise<Answer[]> {
  const caller = createCaller(url, host)
  const answers: Answer[] = []
  let next = 0
  const worker = async () => {
    for (let i = next++; i < calls.length; i = next++) answers[i] = await caller.call(calls[i])
  }
  try {
    await Promise.all(Array.from({ length: 16 }, worker))
    return answers
  } finally {
    caller.close()
  }
}
