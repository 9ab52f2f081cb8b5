import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { MEDIA } from '../../src/image/registry/registry.ts'
import { cli } from '../support/cli.ts'
import type { CliResult } from '../support/cli.ts'
import { digestOf, startRegistry } from '../support/registry/registry-server.ts'
import type { RegistryServer } from '../support/registry/registry-server.ts'
import { basicOf } from '../support/registry/token-server.ts'
import { startWorld } from '../support/world.ts'
import type { Saved, World } from '../support/world.ts'

const PASSWORD = 'geheim-42'
const manifest = (mark: string) => ({
  bytes: Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType: MEDIA.ociIndex, manifests: [], mark })),
  mediaType: MEDIA.ociIndex,
})

let registry: RegistryServer
let world: World
let initial: Saved
let tag: string
let first: string
let second: string

beforeAll(async () => {
  const login = basicOf('ci', PASSWORD)
  registry = await startRegistry({
    authorize: ({ headers }) => (headers.authorization === login ? null : 'Basic realm="test"'),
  })
  const repository = `${registry.host}/diabetes-scoring`
  tag = `${repository}:v1`
  first = `${repository}@${digestOf(manifest('first').bytes)}`
  second = `${repository}@${digestOf(manifest('second').bytes)}`
  world = await startWorld({ words: { [first]: 'new', [second]: 'newer' } })
  initial = world.save()
})
afterAll(async () => {
  await world.close()
  await registry.close()
})

async function run(command: string, args: readonly string[], password = PASSWORD): Promise<CliResult> {
  const login = ['--registry-user', 'ci', '--registry-password-env', 'WORD']
  const common = ['--json', '--run', 'run-1', '--lease-duration', '2s', ...login]
  const result = await cli([command, world.file, ...args, ...common], {
    env: { ...world.env, WORD: password },
  })
  expect(result.stdout + result.stderr).not.toContain(password)
  return result
}

const point = (at: 'first' | 'second') => registry.manifests.set('diabetes-scoring/v1', manifest(at))

test('a tag is resolved where the rollout begins, and means the same image to its end', async () => {
  await world.restore(initial)
  point('first')
  const planned = await run('plan', ['--image', tag])
  expect(planned.json).toMatchObject({ outcome: 'done', image: first, requestedImage: tag })

  const begun = await run('advance', ['--to', 'Blue_0', '--image', tag, '--approve', 'all'])
  expect(begun.json).toMatchObject({ outcome: 'done', image: first, requestedImage: tag })
  expect(world.record()).toMatchObject({ image: first, requestedImage: tag })
  expect(begun.stderr).toContain(`${tag} is ${first}`)

  point('second')
  const asked = registry.seen.length
  const going = await run('advance', ['--to', 'Blue_50', '--image', tag, '--approve', 'all'])
  expect(going.json).toMatchObject({ outcome: 'done', stage: 'Blue_50', image: first, requestedImage: tag })
  const again = await run('advance', ['--to', 'Blue_50', '--image', tag, '--approve', 'all'])
  expect(again.json).toMatchObject({ outcome: 'unchanged', image: first })
  expect(registry.seen).toHaveLength(asked)

  // The digest itself is the same release.
  const named = await run('advance', ['--to', 'Blue_50', '--image', first, '--approve', 'all'])
  expect(named.json).toMatchObject({ outcome: 'unchanged', image: first })
  // So it is with a tag before it, which tools print and nobody looks at.
  const both = await run('advance', ['--to', 'Blue_50', '--image', `${tag}@${first.split('@')[1]}`])
  expect(both.json).toMatchObject({ outcome: 'unchanged', image: first })
  const other = await run('advance', ['--to', 'Blue_100', '--image', second, '--approve', 'all'])
  expect(other.json).toMatchObject({ outcome: 'refused', reason: 'release-changed' })
})

test('after an abort a tag means what it names then', async () => {
  await world.restore(initial)
  point('first')
  await run('advance', ['--to', 'Blue_0', '--image', tag, '--approve', 'all'])
  point('second')
  const aborted = await world.run('abort')
  expect(aborted.code).toBe(0)
  const planned = await run('plan', ['--image', tag])
  expect(planned.json).toMatchObject({ image: second, requestedImage: tag })
})

test('to supersede is to ask the tag again', async () => {
  await world.restore(initial)
  point('first')
  await run('advance', ['--to', 'Blue_0', '--image', tag, '--approve', 'all'])
  point('second')
  const superseded = await run('advance', ['--image', tag, '--supersede', '--approve', 'all'])
  expect(superseded.json).toMatchObject({
    outcome: 'done',
    stage: 'Blue_0',
    image: second,
    requestedImage: tag,
  })
})

test.each([
  [
    'a tag that does not exist',
    () => tag.replace(/:v1$/, ':v2'),
    PASSWORD,
    2,
    'no-such-image',
    /has no image ".*:v2"/,
  ],
  [
    'a wrong password',
    () => tag,
    'not-the-word',
    1,
    'registry-unauthorized',
    /does not take the credentials of "ci" from the environment variable WORD/,
  ],
  [
    'neither tag nor digest',
    () => tag.replace(/:v1$/, ''),
    PASSWORD,
    2,
    'image-without-digest',
    /"latest" is not guessed/,
  ],
  [
    'a name that registries forbid',
    () => tag.replace('diabetes', 'Diabetes'),
    PASSWORD,
    2,
    'bad-image',
    /upper-case letters/,
  ],
])('%s changes nothing', async (_, image, password, code, reason, message) => {
  await world.restore(initial)
  point('first')
  const mark = world.mark()
  for (const command of ['plan', 'advance']) {
    const result = await run(command, ['--image', image()], password)
    expect({ code: result.code, reason: result.json.reason }).toEqual({ code, reason })
    expect(result.json.message).toMatch(message)
  }
  expect(world.writesSince(mark)).toEqual([])
})
