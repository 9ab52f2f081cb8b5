import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { removeTeams, team } from '../support/build-team.ts'
import { cli } from '../support/cli.ts'

const DIGEST = {
  az: `sha256:${'a'.repeat(64)}`,
  gcloud: `sha256:${'b'.repeat(64)}`,
  docker: `sha256:${'c'.repeat(64)}`,
}

afterAll(removeTeams)

const SCORING = '{ repository: registry.test/iris, scoring: { script: score.py, model: model.pkl } }'

describe('bad input is refused before any tool or registry is asked', () => {
  test.each([
    [
      'no build',
      'registry.test/iris',
      [],
      'rollout.yaml does not say how the image is built; expected "scoring" or "dockerfile" in "image"; add one of them',
    ],
    [
      'no script',
      '{ repository: registry.test/iris, scoring: { script: scroe.py } }',
      [],
      'the script scroe.py does not exist; expected a path relative to the rollout file; correct it',
    ],
    [
      'no Dockerfile',
      '{ repository: registry.test/iris, dockerfile: docker/Dockerfile }',
      [],
      'the dockerfile docker/Dockerfile does not exist; expected a path relative to the rollout file; correct it',
    ],
    [
      'a context that is none',
      '{ repository: registry.test/iris, dockerfile: Dockerfile, context: model.pkl }',
      [],
      'the context model.pkl is no folder; expected one; correct the path',
    ],
    [
      'a context outside',
      '{ repository: registry.test/iris, dockerfile: Dockerfile, context: .. }',
      [],
      'the context .. leads out of the folder of the rollout file; expected a path inside it; move the file, or the rollout file to a folder above it',
    ],
    [
      'a secret that is not set',
      '{ repository: registry.test/iris, context: ., secrets: { pip: { env: PIP_TOKEN } } }',
      [],
      'the environment variable PIP_TOKEN is not set; expected the secret in it; set it in the step that builds',
    ],
    [
      'a forbidden tag',
      SCORING,
      ['--tag', 'ok,feature/x'],
      '"feature/x" is no tag that a registry takes; expected up to 128 letters, digits, "_", "." and "-", not starting with "." or "-"; correct it',
    ],
    [
      'an unknown builder',
      SCORING,
      ['--builder', 'dokcer'],
      'there is no builder "dokcer"; did you mean "docker"?',
    ],
    [
      'layers of a Dockerfile',
      '{ repository: registry.test/iris, context: . }',
      ['--builder', 'layer'],
      'the builder "layer" runs no Dockerfile; expected auto, docker, acr or gcloud; choose one',
    ],
    [
      'another registry than ACR',
      '{ repository: registry.test/iris, context: . }',
      ['--builder', 'acr'],
      'the builder "acr" pushes to NAME.azurecr.io only; expected such a repository, not registry.test/iris; choose another builder',
    ],
    [
      'another registry than Google',
      '{ repository: registry.test/iris, context: . }',
      ['--builder', 'gcloud'],
      'the builder "gcloud" pushes to LOCATION-docker.pkg.dev and gcr.io only; expected such a repository, not registry.test/iris; choose another builder',
    ],
  ] as const)('%s', async (_, image, args, message) => {
    const { build, asked } = await team(image, {
      az: 'az.mjs',
      gcloud: 'gcloud.mjs',
      docker: 'docker-buildx.mjs',
    })
    const result = await build(args)
    expect(result.json).toMatchObject({ command: 'build', outcome: 'invalid', message })
    expect(result.code).toBe(2)
    expect(await asked()).toEqual([])
  })

  test('secrets where there is no BuildKit', async () => {
    const image = '{ repository: registry.test/iris, context: ., secrets: { pip: { env: PIP_TOKEN } } }'
    const { build, asked } = await team(image, { docker: 'docker-buildx.mjs' })
    const result = await build([], { PIP_TOKEN: 'hunter2', STAND_IN_NO_BUILDX: '1' })
    expect(result.json).toMatchObject({
      outcome: 'invalid',
      message:
        'the build uses secrets (pip), which need BuildKit, and docker has no buildx here; install buildx (https://docs.docker.com/go/buildx/), or remove "secrets"',
    })
    expect(
      (await asked()).filter(({ docker }) => (docker as string[] | undefined)?.includes('build')),
    ).toEqual([])
  })

  test('nothing that could build', async () => {
    const { build } = await team('{ repository: registry.test/iris, context: . }')
    const result = await build([])
    expect(result.code).toBe(1)
    expect(result.json.message).toBe(
      'nothing here can run a Dockerfile: docker is not installed; acr builds for *.azurecr.io only, not for registry.test/iris; gcloud builds for *-docker.pkg.dev and gcr.io only, not for registry.test/iris; install docker, or name a builder with --builder',
    )
  })
})

