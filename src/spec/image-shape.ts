import { mapping, object, optional, required } from './collection-shapes.ts'
import type { ValuesOf } from './collection-shapes.ts'
import { entryOf } from './located.ts'
import type { Located } from './located.ts'
import { path, variableName } from './name-shapes.ts'
import { quoted } from './reading.ts'
import type { Read, Reading } from './reading.ts'
import type { ImageSource, ScoringBuild } from './rollout.ts'
import { text, written } from './scalar-shapes.ts'
import type { Complaint } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { byType } from './union-shapes.ts'

const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'

const repository: Shape<string> = text({
  expected: 'an image repository without tag or digest, such as myregistry.azurecr.io/diabetes-scoring',
  type: 'repository',
  pattern: `(?:[A-Za-z0-9](?:[A-Za-z0-9.\\-]*[A-Za-z0-9])?(?::\\d+)?/)?${PART}(?:/${PART})*`,
  most: 255,
  complaint: repositoryComplaint,
  advice: (value) =>
    value === value.toLowerCase() ? 'correct it' : `write ${value.slice(0, 100).toLowerCase()}`,
})

function repositoryComplaint(value: string): Complaint | null {
  const url = /^[a-z]+:\/\//i.exec(value)
  if (url !== null) return { what: `${quoted(value)} is a URL`, todo: `remove "${url[0]}"` }
  const version = /@.*$|:[^/]*$/.exec(value)
  if (version === null || version.index === 0) return null
  const kind = version[0].startsWith('@') ? 'a digest' : 'a tag'
  return {
    what: `${quoted(value)} has ${kind}`,
    todo: `remove ${quoted(version[0])}: which image is released is said once, at the start, with --image`,
  }
}

const scoring: Shape<ScoringBuild> = converted(
  object('a mapping with script, model, and requirements or conda', {
    script: required(
      path('the scoring script'),
      'script: scoring/score.py',
      'The scoring script, with `init()` and `run(raw_data)`.',
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
  platform: optional(
    text({
      expected: 'a platform such as linux/amd64',
      pattern: '[a-z0-9]+/[a-z0-9]+(?:/[a-z0-9]+)?',
      most: 50,
    }),
    "the builder's",
    'Platform of the image.',
  ),
}

export const imageShape: Shape<ImageSource> = byType(
  'an image repository, or a mapping with repository and how to build it',
  {
    text: converted(repository, (name): ImageSource => ({ repository: name, build: null })),
    map: converted(object('a mapping with repository and how to build the image', buildFields), image),
  },
)

function image(values: ValuesOf<typeof buildFields>, node: Located, reading: Reading): Read<ImageSource> {
  const { repository: name, scoring: script, dockerfile, context, args, target, platform } = values
  const given = (['dockerfile', 'context', 'args', 'target', 'platform'] as const).filter(
    (key) => values[key] !== null,
  )
  const first = given[0]
  if (first === undefined) return { repository: name, build: script }
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
    repository: name,
    build: {
      kind: 'dockerfile',
      dockerfile: dockerfile ?? (folder === '.' ? 'Dockerfile' : `${folder.replace(/\/+$/, '')}/Dockerfile`),
      context: folder,
      args: args ?? {},
      target,
      platform,
    },
  }
}

function placeOf(node: Located, key: string) {
  return entryOf(node, key)?.place ?? node.place
}
