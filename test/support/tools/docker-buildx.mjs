#!/usr/bin/env node
// Stands for a docker that has buildx: builds nothing, and writes the metadata file that the reference describes.
import { readFileSync, writeFileSync } from 'node:fs'
import { argumentsOf, record } from './stand-in.mjs'

const argv = process.argv.slice(2)
record('docker', argv)
const die = (text, code = 1) => {
  process.stderr.write(`ERROR: ${text}\n`)
  process.exit(code)
}
if (argv[0] === 'version') process.stdout.write('28.5.1\n')
else if (argv.join(' ') === 'buildx version') {
  if (process.env.STAND_IN_NO_BUILDX)
    die("docker: unknown command: docker buildx\n\nRun 'docker --help' for more information")
  process.stdout.write('github.com/docker/buildx v0.29.1\n')
} else if (argv.slice(0, 2).join(' ') === 'buildx build') {
  const known = ['metadata-file', 'file', 'tag', 'platform', 'target', 'network', 'build-arg', 'secret']
  const { options } = argumentsOf(argv.slice(2), known, ['push'], (what) => die(`unknown flag: ${what}`, 125))
  for (const secret of options.secret ?? []) {
    const env = /env=(\w+)/.exec(secret)?.[1]
    record('secret', env ? process.env[env] : readFileSync(/src=(.+)$/.exec(secret)[1], 'utf8'))
  }
  if (process.env.STAND_IN_FAILS) die('failed to solve: write /var/lib/docker/tmp/x: no space left on device')
  writeFileSync(
    options['metadata-file'][0],
    JSON.stringify({ 'containerimage.digest': `sha256:${'c'.repeat(64)}` }),
  )
} else die(`docker: unknown command: docker ${argv[0]}`)
