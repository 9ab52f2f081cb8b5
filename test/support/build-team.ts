import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { cli } from './cli.ts'

const TOOLS = path.join(import.meta.dirname, 'tools')

export interface Team {
  readonly folder: string
  /** Everything that the tools wrote down, in order. */
  asked(): Promise<{ [what: string]: unknown }[]>
  /** `build rollout.yaml --json` with more arguments. */
  build(args: readonly string[], env?: { [name: string]: string }): ReturnType<typeof cli>
}

const made: string[] = []
export async function removeTeams(): Promise<void> {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true })
}

/** A team's folder; its PATH holds node and these tools, by the names under which they are called. */
export async function team(
  image: string,
  tools: { readonly [name: string]: string } = {},
  files: { readonly [name: string]: string } = {},
): Promise<Team> {
  const folder = await mkdtemp(path.join(tmpdir(), 'build-'))
  made.push(folder)
  const all = {
    'rollout.yaml': `rollout: iris
image: ${image}
versions: { green: {}, blue: {} }
manifests: [model.yaml]
routes: [{ virtualService: iris }]
stages: [{ name: All, weight: 100 }]
`,
    Dockerfile: 'FROM scratch\n',
    'score.py': 'def init(): ...\ndef run(raw_data): return "A"\n',
    'model.pkl': 'weights',
    ...files,
  }
  for (const [name, text] of Object.entries(all)) await writeFile(path.join(folder, name), text)
  const bin = path.join(folder, 'bin')
  await mkdir(bin)
  await symlink(process.execPath, path.join(bin, 'node'))
  for (const [name, tool] of Object.entries(tools)) {
    await chmod(path.join(TOOLS, tool), 0o755)
    await symlink(path.join(TOOLS, tool), path.join(bin, name))
  }
  const log = path.join(folder, 'asked.log')
  return {
    folder,
    asked: async () =>
      existsSync(log)
        ? (await readFile(log, 'utf8'))
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as { [what: string]: unknown })
        : [],
    build: (args, env = {}) =>
      cli(['build', 'rollout.yaml', '--json', ...args], {
        cwd: folder,
        env: { PATH: bin, HOME: folder, STAND_IN_LOG: log, ...env },
      }),
  }
}