const ARGS = 'args: { COST: "5 $HOME", V: "1" }, target: final, platform: linux/arm64'

describe('az acr build', () => {
  const image = `{ repository: mine.azurecr.io/ml/iris, dockerfile: Dockerfile, ${ARGS} }`

  test('is what auto takes without docker, and its digest is the result', async () => {
    const { build, asked, folder } = await team(image, { az: 'az.mjs' })
    const output = path.join(folder, 'image.txt')
    const result = await build(['--output', output])
    expect(result.json).toMatchObject({
      outcome: 'done',
      image: `mine.azurecr.io/ml/iris@${DIGEST.az}`,
      digest: DIGEST.az,
      repository: 'mine.azurecr.io/ml/iris',
      tags: [expect.stringMatching(/^build-\d{8}t\d{6}z-[0-9a-f]{6}$/)],
      builder: 'acr',
    })
    expect(result.stderr).toContain('building Dockerfile with acr: docker is not installed')
    expect(await readFile(output, 'utf8')).toBe(`mine.azurecr.io/ml/iris@${DIGEST.az}\n`)
    expect(await asked()).toContainEqual({
      az: [
        ...['acr', 'build', '--registry', 'mine', '--image', `ml/iris:${result.json.tags[0]}`],
        ...['--file', path.join(folder, 'Dockerfile'), '--platform', 'linux/arm64', '--target', 'final'],
        ...['--build-arg', 'COST=5 $HOME', '--build-arg', 'V=1', '--no-logs', '--output', 'json', folder],
      ],
    })
  })

  test('that fails says with which command, exit code, and what the run in Azure said last', async () => {
    const { build } = await team(image, { az: 'az.mjs' })
    const result = await build(['--builder', 'acr'], { STAND_IN_FAILS: '1' })
    expect(result.code).toBe(1)
    expect(result.json).toMatchObject({ outcome: 'failed', problems: [{ code: 'build-failed' }] })
    expect(result.json.message).toMatch(
      /^pip finds no nothing==9 .*\naz failed: exit code 1\ncommand: az acr build --registry mine .*\nstderr:\n.*The run with ID 'ca1' finished with unsuccessful status 'Failed'.*\nlog of run ca1:\n.*No matching distribution found for nothing==9$/s,
    )
  })
})

describe('gcloud builds submit', () => {
  const image = `{ repository: europe-docker.pkg.dev/my-project/ml/iris, dockerfile: Dockerfile, ${ARGS} }`

  test('gets a configuration with the build, in which nothing is replaced', async () => {
    const { build, asked, folder } = await team(image, { gcloud: 'gcloud.mjs' })
    const result = await build(['--builder', 'gcloud'])
    const repository = 'europe-docker.pkg.dev/my-project/ml/iris'
    expect(result.json).toMatchObject({
      outcome: 'done',
      image: `${repository}@${DIGEST.gcloud}`,
      builder: 'gcloud',
    })
    const log = await asked()
    const gcloud = log
      .map((line) => line['gcloud'] as string[] | undefined)
      .find((argv) => argv?.[0] === 'builds')!
    const config = log.find((line) => line['config'] !== undefined)!['config']
    expect(gcloud).toEqual([
      ...[
        'builds',
        'submit',
        folder,
        '--config',
        expect.stringMatching(/cloudbuild\.json$/),
        '--project',
        'my-project',
      ],
      ...['--suppress-logs', '--format', 'json', '--quiet'],
    ])
    const reference = `${repository}:${result.json.tags[0]}`
    expect(config).toEqual({
      steps: [
        {
          name: 'gcr.io/cloud-builders/docker',
          args: [
            ...[
              'build',
              '--file',
              'Dockerfile',
              '--tag',
              reference,
              '--platform',
              'linux/arm64',
              '--target',
              'final',
            ],
            ...['--build-arg', 'COST=5 $$HOME', '--build-arg', 'V=1', '.'],
          ],
        },
      ],
      images: [reference],
      timeout: '3600s',
    })
    expect(existsSync(gcloud[4]!)).toBe(false)
  })

  test('that fails shows the end of the log in the cloud', async () => {
    const { build } = await team(image, { gcloud: 'gcloud.mjs' })
    const result = await build(['--builder', 'gcloud'], { STAND_IN_FAILS: '1' })
    expect(result.code).toBe(1)
    expect(result.json.message).toMatch(
      /^pip finds no nothing==9 .*\ngcloud failed: exit code 1\ncommand: gcloud builds submit .*\nlog of build 0f1e2d3c-.*step exited with non-zero status: 1$/s,
    )
  })
})

