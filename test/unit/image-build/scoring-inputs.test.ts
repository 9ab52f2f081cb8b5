import { scoringInputs } from '../../../src/image/scoring/inputs.ts'
import { CommandError } from '../../../src/process/errors.ts'
import type { ScoringBuild } from '../../../src/spec/rollout.ts'
import { BUILD, folderWith, removeFolders, SCRIPT } from './folder.ts'

afterAll(removeFolders)

const GOOD = { 'score.py': SCRIPT, 'model.pkl': 'weights' }

type Case = readonly [
  name: string,
  files: { readonly [name: string]: string },
  build: Partial<ScoringBuild>,
  problems: readonly string[],
]

const CASES: readonly Case[] = [
  [
    'no script',
    { 'model.pkl': 'x' },
    {},
    [
      'image.scoring.script: the script score.py does not exist; expected a path relative to the rollout file; correct it',
    ],
  ],
  [
    'a folder as script',
    GOOD,
    { script: '.' },
    ['image.scoring.script: the script . is a folder; expected a Python file; name the file'],
  ],
  [
    'an empty script',
    { ...GOOD, 'score.py': '\n' },
    {},
    [
      'image.scoring.script: the script score.py is empty; expected a Python file with init() and run(raw_data)',
    ],
  ],
  [
    'a script without init and run',
    { ...GOOD, 'score.py': 'x = 1\n' },
    {},
    [
      'score.py:1: the script: it defines no init(), which loads the model once; expected "def init():" at the top level of the script; add it',
      'score.py:1: the script: it defines no run(raw_data), which answers a request; expected "def run(raw_data):" at the top level of the script; add it',
    ],
  ],
  [
    'no model',
    { 'score.py': SCRIPT },
    {},
    [
      'image.scoring.model: the model model.pkl does not exist; expected a path relative to the rollout file; correct it',
    ],
  ],
  [
    'an empty model',
    { ...GOOD, 'model.pkl': '' },
    {},
    [
      'image.scoring.model: the model model.pkl is empty (0 bytes); expected a model; was it written completely?',
    ],
  ],
  [
    'an empty folder as model',
    { ...GOOD, 'models/__pycache__/x': 'x' },
    { model: 'models' },
    ['image.scoring.model: the model models is an empty folder; expected a model; was it written there?'],
  ],
  [
    'empty files as model',
    { ...GOOD, 'models/a': '', 'models/b': '' },
    { model: 'models' },
    [
      'image.scoring.model: the model models is empty (0 bytes); expected a model; was it written completely?',
    ],
  ],
  [
    'a pointer as model',
    { ...GOOD, 'model.pkl': 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n' },
    {},
    [
      'image.scoring.model: the model model.pkl is a Git LFS pointer, not the content; run "git lfs pull" before',
    ],
  ],
  [
    'a pointer in a model',
    { ...GOOD, 'models/w.bin': 'version https://git-lfs.github.com/spec/v1\n' },
    { model: 'models' },
    [
      'image.scoring.model: the model models contains w.bin, a Git LFS pointer, not the content; run "git lfs pull" before',
    ],
  ],
  [
    'a way out by ..',
    GOOD,
    { model: '../model.pkl', script: 'a/../../score.py' },
    [
      'image.scoring.script: the script a/../../score.py leads out of the folder of the rollout file; expected a path inside it; move the file, or the rollout file to a folder above it',
      'image.scoring.model: the model ../model.pkl leads out of the folder of the rollout file; expected a path inside it; move the file, or the rollout file to a folder above it',
    ],
  ],
  [
    'a way out by a symlink',
    { ...GOOD, 'model.pkl': '-> /etc/hostname' },
    {},
    [
      'image.scoring.model: the model model.pkl is, or lies behind, a symlink out of the folder of the rollout file; expected a file inside it; copy the file there',
    ],
  ],
  [
    'a way out by a symlink to a folder',
    { ...GOOD, out: '-> /' },
    { model: 'out/etc/hostname' },
    [
      'image.scoring.model: the model out/etc/hostname is, or lies behind, a symlink out of the folder of the rollout file; expected a file inside it; copy the file there',
    ],
  ],
  [
    'a way out deep in a model',
    { ...GOOD, 'models/a': 'x', 'models/deep/secret': '-> ../../../../etc/hostname' },
    { model: 'models' },
    [
      'image.scoring.model: the model models contains deep/secret, which is, or lies behind, a symlink out of the folder of the rollout file; expected a file inside it; copy the file there',
    ],
  ],
  [
    'a symlink to nothing',
    { ...GOOD, 'models/gone': '-> nowhere' },
    { model: 'models' },
    [
      'image.scoring.model: the model models contains gone, which does not exist; expected a path relative to the rollout file; correct it',
    ],
  ],
  [
    'a circle of folders',
    { ...GOOD, 'models/a/b': '-> ..' },
    { model: 'models' },
    ['image.scoring.model: the model models contains a/b, a symlink to a folder that it lies in; remove it'],
  ],
  [
    'a conda environment as MLOpsPython has it',
    {
      'score.py': SCRIPT,
      'model.pkl': 'x',
      'env.yml': 'name: a\ndependencies:\n  - python=3.7.*\n  - pip:\n      - -r base.txt\n',
    },
    { conda: 'env.yml' },
    [
      'env.yml:5: the conda environment: it includes "base.txt"; the image gets this file alone; write the requirements out here',
      'env.yml:3: the conda environment: Python 3.7 is too old for azureml-inference-server-http, which serves the script and needs 3.9 or newer; raise it, or name an older version of that package among the requirements',
    ],
  ],
  [
    'an old Python',
    { 'score.py': SCRIPT, 'model.pkl': 'x' },
    { python: '3.8' },
    [
      'image.scoring.python: Python 3.8 is too old for azureml-inference-server-http, which serves the script and needs 3.9 or newer; raise it, or name an older version of that package among the requirements',
    ],
  ],
  [
    'requirements that need other files',
    {
      ...GOOD,
      'r.txt':
        'numpy==2.1\n-r base.txt\n./local  # ours\n-e .\n--index-url https://me:secret@pypi.example.com/simple\n',
    },
    { requirements: 'r.txt' },
    [
      'r.txt:2: the requirements: it includes "base.txt"; the image gets this file alone; write the requirements out here',
      'r.txt:3: the requirements: it installs "./local" from a folder; the image gets this file alone; publish it as a package, or use a Dockerfile',
      'r.txt:4: the requirements: it installs "-e ." from a folder; the image gets this file alone; publish it as a package, or use a Dockerfile',
      'r.txt:5: the requirements: it has a password in a URL, which would stay in the image; use a Dockerfile with "secrets"',
    ],
  ],
  [
    'requirements from folders, in each way that pip has, and tokens without a name',
    {
      ...GOOD,
      'r.txt': `--find-links ./wheels
-f wheels
mine[extra] @ file:///src/mine
--extra-index-url file:///wheels
--editable=src
https://0123456789abcdefghijklmnop@pkgs.example.com/a.tar.gz
--index-url https://secret:@pypi.example.com/simple
`,
    },
    { requirements: 'r.txt' },
    [
      ...[
        '--find-links ./wheels',
        '-f wheels',
        'mine[extra] @ file:///src/mine',
        '--extra-index-url file:///wheels',
        '--editable=src',
      ].map(
        (line, i) =>
          `r.txt:${i + 1}: the requirements: it installs ${JSON.stringify(line)} from a folder; the image gets this file alone; publish it as a package, or use a Dockerfile`,
      ),
      ...[6, 7].map(
        (line) =>
          `r.txt:${line}: the requirements: it has a password in a URL, which would stay in the image; use a Dockerfile with "secrets"`,
      ),
    ],
  ],
  [
    'no conda file',
    GOOD,
    { conda: 'env.yml' },
    [
      'image.scoring.conda: the file env.yml does not exist; expected a path relative to the rollout file; correct it',
    ],
  ],
  [
    'a script outside of its source',
    { ...GOOD, 'lib/a.py': 'x' },
    { source: 'lib' },
    [
      'image.scoring.script: the script score.py does not lie in the folder of "source", lib; expected it there; correct one of them',
    ],
  ],
  [
    'a model inside of the source',
    { 'src/score.py': SCRIPT, 'src/model.pkl': 'x' },
    { source: 'src', script: 'src/score.py', model: 'src/model.pkl' },
    [
      'image.scoring.script: the script src/score.py has a "source" src in which the model lies too, and the model would be in the image twice; move one of them',
    ],
  ],
]

describe('what cannot become an image', () => {
  test.each(CASES)('%s', async (_, files, build, expected) => {
    const folder = await folderWith(files)
    const error = await scoringInputs({ ...BUILD, ...build }, folder).catch((e: unknown) => e)
    if (!(error instanceof CommandError)) throw new Error('it was taken')
    expect(error.outcome).toBe('invalid')
    expect(
      error.problems.map(({ path, file, line, message }) => `${path ?? `${file}:${line}`}: ${message}`),
    ).toEqual(expected)
  })
})

describe('what goes into the image', () => {
  test('requirements as people lock them', async () => {
    const text = `# locked
--index-url https://pypi.example.com/simple
--extra-index-url https://team@pkgs.example.com/simple  # keyring has the rest
--find-links https://wheels.example.com/a.html
--trusted-host pypi.example.com
six==1.16.0 \\
    --hash=sha256:8abb2f1d86890a2dfb989f9a77cfcfd3e47c2a354b01111771326f8aa26e0254
one @ git+https://github.com/team/one@v1#egg=one
-e git+https://github.com/team/two@v1#egg=two
three @ git+ssh://git@github.com/team/three
four @ https://\${A_TOKEN_OF_THE_PACKAGE_INDEX}@files.example.com/four.tar.gz
five[extra]>=1,<2 ; python_version < "3.13"
`
    const folder = await folderWith({ ...GOOD, 'r.txt': `\uFEFF${text.replaceAll('\n', '\r\n')}` })
    const { requirements } = await scoringInputs({ ...BUILD, requirements: 'r.txt' }, folder)
    expect(requirements).toMatchObject({ kind: 'pip', text })
  })

  test('a symlink inside the folder is its content; caches, and what logins leave in a checkout, stay out', async () => {
    const folder = await folderWith({
      'src/score.py': SCRIPT,
      'src/lib/b.py': 'b',
      'src/lib/__pycache__/b.pyc': 'x',
      'src/gha-creds-0123456789abcdef.json': 'token',
      'src/gha-kubeconfig-01234567': 'token',
      'shared/a.py': 'aa',
      'src/a.py': '-> ../shared/a.py',
      'model.pkl': 'weights',
    })
    const inputs = await scoringInputs({ ...BUILD, source: 'src', script: 'src/score.py' }, folder)
    expect(inputs.entry).toBe('score.py')
    expect(inputs.code.map(({ name, size }) => `${name} ${size}`)).toEqual([
      'a.py 2',
      'lib/b.py 1',
      `score.py ${SCRIPT.length}`,
    ])
    expect(inputs.model).toMatchObject({ kind: 'file', name: 'model.pkl', files: [{ size: 7 }] })
  })
})
