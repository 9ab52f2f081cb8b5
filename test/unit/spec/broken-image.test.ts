import { parseRollout } from '../../../src/spec/parse.ts'
import { formatProblems } from '../../../src/spec/problems.ts'
import { withTop } from './edited-file.ts'

const CASES: readonly (readonly [name: string, text: string, problems: readonly string[]])[] = [
  [
    'a tag in the repository',
    withTop('image: myregistry.azurecr.io/iris:v1'),
    [
      'r.yaml:16:8 image: "myregistry.azurecr.io/iris:v1" has a tag; expected an image repository without tag or digest, such as myregistry.azurecr.io/diabetes-scoring; remove ":v1": which image is released is said once, at the start, with --image',
    ],
  ],
  [
    'a digest in the repository',
    withTop('image: { repository: "registry:5000/iris@sha256:0123" }'),
    [
      'r.yaml:16:22 image.repository: "registry:5000/iris@sha256:0123" has a digest; expected an image repository without tag or digest, such as myregistry.azurecr.io/diabetes-scoring; remove "@sha256:0123": which image is released is said once, at the start, with --image',
    ],
  ],
  [
    'a URL as repository',
    withTop('image: https://myregistry.azurecr.io/iris'),
    [
      'r.yaml:16:8 image: "https://myregistry.azurecr.io/iris" is a URL; expected an image repository without tag or digest, such as myregistry.azurecr.io/diabetes-scoring; remove "https://"',
    ],
  ],
  [
    'upper case in the repository',
    withTop('image: myregistry.azurecr.io/Iris'),
    [
      'r.yaml:16:8 image: "myregistry.azurecr.io/Iris" does not fit; expected an image repository without tag or digest, such as myregistry.azurecr.io/diabetes-scoring; write myregistry.azurecr.io/iris',
    ],
  ],
  [
    'two ways to build',
    withTop('image: { repository: iris, scoring: { script: score.py }, dockerfile: Dockerfile }'),
    [
      'r.yaml:16:59 image.dockerfile: both "scoring" and "dockerfile" are given; expected one way to build the image; remove one: "scoring" writes its own Dockerfile',
    ],
  ],
  [
    'build arguments without a build',
    withTop('image: { repository: iris, args: { A: b } }'),
    [
      'r.yaml:16:28 image.args: "args" is given without a build; expected "dockerfile" or "context" beside it; add one of them',
    ],
  ],
  [
    'two lists of requirements',
    withTop('image: { repository: iris, scoring: { script: score.py, requirements: a.txt, conda: b.yml } }'),
    [
      'r.yaml:16:78 image.scoring.conda: both "requirements" and "conda" are given; expected only one of them; remove one',
    ],
  ],
  [
    'no script',
    withTop('image: { repository: iris, scoring: { scirpt: score.py } }'),
    ['r.yaml:16:39 image.scoring.scirpt: unknown key "scirpt"; did you mean "script"?'],
  ],
]

describe('image, each problem with its place and what to do', () => {
  test.each(CASES)('%s', (_, text, problems) => {
    const parsed = parseRollout(text, 'r.yaml')
    expect(parsed.ok ? ['no problem'] : formatProblems(parsed.problems).split('\n')).toEqual(problems)
  })
})
