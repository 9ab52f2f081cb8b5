import { defaulted, list, mapping, object, optional, required } from './collection-shapes.ts'
import type { ValuesOf } from './collection-shapes.ts'
import { entryOf } from './located.ts'
import type { Located } from './located.ts'
import { path, variableName } from './name-shapes.ts'
import type { Read, Reading } from './reading.ts'
import { baseImage, platform, repository, tag } from './repository-shape.ts'
import { BUILDERS } from './rollout.ts'
import type { BuildSecret, ImageSource, ScoringBuild } from './rollout.ts'
import { choice, text, written } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { byKey, byType } from './union-shapes.ts'

const python: Shape<string> = converted(
  written('a Python version such as "3.12"', 20),
  (value, node, reading) => {
    if (/^3\.\d{1,2}(?:\.\d{1,3})?$/.test(value)) return value
    const message = `${JSON.stringify(value)} is no Python 3 version; expected a Python version such as "3.12"; correct it`
    return reading.report(node.place, 'bad-value', message)
  },
)

const secret: Shape<BuildSecret> = byKey('a mapping with env or file', {
  env: converted(
    object('a mapping with env', {
      env: required(variableName, 'env: PIP_TOKEN', 'Environment variable that has the secret.'),
    }),
    ({ env }): BuildSecret => ({ kind: 'env', name: env }),
  ),
  file: converted(
    object('a mapping with file', {
      file: required(path('a file with the secret'), 'file: .npmrc', 'File that has the secret.'),
    }),
    ({ file }): BuildSecret => ({ kind: 'file', path: file }),
  ),
})

const scoring: Shape<ScoringBuild> = converted(
  object('a mapping with script, model, and requirements or conda', {
    script: required(
      path('the scoring script'),
      'script: scoring/score.py',
      'The scoring script, with `init()` and `run(raw_data)`.',
    ),
    source: optional(
      path('a folder with the script in it'),
      'the script alone',
      'Folder that is copied into the image, for scripts that import modules beside them.',
    ),
    model: optional(
      path('a model file or folder'),
      'none',
      'Model file or folder that is copied into the image.',
    ),
    requirements: optional(path('a pip requirements file'), 'none', 'pip requirements of the script.'),
    conda: optional(
      path('a conda environment file'),
      'none',
      'conda environment of the script, instead of `requirements`.',
    ),
    python: defaulted(
      python,
      '3.12',
      'Python of the default base image; not with `conda`, whose file names it.',
    ),
    base: optional(
      baseImage,
      'the official `python` image, or `condaforge/miniforge3`',
      'Image to install the requirements on, best by digest.',
    ),
    platform: defaulted(platform(), 'linux/amd64', 'Platform of the image.'),
  }),
  (values, node, reading) => {
    if (values.requirements === null || values.conda === null) return { kind: 'scoring', ...values }
    return reading.report(
      placeOf(node, 'conda'),
      'conflict',
      'both "requirements" and "conda" are given; expected only one of them; remove one',
    )
  },
)

const buildFields = {
  repository: required(
    repository,
    'repository: myregistry.azurecr.io/diabetes-scoring',
    'Where the image lies, without tag or digest.',
  ),
  scoring: optional(
    named(scoring, { type: 'mapping' }),
    'no build',
    'Build the image from a scoring script.',
  ),
  dockerfile: optional(
    path('a Dockerfile'),
    '`Dockerfile` in `context`',
    'Build the image from this Dockerfile.',
  ),
  context: optional(
    path('a build context folder'),
    '`.`',
    'Build context of the Dockerfile; alone it means its `Dockerfile`.',
  ),
  args: optional(
    mapping({
      expected: 'a mapping of build argument names to text',
      keyName: 'NAME',
      key: variableName,
      value: written('text of a build argument'),
    }),
    'none',
    'Build arguments. Never secrets: they can be read from the image.',
  ),
  target: optional(
    text({ expected: 'the name of a build stage', pattern: '[A-Za-z0-9][A-Za-z0-9_.\\-]*', most: 100 }),
    'the last one',
    'Build stage of the Dockerfile.',
  ),
  platform: optional(platform(['windows/amd64']), "the builder's", 'Platform of the image.'),
  secrets: optional(
    mapping({
      expected: 'a mapping of secret ids to env or file',
      keyName: 'ID',
      key: text({ expected: 'the id of a secret', pattern: '[A-Za-z0-9_][A-Za-z0-9_.\\-]*', most: 100 }),
      value: secret,
    }),
    'none',
    'Secrets of `RUN --mount=type=secret,id=ID`: they need BuildKit, and leave no trace in the image.',
  ),
  tags: optional(
    list(tag, 'a list of tags', { least: 1 }),
    'none',
    'Tags of what is pushed, besides the one that `build` chooses.',
  ),
  builder: optional(choice(BUILDERS), '`auto`', 'What `build` builds with.'),
}

export const imageShape: Shape<ImageSource> = byType(
  'an image repository, or a mapping with repository and how to build it',
  {
    text: converted(repository, (name): ImageSource => ({
      repository: name,
      build: null,
      tags: [],
      builder: 'auto',
    })),
    map: converted(object('a mapping with repository and how to build the image', buildFields), image),
  },
)

const DOCKERFILE_KEYS = ['dockerfile', 'context', 'args', 'target', 'platform', 'secrets'] as const

function image(values: ValuesOf<typeof buildFields>, node: Located, reading: Reading): Read<ImageSource> {
  const { repository: name, scoring: script, dockerfile, context, args, target, secrets } = values
  const common = { repository: name, tags: values.tags ?? [], builder: values.builder ?? 'auto' }
  const given = DOCKERFILE_KEYS.filter((key) => values[key] !== null)
  const first = given[0]
  if (first === undefined) {
    if (script !== null || values.builder === null) return { ...common, build: script }
    const message =
      '"builder" is given without a build; expected "scoring", "dockerfile" or "context" beside it; add one of them'
    return reading.report(placeOf(node, 'builder'), 'conflict', message)
  }
  if (values.builder === 'layer') {
    const message =
      'the builder "layer" runs no Dockerfile; expected auto, docker, acr or gcloud; choose one, or use "scoring"'
    return reading.report(placeOf(node, 'builder'), 'conflict', message)
  }
  const place = placeOf(node, first)
  if (script !== null) {
    return reading.report(
      place,
      'conflict',
      `both "scoring" and "${first}" are given; expected one way to build the image; remove one: "scoring" writes its own Dockerfile`,
    )
  }
  if (dockerfile === null && context === null) {
    return reading.report(
      place,
      'conflict',
      `"${first}" is given without a build; expected "dockerfile" or "context" beside it; add one of them`,
    )
  }
  const folder = context ?? '.'
  return {
    ...common,
    build: {
      kind: 'dockerfile',
      dockerfile: dockerfile ?? (folder === '.' ? 'Dockerfile' : `${folder.replace(/\/+$/, '')}/Dockerfile`),
      context: folder,
      args: args ?? {},
      target,
      platform: values.platform,
      secrets: secrets ?? {},
    },
  }
}

function placeOf(node: Located, key: string) {
  return entryOf(node, key)?.place ?? node.place
}
