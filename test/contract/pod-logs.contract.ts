import { text } from 'node:stream/consumers'
import type { KubeClient, PodLogs } from '../../src/kube/client.ts'

/** What the container of the pod under test runs: three lines, more than a second between the last two. */
export const PRINTING = `console.log('one'); console.error('two größer'); setTimeout(() => console.log('three'), 2500); process.stdout.write(''); setInterval(() => {}, 1e6)`

/** The pod `printer` with the container `main` runs `PRINTING`. */
export function podLogsContract(name: string, setup: () => { client: KubeClient; namespace: string }): void {
  describe(`logs of a pod: ${name}`, () => {
    const printed = async (more: Partial<PodLogs> = {}) => {
      const { client, namespace } = setup()
      const log = await client.logs({
        namespace,
        name: 'printer',
        container: 'main',
        since: null,
        previous: false,
        ...more,
      })
      return log === null ? null : await text(log)
    }

    test('each line is behind its time, and an earlier part can be left out', async () => {
      let all = ''
      while (!all.includes('three')) {
        all = (await printed()) ?? ''
        if (!all.includes('three')) await new Promise((resolve) => setTimeout(resolve, 100))
      }
      const lines = all.split('\n')
      expect(lines.pop()).toBe('')
      expect(lines.map((line) => line.slice(line.indexOf(' ') + 1)).sort()).toEqual([
        'one',
        'three',
        'two größer',
      ])
      for (const line of lines) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z /)
      const at = Date.parse(lines.find((line) => line.endsWith('three'))!.split(' ')[0]!)
      expect(await printed({ since: at })).toMatch(/^\S+ three\n$/)
    })

    test('a container without an earlier life has no earlier log', async () => {
      expect(await printed({ previous: true })).toBeNull()
    })

    test('says that there is no such pod, and no such container', async () => {
      await expect(printed({ name: 'nobody' })).rejects.toMatchObject({ code: 'not-found' })
      await expect(printed({ container: 'nothing' })).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('nothing') as unknown,
      })
    })
  })
}
