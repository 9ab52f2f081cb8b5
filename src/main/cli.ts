import module from 'node:module'

declare const VERSION: string | undefined

const version = typeof VERSION === 'string' ? VERSION : 'development'
const argv = process.argv.slice(2)

const STAGE_COMMANDS = ['plan', 'render', 'advance', 'abort', 'rollback', 'status', 'verify']

async function main(): Promise<void> {
  // Node 22 and later keep the compiled code on machines that live longer than one command.
  ;(module as { enableCompileCache?: () => void }).enableCompileCache?.()
  // A stage of a pipeline starts without the embedded cluster, the image builders and the hosts' set-up.
  const { runCli } = STAGE_COMMANDS.includes(argv[0] ?? '')
    ? await import('./stage-commands.ts')
    : await import('./all-commands.ts')
  process.exitCode = await runCli(argv, version, {
    env: process.env,
    stdin: process.stdin,
    stdout: process.stdout,
    stderr: process.stderr,
    exit: (code) => process.exit(code),
  })
}

// Scripts ask for the version often: it loads nothing else.
if (argv.length === 1 && (argv[0] === '--version' || argv[0] === '-v')) {
  process.stdout.write(`${version}\n`)
} else {
  void main()
}
