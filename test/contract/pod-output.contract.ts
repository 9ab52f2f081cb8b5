import { text } from 'node:stream/consumers'
import type { KubeClient, PodCommand } from '../../src/kube/client.ts'

/** What the container of the pod under test runs: it has written a file of 3 MB when it has printed `written`. */
export const WRITING = `require('node:fs').writeFileSync((process.env.REHEARSAL_ROOT ?? '') + '/tmp/big', 'größer\\n' + 'x'.repeat(3e6)); console.log('written'); setInterval(() => {}, 1e6)`

/** The pod `writer` with the container `main` runs `WRITING`; the pod `waiting` has no image. */
export function podOutputContract(
  name: string,
  setup: () => { client: KubeClient; namespace: string },
): void {
  describe(`commands in containers: ${name}`, () => {
    const printed = async (command: readonly string[], more: Partial<PodCommand> = {}) => {
      const { client, namespace } = setup()
      return text(await client.output({ namespace, name: 'writer', container: 'main', command, ...more }))
    }
    beforeAll(async () => {
      const { client, namespace } = setup()
      const log = { namespace, name: 'writer', container: 'main', since: null, previous: false }
      for (;;) {
        const found = await client.logs(log).then(
          (stream) => (stream ? text(stream) : ''),
          () => '',
        )
        if (found.includes('written')) return
        await new Promise((resolve) => setTimeout(resolve, 100))
      }
    })

    test('a file comes whole, and several in their order', async () => {
      const content = await printed(['cat', '/tmp/big'])
      expect(content.slice(0, 8)).toBe('größer\nx')
      expect(content).toHaveLength(7 + 3e6)
      expect(await printed(['cat', '/tmp/big', '/tmp/big'])).toBe(content + content)
    })

    test('a reader that takes its time gets everything, and one that turns away ends it', async () => {
      const { client, namespace } = setup()
      const target = {
        namespace,
        name: 'writer',
        container: 'main',
        command: ['cat', '/tmp/big', '/tmp/big'],
      }
      const stream = await client.output(target)
      let bytes = 0
      for await (const chunk of stream) {
        bytes += (chunk as Buffer).length
        await new Promise((resolve) => setImmediate(resolve))
      }
      expect(bytes).toBe(2 * (9 + 3e6))
      const left = await client.output(target)
      for await (const chunk of left) {
        expect((chunk as Buffer).length).toBeGreaterThan(0)
        break
      }
      expect(left.destroyed).toBe(true)
    })

    test('says what the command said, and that there is no such program', async () => {
      await expect(printed(['cat', '/no/such file'])).rejects.toThrow(
        /\/no\/such file.*No such file or directory/,
      )
      await expect(printed(['nothing', 'here'])).rejects.toThrow(
        /exec: "nothing": executable file not found in \$PATH/,
      )
    })

    test('says that there is no such pod, no such container, and one that does not run', async () => {
      const command = ['cat', '/tmp/big']
      await expect(printed(command, { name: 'nobody' })).rejects.toMatchObject({ code: 'not-found' })
      await expect(printed(command, { container: 'nothing' })).rejects.toMatchObject({
        code: 'invalid',
        message: expect.stringContaining('container nothing is not valid for pod writer') as unknown,
      })
      await expect(printed(command, { name: 'waiting' })).rejects.toThrow('container not found ("main")')
    })
  })
}
