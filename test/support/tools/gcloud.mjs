#!/usr/bin/env node
// Stands for the Google Cloud command line: the arguments, outputs and exit codes that its reference gives for what builds use.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { argumentsOf, record } from './stand-in.mjs'
import { filesOf, push } from './stand-in-push.mjs'

const argv = process.argv.slice(2)
record('gcloud', argv)
const die = (text, code = 1) => {
  process.stderr.write(`ERROR: ${text}\n`)
  process.exit(code)
}
const ID = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0'

if (argv[0] === 'version') {
  process.stdout.write('{\n  "Google Cloud SDK": "528.0.0"\n}\n')
} else if (argv.slice(0, 2).join(' ') === 'auth print-access-token') {
  process.stdout.write('ya29.stand-in\n')
} else if (argv.slice(0, 2).join(' ') === 'builds submit') {
  await submit()
} else if (argv.slice(0, 3).join(' ') === `builds log ${ID}`) {
  process.stdout.write(
    ' ---> Running in 1\nERROR: No matching distribution found for nothing==9\nERROR: build step 0 "gcr.io/cloud-builders/docker" failed: step exited with non-zero status: 1\n',
  )
} else die(`(gcloud) Invalid choice: '${argv[0]}'.`, 2)

async function submit() {
  const { options, rest } = argumentsOf(
    argv.slice(2),
    ['config', 'project', 'format', 'tag'],
    ['suppress-logs', 'quiet'],
    (what) => die(`(gcloud.builds.submit) unrecognized arguments: ${what}`, 2),
  )
  if (rest.length !== 1 || !existsSync(rest[0])) die('(gcloud.builds.submit) could not find source')
  const config = JSON.parse(readFileSync(options.config[0], 'utf8'))
  record('config', config)
  record('context', filesOf(rest[0]))
  const project = options.project[0]
  process.stderr.write(
    `Creating temporary archive of 3 file(s) totalling 1 KiB before compression.\nCreated [https://cloudbuild.googleapis.com/v1/projects/${project}/locations/global/builds/${ID}].\n`,
  )
  if (process.env.STAND_IN_FAILS) die(`(gcloud.builds.submit) build ${ID} completed with status "FAILURE"`)
  const digest = process.env.STAND_IN_REGISTRY ? await built(rest[0], config) : `sha256:${'b'.repeat(64)}`
  const images = config.images.map((name) => ({ name, digest }))
  process.stdout.write(
    JSON.stringify({ id: ID, status: 'SUCCESS', images: config.images, results: { images } }, null, 2),
  )
}

/** What the docker step of the configuration would build: it sees the context, and nothing else of this machine. */
async function built(context, { steps, images }) {
  const after = (option) => steps[0].args[steps[0].args.indexOf(option) + 1]
  const dockerfile = readFileSync(path.join(context, after('--file')), 'utf8')
  record('dockerfile', dockerfile)
  const repository = images[0].replace(/^[^/]+\//, '').replace(/:[^:]+$/, '')
  const tags = images.map((image) => image.split(':').at(-1))
  return push(repository, tags, dockerfile, after('--platform'))
}
