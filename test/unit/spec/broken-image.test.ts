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
  [
    'an unknown platform',
    withTop('image: { repository: iris, scoring: { script: score.py, platform: linux/amd46 } }'),
    [
      'r.yaml:16:67 image.scoring.platform: "linux/amd46" does not fit; expected a platform such as linux/amd64; did you mean linux/amd64?',
    ],
  ],
  [
    'Windows, where the server of scoring scripts is not',
    withTop('image: { repository: iris, scoring: { script: score.py, platform: windows/amd64 } }'),
    [
      'r.yaml:16:67 image.scoring.platform: "windows/amd64" does not fit; expected a platform such as linux/amd64; write one of linux/amd64, linux/arm64, linux/arm/v7, linux/386, linux/ppc64le, linux/riscv64, linux/s390x',
    ],
  ],
  [
    'an old Python',
    withTop('image: { repository: iris, scoring: { script: score.py, python: "2.7" } }'),
    [
      'r.yaml:16:65 image.scoring.python: "2.7" is no Python 3 version; expected a Python version such as "3.12"; correct it',
    ],
  ],
  [
    'a tag that no registry takes',
    withTop('image: { repository: iris, tags: ["feature/x"], context: . }'),
    [
      'r.yaml:16:35 image.tags[0]: "feature/x" does not fit; expected a tag: up to 128 letters, digits, "_", "." and "-", not starting with "." or "-"; write for example feature-x',
    ],
  ],
  [
    'a builder that is none',
    withTop('image: { repository: iris, builder: kaniko, context: . }'),
    [
      'r.yaml:16:37 image.builder: "kaniko" is not known here; expected "auto", "docker", "acr", "gcloud" or "layer"; write auto or docker or acr or gcloud or layer',
    ],
  ],
  [
    'layers of a Dockerfile',
    withTop('image: { repository: iris, builder: layer, context: . }'),
    [
      'r.yaml:16:28 image.builder: the builder "layer" runs no Dockerfile; expected auto, docker, acr or gcloud; choose one, or use "scoring"',
    ],
  ],
  [
    'a builder of nothing',
    withTop('image: { repository: iris, builder: docker }'),
    [
      'r.yaml:16:28 image.builder: "builder" is given without a build; expected "scoring", "dockerfile" or "context" beside it; add one of them',
    ],
  ],
  [
    'a secret in the file itself',
    withTop('image: { repository: iris, context: ., secrets: { pip: { value: hunter2 } } }'),
    [
      'r.yaml:16:56 image.secrets.pip: neither "env" nor "file" is given, only "value"; expected a mapping with env or file; add one of these keys',
    ],
  ],
]

describe('image, each problem with its place and what to do', () => {
  test.each(CASES)('%s', (_, text, problems) => {
    const parsed = parseRollout(text, 'r.yaml')
    expect(parsed.ok ? ['no problem'] : formatProblems(parsed.problems).split('\n')).toEqual(problems)
  })
})
