// A new model of 200 MB on unchanged dependencies: layers against docker, to the same registry.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { processTime } from './measure.mjs'

const MB = 1_000_000
const PEAK =
  'import resource,subprocess,sys; subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL); print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)'

/** Null where there is no registry with docker beside it, and an image with Python and pip in PYTHON_BASE to install on. */
export function imageBench(cli) {
  const { REGISTRY: registry, DOCKER_HOST: docker, PYTHON_BASE: base } = process.env
  if (!registry || !docker || !base) return null
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-image-'))
  const id = `${registry}/shiftgate-bench/image-${process.pid}`
  const team = (name, size) => {
    const at = path.join(folder, name)
    mkdirSync(at)
    writeFileSync(path.join(at, 'score.py'), 'def init(): ...\ndef run(raw_data): return 1\n')
    fill(path.join(at, 'model.bin'), size)
    const image = `{ repository: "${id}", scoring: { script: score.py, model: model.bin, base: "${base}" } }`
    writeFileSync(
      path.join(at, 'rollout.yaml'),
      `rollout: bench\nimage: ${image}\nversions: { green: {}, blue: {} }\nmanifests: [m.yaml]\nroutes: [{ virtualService: v }]\nstages: [{ name: All, weight: 100 }]\n`,
    )
    return at
  }
  const ours = team('layer', 200 * MB)
  const theirs = team('docker', 200 * MB)
  const build = (at, ...more) => [cli, 'build', path.join(at, 'rollout.yaml'), '--quiet', ...more]
  const first = JSON.parse(
    execFileSync(process.execPath, build(ours, '--json', '--network', 'host'), { encoding: 'utf8' }),
  )
  writeFileSync(
    path.join(theirs, 'Dockerfile'),
    `FROM ${first.dependencies}\nCOPY score.py /opt/scoring/\nCOPY model.bin /opt/model/1/\n`,
  )
  const tag = `${id}:docker`
  return {
    layer: {
      label: '`build --builder layer`, new model',
      run: () => {
        change(path.join(ours, 'model.bin'))
        return processTime(process.execPath, build(ours, '--builder', 'layer'))
      },
    },
    docker: {
      label: '`docker build` + `docker push`, new model',
      run: async () => {
        change(path.join(theirs, 'model.bin'))
        const built = await processTime('docker', ['build', '-q', '-t', tag, theirs])
        return built + (await processTime('docker', ['push', '-q', tag]))
      },
    },
    unchanged: {
      label: '`build`, nothing changed',
      run: () => processTime(process.execPath, build(ours)),
    },
    dockerUnchanged: {
      label: '`docker build` + `docker push`, nothing changed',
      run: async () => {
        const built = await processTime('docker', ['build', '-q', '-t', tag, theirs])
        return built + (await processTime('docker', ['push', '-q', tag]))
      },
    },
    /** Peak memory in MiB of a push of 2 GB, and whether two runs gave one digest. */
    figures() {
      const large = team('large', 2_000 * MB)
      const peak = Number(
        execFileSync('python3', ['-c', PEAK, process.execPath, ...build(large, '--builder', 'layer')], {
          encoding: 'utf8',
        }),
      )
      const digest = () =>
        execFileSync(process.execPath, build(ours, '--builder', 'layer'), { encoding: 'utf8' }).trim()
      const one = digest()
      const [host, ...rest] = one.split('@')[0].split('/')
      const url = `http://${host}/v2/${rest.join('/')}/manifests/${one.split('@')[1]}`
      execFileSync('curl', ['-fsS', '-X', 'DELETE', url])
      return { peakMiB: Math.round(peak / 1024), sameDigest: digest() === one }
    },
    close: () => rmSync(folder, { recursive: true }),
  }
}

function fill(file, size) {
  const handle = openSync(file, 'w')
  for (let written = 0; written < size; written += 10 * MB)
    writeSync(handle, randomBytes(Math.min(10 * MB, size - written)))
  closeSync(handle)
}

/** Another model of the same size. */
function change(file) {
  const handle = openSync(file, 'r+')
  writeSync(handle, randomBytes(64), 0, 64, 0)
  closeSync(handle)
}
