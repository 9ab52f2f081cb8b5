import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../../..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const files = (folder: string): string[] =>
  existsSync(path.join(root, folder))
    ? readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    : []
const sources = files('src')
const code = [...sources, ...files('scripts'), ...files('test')].filter((file) => /\.(ts|mjs|sh)$/.test(file))

describe('package.json and its lock', () => {
  test('every dependency is pinned to one version', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'))
    const ranges = Object.entries<string>({ ...dependencies, ...devDependencies })
    expect(ranges.length).toBeGreaterThan(5)
    expect(ranges.filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })

  test('the lock file names no registry, and has the hash of every package', () => {
    const { packages } = JSON.parse(read('package-lock.json'))
    const installed = Object.entries<{ resolved?: string; integrity?: string; inBundle?: boolean }>(
      packages,
    ).filter(([at]) => at !== '')
    expect(installed.length).toBeGreaterThan(50)
    expect(installed.filter(([, { resolved }]) => resolved !== undefined).map(([at]) => at)).toEqual([])
    expect(installed.filter(([, p]) => !p.integrity && !p.inBundle).map(([at]) => at)).toEqual([])
  })

  test('every script that package.json runs is there', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const named = [
      ...Object.values<string>(scripts)
        .join(' ')
        .matchAll(/\bscripts\/[\w-]+\.mjs/g),
    ].map(([file]) => file)
    expect(named).toContain('scripts/build.mjs')
    expect(named.filter((file) => !existsSync(path.join(root, file)))).toEqual([])
  })
})

describe('source files', () => {
  test('have at most 300 lines', () => {
    expect(sources.length).toBeGreaterThan(5)
    expect(sources.filter((file) => read(file).split('\n').length > 301)).toEqual([])
  })

  test('are named for their topic', () => {
    expect(sources.filter((file) => /(^|\/)(utils?|helpers?|common|misc|types)(\.ts|\/)/.test(file))).toEqual(
      [],
    )
  })

  test('leave nothing to do', () => {
    const mark = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X'].join('|')})\\b`)
    expect(code.filter((file) => mark.test(read(file)))).toEqual([])
  })
})

test('workflows pin every action to a commit and say which version that is', () => {
  const uses = files('.github/workflows').flatMap((file) =>
    read(file)
      .split('\n')
      .filter((line) => /^\s*-?\s*uses:/.test(line)),
  )
  expect(uses.length).toBeGreaterThan(0)
  expect(uses.filter((line) => !/uses: (\.\/|\$\/|[\w./-]+@[0-9a-f]{40} # v\d)/.test(line))).toEqual([])
})

// Windows has no such mode; git keeps it.
const onUnix = process.platform === 'win32' ? test.skip : test
onUnix.each(['dist/cli.cjs', '.ci/run', 'scripts/kind-cluster.sh'])('%s can be executed', (file) => {
  expect(statSync(path.join(root, file)).mode & 0o111).toBe(0o111)
})
