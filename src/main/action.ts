import module from 'node:module'
import { runCommand, failure } from '../commands/run.ts'
import { argvOf } from '../commands/inputs.ts'
import { githubHost, readInput } from '../host/github/host.ts'

declare const VERSION: string | undefined

const version = typeof VERSION === 'string' ? VERSION : 'development'

async function main(): Promise<void> {
  ;(module as { enableCompileCache?: () => void }).enableCompileCache?.()
  const host = githubHost({
    env: process.env,
    stdout: process.stdout,
    exit: (code) => process.exit(code),
    version,
  })
  process.stdout.write(`shiftgate ${version}\n`)
  let argv: string[]
  try {
    argv = argvOf(readInput)
  } catch (error) {
    await host.publish(failure('inputs', error), { json: false })
    process.exitCode = 2
    return
  }
  process.exitCode = await runCommand(argv, version, host)
}

void main()
