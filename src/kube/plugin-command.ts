import { existsSync } from 'node:fs'
import { win32 } from 'node:path'

/** What to give to execFile. */
export interface PluginCommand {
  readonly file: string
  readonly args: readonly string[]
  readonly windowsVerbatimArguments: boolean
}

/** The environment that a child process gets; read by whoever composes the program. */
export type Environment = Readonly<Record<string, string | undefined>>

/** How the command is started on this platform; null when Windows has no such command. Elsewhere execFile looks in PATH itself. */
export function pluginCommand(
  command: string,
  args: readonly string[],
  environment: Environment,
  platform: string,
  exists: (path: string) => boolean = existsSync,
): PluginCommand | null {
  if (platform !== 'win32') return { file: command, args, windowsVerbatimArguments: false }
  const file = findOnWindows(command, environment, exists)
  if (file === null) return null
  if (!/\.(cmd|bat)$/i.test(file)) return { file, args, windowsVerbatimArguments: false }
  return batchCommand(file, args, environment)
}

function findOnWindows(
  command: string,
  environment: Environment,
  exists: (path: string) => boolean,
): string | null {
  const value = (name: string) =>
    Object.entries(environment).find(([key]) => key.toUpperCase() === name)?.[1] ?? ''
  const extensions = (value('PATHEXT') || '.COM;.EXE;.BAT;.CMD').split(';').filter(Boolean)
  const hasExtension = extensions.some((extension) => command.toLowerCase().endsWith(extension.toLowerCase()))
  const endings = hasExtension ? [''] : extensions
  const directories = /[\\/]/.test(command) ? [''] : value('PATH').split(';').filter(Boolean)
  for (const directory of directories) {
    for (const ending of endings) {
      const path = win32.join(directory, command + ending)
      if (exists(path)) return path
    }
  }
  return null
}

/** Batch files run only inside cmd.exe, which would interpret these characters; there is no reliable way to quote them. */
const UNSAFE_FOR_CMD = /["%!^&|<>()\r\n]/

function batchCommand(file: string, args: readonly string[], environment: Environment): PluginCommand {
  const unsafe = [file, ...args].find((text) => UNSAFE_FOR_CMD.test(text))
  if (unsafe !== undefined) {
    throw new Error(
      `${file} is a batch file and "${unsafe}" cannot be passed to one; name an .exe as command`,
    )
  }
  const shell = environment['ComSpec'] ?? environment['COMSPEC'] ?? 'cmd.exe'
  const line = [file, ...args].map((text) => `"${text}"`).join(' ')
  return { file: shell, args: ['/d', '/s', '/c', `"${line}"`], windowsVerbatimArguments: true }
}
