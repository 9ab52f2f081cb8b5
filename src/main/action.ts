import { error as annotateError } from '@actions/core'
import module from 'node:module'
import { runCommand, failure } from '../commands/run.ts'
import { argvOf } from '../commands/inputs.ts'
import { githubHost, readInput } from '../host/github/host.ts'
import { messageOf } from '../process/errors.ts'
import { singleLine } from '../process/escape.ts'

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

main().catch((error: unknown) => {
  // No space on the disk, mostly. What was done is in the record, but later jobs would not learn of it.
  annotateError(`the result could not be handed to the runner: ${singleLine(messageOf(error))}`)
  process.exitCode = 1
})
