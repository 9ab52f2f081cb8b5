import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { createChildren } from '../../../src/rehearsal/workloads/children.ts'
import { isAlive } from './cluster.ts'

const FOREVER = ['-e', 'console.log(process.pid); setInterval(() => {}, 1000)']

async function goes(pid: number): Promise<void> {
  while (isAlive(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
}

it('close() returns when all processes are gone', async () => {
  const children = createChildren()
  const pid = await new Promise<number>((resolve) => {
    children.start({ command: process.execPath, args: FOREVER, env: {} }, (text) => resolve(Number(text)))
  })
  await children.close()
  expect(isAlive(pid)).toBe(false)
})

it('a command that cannot be started is told as an exit, not thrown', async () => {
  const children = createChildren()
  let output = ''
  const child = children.start({ command: '/no/such/program', args: [], env: {} }, (text) => (output += text))
  expect(await child.exited).toBe(127)
  expect(output).toContain('/no/such/program')
  await children.close()
})

it('children end with the process that started them, also when that is killed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'children-'))
  const outfile = join(folder, 'parent.mjs')
  const source = join(import.meta.dirname, '../../../src/rehearsal/workloads/children.ts')
  await build({
    stdin: {
      contents: `import { createChildren } from ${JSON.stringify(source)}
        createChildren().start({ command: process.execPath, args: ${JSON.stringify(FOREVER)}, env: {} }, (t) => process.stdout.write(t))`,
      resolveDir: folder,
    },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
  })
  const parent = spawn(process.execPath, [outfile], { stdio: ['ignore', 'pipe', 'inherit'] })
  const pid = await new Promise<number>((resolve) =>
    parent.stdout.once('data', (d: Buffer) => resolve(Number(d))),
  )
  expect(isAlive(pid)).toBe(true)
  parent.kill('SIGKILL')
  await goes(pid)
  expect(isAlive(pid)).toBe(false)
  await rm(folder, { recursive: true })
})
