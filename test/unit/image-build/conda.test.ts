import { condaProblems } from '../../../src/image/scoring/conda.ts'

const file = (...dependencies: string[]) =>
  ['name: scoring', 'channels: [conda-forge]', 'dependencies:', ...dependencies.map((d) => `  ${d}`)].join(
    '\n',
  )

test.each([
  ['a plain one', file('- python=3.12', '- scikit-learn=1.5.2', '- pip', '- pip:', '    - inference-schema')],
  ['Python by range', file('- python>=3.9')],
  ['Python of a channel', file('- conda-forge::python 3.11.*')],
  [
    'an old Python with a server of its own',
    file('- python=3.8', '- pip: ["azureml-inference-server-http==0.8.4"]'),
  ],
])('%s is fine', (_, text) => {
  expect(condaProblems(text)).toEqual([])
})

const TOO_OLD =
  'is too old for azureml-inference-server-http, which serves the script and needs 3.9 or newer; raise it, or name an older version of that package among the requirements'

test.each<[string, string, number, string]>([
  ['no YAML', 'dependencies: [python=3.12', 1, 'it is no YAML: '],
  [
    'pip’s requirements',
    'scikit-learn==1.5.2\n',
    1,
    'it has no list of "dependencies"; expected a conda environment file',
  ],
  ['nothing', '', 1, 'it has no list of "dependencies"'],
  ['a mapping', 'name: x\ndependencies: { python: 3.12 }\n', 2, 'it has no list of "dependencies"'],
  [
    'no Python',
    file('- scikit-learn'),
    4,
    'its dependencies name no Python; expected one, such as "python=3.12"; add it',
  ],
  ['python-dateutil', file('- python-dateutil=2.9'), 4, 'its dependencies name no Python'],
  ['an old Python', file('- pip', '- python=3.7.*'), 5, `Python 3.7 ${TOO_OLD}`],
  [
    'another file',
    file('- python=3.12', '- pip:', '    - six', '    - -r requirements.txt'),
    7,
    'it includes "requirements.txt"; the image gets this file alone',
  ],
  ['a folder', file('- python=3.12', '- pip: ["-e ."]'), 5, 'it installs "-e ." from a folder'],
  [
    'a password',
    file('- python=3.12', '- pip: ["--index-url https://me:secret@pypi.test/simple"]'),
    5,
    'it has a password in a URL',
  ],
  [
    'a strange dependency',
    file('- python=3.12', '- { conda: [six] }'),
    5,
    'it has a dependency that is neither text nor a list for pip',
  ],
])('%s', (_, text, line, message) => {
  const problems = condaProblems(text)
  expect(problems).toEqual([{ line, message: expect.stringContaining(message) }])
  expect(problems[0]!.message).not.toContain('me:secret')
})
