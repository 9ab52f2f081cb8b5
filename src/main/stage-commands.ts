import { runCommand } from '../commands/run.ts'
import { localHost } from '../host/local.ts'
import type { Terminal } from '../host/local.ts'

export const runCli = (argv: readonly string[], version: string, terminal: Terminal) =>
  runCommand(argv, version, localHost(terminal))
