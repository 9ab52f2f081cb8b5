#!/usr/bin/env node
// Stands for the Azure command line: the arguments, outputs and exit codes that its reference gives for what builds use.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { argumentsOf, record } from './stand-in.mjs'
import { filesOf, push } from './stand-in-push.mjs'

const argv = process.argv.slice(2)
record('az', argv)
const die = (text, code = 1) => {
  process.stderr.write(`ERROR: ${text}\n`)
  process.exit(code)
}

if (argv[0] === 'version') {
  process.stdout.write('{\n  "azure-cli": "2.77.0",\n  "azure-cli-core": "2.77.0"\n}\n')
} else if (argv.slice(0, 2).join(' ') === 'acr build') {
  await build()
} else if (argv.slice(0, 3).join(' ') === 'acr task logs') {
  process.stdout.write(
    'Step 1/2 : FROM python:3.12\nStep 2/2 : RUN pip install nothing==9\nERROR: No matching distribution found for nothing==9\n',
  )
} else die(`'${argv[0]}' is misspelled or not recognized by the system.`, 2)

async function build() {
  const known = ['registry', 'image', 'file', 'platform', 'target', 'build-arg', 'output']
  const { options, rest } = argumentsOf(argv.slice(2), known, ['no-logs'], (what) =>
    die(`unrecognized arguments: ${what}`, 2),
  )
  if (!options.registry) die('the following arguments are required: --registry/-r', 2)
  const [context, ...more] = rest
  if (!context || more.length > 0) die('the following arguments are required: <SOURCE_LOCATION>', 2)
  if (!existsSync(context)) die('Source location should be a local directory path or remote URL.')
  const file = options.file?.[0] ?? path.join(context, 'Dockerfile')
  if (!existsSync(file)) die(`Unable to find '${file}'.`)
  const dockerfile = readFileSync(file, 'utf8')
  record('dockerfile', dockerfile)
  record('context', filesOf(context))
  process.stderr.write(
    'WARNING: Packing source code into tar to upload...\nWARNING: Queued a build with ID: ca1\nWARNING: Waiting for an agent...\n',
  )
  if (process.env.STAND_IN_FAILS)
    die(
      `The run with ID 'ca1' finished with unsuccessful status 'Failed'. Show run details by 'az acr task show-run -r ${options.registry} --run-id ca1'. Show run logs by 'az acr task logs -r ${options.registry} --run-id ca1'.`,
    )
  const tags = options.image.map((image) => image.split(':')[1])
  const digest = process.env.STAND_IN_REGISTRY
    ? await push(options.image[0].split(':')[0], tags, dockerfile, options.platform?.[0] ?? 'linux/amd64')
    : `sha256:${'a'.repeat(64)}`
  const images = options.image.map((image) => {
    const [repository, tag] = image.split(':')
    return { digest, registry: `${options.registry}.azurecr.io`, repository, tag }
  })
  process.stdout.write(JSON.stringify({ runId: 'ca1', status: 'Succeeded', outputImages: images }, null, 2))
}
