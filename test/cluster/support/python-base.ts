import { execFile } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const PIP = '25.3'
const TAG = `3.11-pip-${PIP}-2`
/** What compiled packages need, and the official image has. */
const LIBRARIES = [
  'libgcc_s.so.1',
  'libstdc++.so.6',
  'librt.so.1',
  'libpthread.so.0',
  'libdl.so.2',
  'libm.so.6',
  'libutil.so.1',
]

/**
 * An image with Python and pip, for machines that cannot pull the official one: the cluster's `base/python:3.11`, or what PYTHON_BASE
 * names, with pip from the package index and
 * compilers' libraries from this machine. Made once; the registry keeps it between runs.
 */
export async function pythonBase(registry: string): Promise<string> {
  if (process.env.PYTHON_BASE) return process.env.PYTHON_BASE
  const image = `${registry}/shiftgate-test/python:${TAG}`
  if (await exists(registry, `shiftgate-test/python/manifests/${TAG}`)) return image
  const folder = await mkdtemp(path.join(tmpdir(), 'python-base-'))
  try {
    await run('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', folder, `pip==${PIP}`])
    await run('python3', [
      ...['-m', 'zipfile', '-e'],
      ...[path.join(folder, `pip-${PIP}-py3-none-any.whl`), path.join(folder, 'packages')],
    ])
    await mkdir(path.join(folder, 'libraries'))
    const { stdout: known } = await run('/sbin/ldconfig', ['-p'])
    for (const name of LIBRARIES) {
      const found = known.split('\n').find((line) => line.trim().startsWith(`${name} `))
      if (!found)
        throw new Error(`this machine has no ${name}; name an image with Python and pip in PYTHON_BASE`)
      await copyFile(found.split('=> ')[1]!.trim(), path.join(folder, 'libraries', name))
    }
    const lines = [
      `FROM ${registry}/base/python:3.11`,
      'COPY libraries /usr/lib/',
      'COPY packages /usr/lib/python3/dist-packages',
    ]
    await writeFile(path.join(folder, 'Dockerfile'), `${lines.join('\n')}\n`)
    await run('docker', ['build', '-q', '-t', image, folder])
    await run('docker', ['push', '-q', image])
    return image
  } finally {
    await rm(folder, { recursive: true })
  }
}

function exists(registry: string, manifest: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/vnd.docker.distribution.manifest.v2+json' }
    http
      .get(`http://${registry}/v2/${manifest}`, { headers }, (answer) => {
        answer.resume()
        resolve(answer.statusCode === 200)
      })
      .on('error', reject)
  })
}