describe('docker buildx', () => {
  const image =
    '{ repository: registry.test/iris, context: ., secrets: { pip: { env: PIP_TOKEN }, npm: { file: .npmrc } } }'

  test('gets secrets by name only', async () => {
    const { build, asked, folder } = await team(
      image,
      { docker: 'docker-buildx.mjs' },
      { '.npmrc': 'token=s3cret' },
    )
    const result = await build(['--network', 'host'], { PIP_TOKEN: 'hunter2' })
    expect(result.json).toMatchObject({ outcome: 'done', digest: DIGEST.docker, builder: 'docker' })
    const log = await asked()
    expect(log).toContainEqual({
      docker: [
        ...[
          'buildx',
          'build',
          '--push',
          '--metadata-file',
          expect.any(String),
          '--file',
          path.join(folder, 'Dockerfile'),
        ],
        ...['--tag', `registry.test/iris:${result.json.tags[0]}`, '--network', 'host'],
        ...[
          '--secret',
          'id=pip,env=PIP_TOKEN',
          '--secret',
          `id=npm,src=${path.join(folder, '.npmrc')}`,
          folder,
        ],
      ],
    })
    expect(log.filter(({ secret }) => secret !== undefined)).toEqual([
      { secret: 'hunter2' },
      { secret: 'token=s3cret' },
    ])
    expect(result.stdout + result.stderr).not.toMatch(/hunter2|s3cret/)
  })

  test('without space left says so', async () => {
    const { build } = await team('{ repository: registry.test/iris, context: . }', {
      docker: 'docker-buildx.mjs',
    })
    const result = await build([], { STAND_IN_FAILS: '1' })
    expect(result.code).toBe(1)
    expect(result.json.message).toMatch(
      /^there is no space left where docker builds.*\ndocker failed: exit code 1\n.*no space left on device$/s,
    )
  })
})

test('--dry-run says what builds a Dockerfile, and runs nothing', async () => {
  const { asked, build } = await team('{ repository: registry.test/iris, context: ., tags: [v1] }', {
    docker: 'docker-buildx.mjs',
  })
  const result = await build(['--dry-run'])
  expect(result.code).toBe(0)
  expect(result.json).toMatchObject({
    outcome: 'done',
    steps: ['build Dockerfile with docker: docker is there', 'push as a tag of its own, v1'],
  })
  expect((await asked()).map(({ docker }) => (docker as string[])[0])).toEqual(['version'])
})

test('--print-dockerfile prints it, and asks nobody', async () => {
  const { folder, asked } = await team(SCORING, { docker: 'docker-buildx.mjs' })
  const { stdout, code } = await cli(['build', 'rollout.yaml', '--print-dockerfile'], { cwd: folder })
  expect(code).toBe(0)
  expect(stdout).toContain('azureml-inference-server-http==1.5.1\n')
  expect(stdout.trimEnd().split('\n').at(-1)).toBe('COPY ["model.pkl","/opt/model/1/model.pkl"]')
  expect(await asked()).toEqual([])
})
