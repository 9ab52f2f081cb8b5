import { execFile, type ExecFileException } from 'node:child_process'
import { messageOf } from '../process/errors.ts'
import { KubeError } from './client.ts'
import { isMapping } from './config-fields.ts'
import type { ClientCertificate, ExecPlugin } from './login.ts'
import { pluginCommand, type Environment } from './plugin-command.ts'

/** What a plugin printed. */
export interface ExecCredential {
  readonly token: string | null
  readonly clientCertificate: ClientCertificate | null
  /** Wall clock in ms; null: until the process ends. */
  readonly expires: number | null
}

const PLUGIN_TIMEOUT = 60_000

/**
 * Runs the plugin once, without a shell and without a terminal, and reads the ExecCredential from its stdout
 * (https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins).
 */
export async function runExecPlugin(
  plugin: ExecPlugin,
  environment: Environment,
  signal?: AbortSignal,
): Promise<ExecCredential> {
  const stdout = await run(plugin, childEnvironment(plugin, environment), signal)
  return parseCredential(stdout, plugin)
}

function childEnvironment(plugin: ExecPlugin, environment: Environment): Environment {
  const own: Record<string, string> = {}
  for (const { name, value } of plugin.env) own[name] = value
  own['KUBERNETES_EXEC_INFO'] = JSON.stringify({
    apiVersion: plugin.apiVersion,
    kind: 'ExecCredential',
    spec: { interactive: false, cluster: plugin.cluster ?? undefined },
  })
  return { ...environment, ...own }
}

function run(plugin: ExecPlugin, environment: Environment, signal?: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const fail = (text: string, cause?: unknown) =>
      reject(new KubeError('config', `${plugin.where}: ${text}`, { cause }))
    let command
    try {
      command = pluginCommand(plugin.command, plugin.args, environment, process.platform)
    } catch (error) {
      return fail(messageOf(error), error)
    }
    if (command === null) return fail(notFound(plugin))
    const { file, args, windowsVerbatimArguments } = command
    const child = execFile(
      file,
      args,
      {
        env: { ...environment },
        timeout: PLUGIN_TIMEOUT,
        killSignal: 'SIGKILL',
        maxBuffer: 4 * 1024 * 1024,
        windowsHide: true,
        windowsVerbatimArguments,
        signal,
      },
      (error, stdout, stderr) => {
        if (!error) return resolve(stdout)
        if (signal?.aborted) return reject(signal.reason)
        if (error.code === 'ENOENT') return fail(notFound(plugin), error)
        fail(`exec plugin "${commandLine(plugin)}" failed: ${ending(error)}${lastLines(stderr)}`, error)
      },
    )
    child.stdin?.on('error', () => undefined) // it may be gone before we close its stdin
    child.stdin?.end()
  })
}

function notFound(plugin: ExecPlugin): string {
  const hint = plugin.installHint?.trim() ?? 'install it, or put it into PATH of this process'
  return `exec plugin "${plugin.command}" not found: ${hint}`
}

function ending(error: ExecFileException): string {
  if (typeof error.code === 'number') return `exit code ${error.code}`
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'it printed too much'
  if (error.killed) return `no answer within ${PLUGIN_TIMEOUT / 1000}s`
  if (error.signal) return `killed by ${error.signal}`
  return error.code ?? error.message
}

function lastLines(stderr: string): string {
  const lines = stderr.trim().split(/\r?\n/).slice(-5).join('\n')
  return lines === '' ? ' (nothing on stderr)' : `:\n${lines.slice(-2_000)}`
}

const SECRET_FLAG = /^-.*(secret|password|token|certificate|key)/i

/** The command for a message, without the values of flags that look secret. */
function commandLine(plugin: ExecPlugin): string {
  const shown = plugin.args.map((arg, index) => {
    if (SECRET_FLAG.test(arg) && arg.includes('=')) return `${arg.slice(0, arg.indexOf('='))}=***`
    const before = plugin.args[index - 1] ?? ''
    return SECRET_FLAG.test(before) && !before.includes('=') && !arg.startsWith('-') ? '***' : arg
  })
  return [plugin.command, ...shown].join(' ')
}

/** Never quotes what the plugin printed: it may be a token. */
function parseCredential(stdout: string, plugin: ExecPlugin): ExecCredential {
  const bad = (text: string) =>
    new KubeError('config', `${plugin.where}: exec plugin "${commandLine(plugin)}" ${text}`)
  let value: unknown
  try {
    value = JSON.parse(stdout)
  } catch {
    throw bad(`printed ${stdout.trim() === '' ? 'nothing' : 'no JSON'}; expected an ExecCredential`)
  }
  if (!isMapping(value) || value['kind'] !== 'ExecCredential')
    throw bad('printed JSON that is no ExecCredential')
  if (value['apiVersion'] !== plugin.apiVersion) {
    throw bad(
      `answered in ${JSON.stringify(value['apiVersion'])}, but the kubeconfig says ${plugin.apiVersion}; make them equal`,
    )
  }
  const status = value['status']
  if (!isMapping(status)) throw bad('printed an ExecCredential without status')
  const text = (name: string) =>
    typeof status[name] === 'string' && status[name] !== '' ? status[name] : null
  const token = text('token')
  const cert = text('clientCertificateData')
  const key = text('clientKeyData')
  if ((cert === null) !== (key === null))
    throw bad('printed a certificate without its key, or a key without certificate')
  const clientCertificate = cert !== null && key !== null ? { cert, key } : null
  if (token === null && !clientCertificate) throw bad('printed neither a token nor a client certificate')
  if (token !== null && /[^\x21-\x7e]/.test(token))
    throw bad('printed a token with characters that no token has')
  const expiry = text('expirationTimestamp')
  const expires = expiry === null ? null : Date.parse(expiry)
  if (Number.isNaN(expires)) throw bad(`printed an expirationTimestamp that is no time: ${expiry}`)
  return { token, clientCertificate, expires }
}
