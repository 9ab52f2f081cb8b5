// The one place that knows what is in dist/ and how it is bundled; used by build, dist-check and the tests of the bundle.
import { chmod, mkdir, readFile, readdir, writeFile } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import path from 'node:path'
import esbuild from 'esbuild'

export const root = path.resolve(import.meta.dirname, '..')

const none = (...modules) => Object.fromEntries(modules.map((module) => [module, null]))
/** What people do on their own machines, not in a pipeline. */
const NOT_ON_HOSTS = none(
  'commands/rehearse.ts',
  'commands/init.ts',
  'commands/setup.ts',
  'rehearsal/rehearse.ts',
  'host/github/environments.ts',
  'host/azure/environments.ts',
)

/**
 * What is bundled. `elsewhere`: modules that are in a file of their own, loaded when they are needed; null: never needed here.
 */
export const ENTRIES = [
  {
    source: 'src/main/cli.ts',
    output: 'cli.cjs',
    executable: true,
    elsewhere: {
      'main/stage-commands.ts': './stage-commands.cjs',
      'main/all-commands.ts': './all-commands.cjs',
    },
  },
  {
    source: 'src/main/stage-commands.ts',
    output: 'stage-commands.cjs',
    executable: false,
    elsewhere: {
      ...NOT_ON_HOSTS,
      ...none('commands/validate.ts', 'commands/build.ts', 'image/open.ts'),
    },
  },
  { source: 'src/main/all-commands.ts', output: 'all-commands.cjs', executable: false },
  {
    source: 'src/main/action.ts',
    output: 'action.cjs',
    executable: false,
    elsewhere: NOT_ON_HOSTS,
    // @actions/core brings an HTTP client (and undici, ten times its size) for getIDToken, which we do not call.
    unused: ['@actions/http-client', '@actions/http-client/lib/auth'],
  },
  { source: 'src/main/task.ts', output: 'task.cjs', executable: false, elsewhere: NOT_ON_HOSTS },
]

/** Native add-ons that `ws` and `https-proxy-agent` try to load, and do without. */
const OPTIONAL = new Set(['bufferutil', 'utf-8-validate', 'kerberos'])
const BUILTIN = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)])

/**
 * Bundles every entry into `folder` and returns the names of the files written, sorted.
 * The bytes depend on the sources and the lock file only: relative paths, no time, no source map.
 */
export async function bundle(folder, entries = ENTRIES) {
  await mkdir(folder, { recursive: true })
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'))
  const inputs = new Set()
  const written = []
  for (const entry of entries) {
    const file = path.join(folder, entry.output)
    const result = await esbuild.build(options(entry, version))
    if (result.warnings.length > 0)
      throw new Error(`${entry.source}: the bundler warns (see above), and the build wants no warnings`)
    for (const input of bundledInputs(result.metafile, entry)) inputs.add(input)
    await writeFile(file, result.outputFiles[0].contents)
    if (entry.executable) await chmod(file, 0o755)
    written.push(entry.output)
  }
  await writeFile(path.join(folder, 'licenses.txt'), await licences(inputs))
  return [...written, 'licenses.txt'].sort()
}

function options({ source, executable, elsewhere = {}, unused = [] }, version) {
  return {
    absWorkingDir: root,
    entryPoints: [source],
    outfile: 'out.cjs',
    write: false,
    metafile: true,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Names stay, and lines stay short: a stack trace from a user's log has to tell where it was.
    minifyWhitespace: true,
    minifySyntax: true,
    // import() of another CommonJS file scans its whole text for exports first; require does not.
    supported: { 'dynamic-import': false },
    lineLimit: 160,
    charset: 'utf8',
    legalComments: 'none', // all licences are in licenses.txt, whole
    preserveSymlinks: true,
    banner: executable ? { js: '#!/usr/bin/env node' } : {},
    define: { VERSION: JSON.stringify(version) },
    logLevel: 'warning',
    plugins: [otherFiles(elsewhere), unusedPackages(unused)],
  }
}

/** Imports of these modules become imports of another file in dist/. */
function otherFiles(elsewhere) {
  return {
    name: 'other-files',
    setup(build) {
      build.onResolve({ filter: /\.ts$/ }, ({ path: imported, resolveDir, kind }) => {
        if (kind === 'entry-point') return undefined
        const full = path.resolve(resolveDir, imported).replaceAll('\\', '/')
        const found = Object.keys(elsewhere).find((module) => full.endsWith(`/src/${module}`))
        if (found === undefined) return undefined
        if (elsewhere[found] === null) return { path: found, namespace: UNUSED }
        return { path: elsewhere[found], external: true }
      })
      build.onLoad({ filter: /.*/, namespace: UNUSED }, ({ path: what }) => ({
        contents: `throw new Error('not part of this bundle: ${what}')`,
      }))
    },
  }
}

const UNUSED = 'unused'

/** Packages that another one imports for a function that we never call: what they export is undefined. */
function unusedPackages(names) {
  return {
    name: 'unused-packages',
    setup(build) {
      build.onResolve({ filter: /^@actions\// }, ({ path: imported }) =>
        names.includes(imported) ? { path: imported, namespace: 'empty' } : undefined,
      )
      build.onLoad({ filter: /.*/, namespace: 'empty' }, () => ({
        contents: 'module.exports = {}',
      }))
    },
  }
}

/** Paths of the files that made it into the bundle; throws when the bundle would need something installed. */
function bundledInputs(metafile, entry) {
  const [output] = Object.values(metafile.outputs)
  const missing = output.imports
    .filter((i) => i.external && !BUILTIN.has(i.path) && !OPTIONAL.has(i.path))
    .filter((i) => !Object.values(entry.elsewhere ?? {}).includes(i.path))
    .map((i) => i.path)
  if (missing.length > 0)
    throw new Error(`${entry.output} would need at run time: ${[...new Set(missing)].join(', ')}`)
  return Object.entries(output.inputs)
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => file.replaceAll('\\', '/'))
}

/** Name, version and licence text of every bundled package, sorted by name. */
async function licences(inputs) {
  const folders = new Set()
  for (const input of inputs) {
    const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)
    if (found) folders.add(found[1])
  }
  const texts = await Promise.all([...folders].map(licence))
  const sorted = [...new Map(texts.map((t) => [t.title, t])).values()].sort((a, b) =>
    a.title < b.title ? -1 : 1,
  )
  return sorted.map(({ title, text }) => `${title}\n\n${text}\n`).join(`\n${'-'.repeat(78)}\n\n`)
}

async function licence(folder) {
  const at = path.join(root, folder)
  const { name, version, license } = JSON.parse(await readFile(path.join(at, 'package.json'), 'utf8'))
  const file = (await readdir(at)).sort().find((f) => /^(licen[cs]e|copying)/i.test(f))
  if (file === undefined && typeof license !== 'string')
    throw new Error(`${name} ${version} names no licence`)
  const text =
    file === undefined
      ? `${license}: the package has no licence text`
      : await readFile(path.join(at, file), 'utf8')
  return { title: `${name} ${version} (${license})`, text: text.replaceAll('\r\n', '\n').trim() }
}
