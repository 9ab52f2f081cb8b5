import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { run, ToolError } from '../../../src/process/run.ts'
import type { RunOptions } from '../../../src/process/run.ts'

let folder: string
let options: RunOptions
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'run-'))
  options = { cwd: folder, env: { PATH: `${folder}:/usr/bin:/bin` }, timeout: 30_000 }
})
afterAll(() => rm(folder, { recursive: true }))

async function tool(name: string, script: string) {
  await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`)
  await chmod(join(folder, name), 0o755)
}
async function failure(work: Promise<unknown>): Promise<ToolError> {
  const error = await work.then(
    () => null,
    (e: unknown) => e,
  )
  expect(error).toBeInstanceOf(ToolError)
  return error as ToolError
}

describe('a tool that works', () => {
  test('gives both streams, whole', async () => {
    await tool('both', 'printf "größe\\n"; echo warned >&2')
    expect(await run('both', [], options)).toEqual({ stdout: 'größe\n', stderr: 'warned\n' })
  })
  test('gets its arguments as they are, whatever a shell would make of them', async () => {
    await tool('args', 'for a in "$@"; do printf "<%s>" "$a"; done')
    const args = ['a b', '$(id)', '"', "it's", '', '; rm -rf /', '*', '`x`', '\\', '--a={"b":1}']
    expect((await run('args', args, options)).stdout).toBe(args.map((a) => `<${a}>`).join(''))
  })
  test('reads its input, and an end of input when there is none', async () => {
    expect((await run('cat', [], { ...options, input: 'hello' })).stdout).toBe('hello')
    expect((await run('cat', [], options)).stdout).toBe('')
  })
  test('may leave its input unread', async () => {
    expect((await run('true', [], { ...options, input: 'x'.repeat(1_000_000) })).stdout).toBe('')
  })
  test('is found in the PATH it is given, in a folder with a space', async () => {
    const spaced = await mkdtemp(join(tmpdir(), 'with space-'))
    await writeFile(join(spaced, 'hello'), '#!/bin/sh\necho "$GREETING"')
    await chmod(join(spaced, 'hello'), 0o755)
    try {
      const env = { PATH: spaced, GREETING: 'hi', NOT_SET: undefined }
      expect((await run('hello', [], { ...options, env })).stdout).toBe('hi\n')
    } finally {
      await rm(spaced, { recursive: true })
    }
  })
  test('prints nothing on our own streams', async () => {
    await tool('noisy', 'echo ::set-output::x; echo oops >&2')
    const written: unknown[] = []
    const streams = [process.stdout, process.stderr]
    const originals = streams.map((s) => s.write)
    for (const s of streams) s.write = (chunk: unknown) => written.push(chunk) > 0
    try {
      await run('noisy', [], options)
    } finally {
      streams.forEach((s, i) => (s.write = originals[i]!))
    }
    expect(written).toEqual([])
  })
})

describe('a tool that fails', () => {
  test('says exit code, command line, end of stderr, end of stdout', async () => {
    await tool('bad', 'echo partial; echo "no such chart" >&2; exit 3')
    const error = await failure(run('bad', ['template', 'my chart'], options))
    expect(error.message).toBe(
      "bad failed: exit code 3\ncommand: bad template 'my chart'\nstderr:\n  no such chart\nstdout:\n  partial",
    )
    expect(error.failure).toEqual({ kind: 'exit', code: 3 })
  })
  test('fails by its exit code even when it wrote nothing', async () => {
    expect((await failure(run('false', [], options))).message).toBe(
      'false failed: exit code 1\ncommand: false',
    )
  })
  test('shows the last 20 lines of each stream only', async () => {
    await tool(
      'long',
      'i=0; while [ $i -lt 50 ]; do i=$((i+1)); echo "line $i"; echo "err $i" >&2; done; exit 1',
    )
    const lines = (await failure(run('long', [], options))).message.split('\n')
    expect(lines.filter((l) => l.startsWith('  line'))).toHaveLength(20)
    expect(lines.filter((l) => l.startsWith('  err'))).toHaveLength(20)
    expect(lines.at(-1)).toBe('  line 50')
    expect(lines[3]).toBe('  err 31')
  })
  test('keeps secrets out of command line and output', async () => {
    await tool('leak', 'echo "token hunter2-long here" >&2; echo "$1"; exit 1')
    const error = await failure(
      run('leak', ['--password=hunter2-long'], { ...options, secrets: ['hunter2', 'hunter2-long', ''] }),
    )
    expect(error.message).toBe(
      'leak failed: exit code 1\ncommand: leak --password=***\nstderr:\n  token *** here\nstdout:\n  --password=***',
    )
    expect(`${error.stack}${error.stderr}${error.stdout}`).not.toContain('hunter2')
  })
  test('names the signal that stopped it', async () => {
    await tool('dies', 'kill -KILL $$')
    const error = await failure(run('dies', [], options))
    expect(error.message.split('\n')[0]).toBe('dies was stopped by SIGKILL')
  })
  test('is stopped at the timeout, with what it had said', async () => {
    await tool('slow', 'echo started >&2; exec sleep 600')
    const start = performance.now()
    const error = await failure(run('slow', [], { ...options, timeout: 500 }))
    expect(error.message).toBe(
      'slow did not end within 500ms and was stopped\ncommand: slow\nstderr:\n  started',
    )
    expect(performance.now() - start).toBeLessThan(20_000)
  })
  test('is killed when it ignores the polite signal', async () => {
    await tool('stubborn', 'trap "" TERM; while :; do sleep 0.2; done')
    const error = await failure(run('stubborn', [], { ...options, timeout: 300 }))
    expect(error.failure).toEqual({ kind: 'timeout', timeout: 300 })
  })
  test.each([
    [
      'helm',
      'helm was not found on PATH: install it (https://helm.sh/docs/intro/install/), or add its folder to PATH',
    ],
    ['no-such-tool', 'no-such-tool was not found on PATH: install it, or add its folder to PATH'],
  ])('%s that is missing says how to get it', async (name, message) => {
    const error = await failure(run(name, ['x'], { ...options, env: { PATH: '/usr/sbin/none' } }))
    expect(error.message).toBe(`${message}\ncommand: ${name} x`)
  })
  test('says why it could not be started', async () => {
    const error = await failure(run('true', [], { ...options, cwd: '/no/such/folder' }))
    expect(error.failure.kind).toBe('not-started')
    expect(error.message).toContain('/no/such/folder')
  })
})

describe('an abort', () => {
  test('stops the tool and rejects with the reason', async () => {
    await tool('waits', 'echo $$ > pid; exec sleep 600')
    const controller = new AbortController()
    const reason = new Error('cancelled by the user')
    const running = run('waits', [], { ...options, signal: controller.signal })
    setTimeout(() => controller.abort(reason), 300)
    await expect(running).rejects.toBe(reason)
  })
  test('before the start starts nothing', async () => {
    const reason = new Error('no')
    await expect(run('true', [], { ...options, signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
  })
})
