import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'

const made: string[] = []

/** A folder of its own with these files; `-> TARGET` is a symlink. */
export async function folderWith(files: { readonly [name: string]: string }): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'scoring-'))
  made.push(folder)
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name)
    await mkdir(path.dirname(file), { recursive: true })
    if (name.endsWith('/')) await mkdir(file)
    else if (text.startsWith('-> ')) await symlink(text.slice(3), file)
    else await writeFile(file, text)
  }
  return folder
}

export async function removeFolders(): Promise<void> {
  for (const folder of made.splice(0)) await rm(folder, { recursive: true })
}

export const SCRIPT = 'def init(): ...\ndef run(raw_data): return "A"\n'

export const BUILD = {
  kind: 'scoring',
  script: 'score.py',
  source: null,
  model: 'model.pkl',
  requirements: null,
  conda: null,
  python: '3.12',
  base: null,
  platform: 'linux/amd64',
} as const
