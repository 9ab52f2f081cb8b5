import { dependencies, scoringDockerfile } from '../../../src/image/scoring/dockerfile.ts'
import type { ScoringInputs } from '../../../src/image/scoring/inputs.ts'
import type { ScoringBuild } from '../../../src/spec/rollout.ts'
import { BUILD } from './folder.ts'

const INPUTS: ScoringInputs = {
  entry: 'score.py',
  code: [{ name: 'score.py', source: '/w/score.py', size: 1 }],
  model: { kind: 'file', name: 'model.pkl', files: [{ name: 'model.pkl', source: '/w/model.pkl', size: 1 }] },
  requirements: null,
}
const pip = (text: string): ScoringInputs => ({
  ...INPUTS,
  requirements: { kind: 'pip', source: '/w/r.txt', text },
})
const conda = (text: string): ScoringInputs => ({
  ...INPUTS,
  requirements: { kind: 'conda', source: '/w/env.yml', text },
})

describe('the dependency image', () => {
  test('installs the server, pinned, and the requirements', () => {
    expect(dependencies({ ...BUILD, requirements: 'r.txt' }, pip('numpy==2.1.0\n')).dockerfile).toBe(
      `FROM --platform=linux/amd64 python:3.12-slim-bookworm AS dependencies
USER 0:0
COPY ["r.txt","/opt/requirements.txt"]
RUN python3 -m venv --without-pip /opt/env \\
 && python3 -m pip --python /opt/env/bin/python install --no-cache-dir azureml-inference-server-http==1.5.1 -r /opt/requirements.txt
ENV PATH=/opt/env/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
`,
    )
  })

  test('installs requirements with hashes by themselves: pip takes nothing without one beside them', () => {
    const hashed = 'six==1.16.0 \\\n    --hash=sha256:8abb\n'
    expect(dependencies({ ...BUILD, requirements: 'r.txt' }, pip(hashed)).dockerfile).toContain(
      ` && python3 -m pip --python /opt/env/bin/python install --no-cache-dir -r /opt/requirements.txt \\
 && python3 -m pip --python /opt/env/bin/python freeze > /opt/requirements.installed \\
 && python3 -m pip --python /opt/env/bin/python install --no-cache-dir -c /opt/requirements.installed azureml-inference-server-http==1.5.1
`,
    )
    const named = `${hashed}azureml-inference-server-http==1.4.0 --hash=sha256:1\n`
    expect(dependencies({ ...BUILD, requirements: 'r.txt' }, pip(named)).dockerfile).toContain(
      'install --no-cache-dir -r /opt/requirements.txt\n',
    )
    // A comment asks for nothing.
    expect(
      dependencies({ ...BUILD, requirements: 'r.txt' }, pip('six # --hash=sha256:1\n')).dockerfile,
    ).not.toContain('freeze')
  })

  test('takes the server from requirements that name one', () => {
    const { dockerfile } = dependencies(
      { ...BUILD, requirements: 'r.txt' },
      pip('azureml_inference_server_http==1.4.0\n'),
    )
    expect(dockerfile).toContain('install --no-cache-dir -r /opt/requirements.txt\n')
  })

  test.each([
    '# The server that runs them, azureml-inference-server-http, is added.\nsix\n',
    'six  # not azureml-inference-server-http\n',
    'my-azureml-inference-server-http==1\n',
  ])('has the server although the requirements speak of it: %j', (text) => {
    expect(dependencies({ ...BUILD, requirements: 'r.txt' }, pip(text)).dockerfile).toContain(
      'install --no-cache-dir azureml-inference-server-http==1.5.1 -r',
    )
  })

  test('is a conda environment of its own', () => {
    const { dockerfile } = dependencies(
      { ...BUILD, conda: 'env.yml' },
      conda('dependencies: [python=3.11]\n'),
    )
    expect(dockerfile).toBe(
      `FROM --platform=linux/amd64 condaforge/miniforge3:25.3.1-0 AS dependencies
USER 0:0
COPY ["env.yml","/opt/requirements.yml"]
RUN conda env create --quiet --prefix /opt/env --file /opt/requirements.yml \\
 && python -m pip --python /opt/env/bin/python install --no-cache-dir azureml-inference-server-http==1.5.1 \\
 && conda clean --all --yes
ENV PATH=/opt/env/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
`,
    )
  })

  test.each([
    ['in a block', '- pip:\n    - azureml-inference-server-http==1.4.1\n'],
    ['in one line', '- pip: [six, "azureml-inference-server-http==1.4.1"]\n'],
  ])('gets no second server where the conda file names one %s', (_, entry) => {
    const { dockerfile } = dependencies(
      { ...BUILD, conda: 'env.yml' },
      conda(`dependencies:\n- python=3.11\n${entry}`),
    )
    expect(dockerfile).not.toContain('pip')
  })

  const key = (build: Partial<ScoringBuild>, inputs: ScoringInputs) =>
    dependencies({ ...BUILD, ...build }, inputs).tag
  const usual = key({ requirements: 'r.txt' }, pip('a\n'))

  test.each([
    ['other requirements', key({ requirements: 'r.txt' }, pip('b\n'))],
    ['another Python', key({ requirements: 'r.txt', python: '3.11' }, pip('a\n'))],
    ['another base', key({ requirements: 'r.txt', base: 'mine:1' }, pip('a\n'))],
    ['another platform', key({ requirements: 'r.txt', platform: 'linux/arm64' }, pip('a\n'))],
    ['no requirements', key({}, INPUTS)],
    ['conda', key({ conda: 'r.txt' }, conda('a\n'))],
  ])('is another one for %s', (_, tag) => {
    expect(tag).toMatch(/^dependencies-[0-9a-f]{16}$/)
    expect(tag).not.toBe(usual)
  })

  test('is the same for another model, and for requirements in a file of another name', () => {
    const moved = { ...pip('a\n'), entry: 'other.py', model: null }
    expect(key({ requirements: 'other.txt', model: null, script: 'other.py' }, moved)).toBe(usual)
  })
})

describe('the image', () => {
  test('has the model as its last layer, and runs as a user with a number', () => {
    expect(
      scoringDockerfile(BUILD, INPUTS, 'r/deps@sha256:1', { 'org.opencontainers.image.revision': 'abc$1' }),
    ).toBe(
      `FROM --platform=linux/amd64 r/deps@sha256:1
ENV AZUREML_MODEL_DIR="/opt/model/1" HOME="/tmp" PYTHONUNBUFFERED="1"
WORKDIR /opt/scoring
EXPOSE 5001
USER 10001:10001
ENTRYPOINT ["azmlinfsrv","--entry_script","/opt/scoring/score.py","--port","5001"]
CMD []
LABEL org.opencontainers.image.revision="abc\\$1"
COPY ["score.py","/opt/scoring/score.py"]
COPY ["model.pkl","/opt/model/1/model.pkl"]
`,
    )
  })

  test('has folders whole, and names that are no patterns', () => {
    const model = { kind: 'folder', name: 'net [v1]', files: [] } as const
    const build = { ...BUILD, source: 'src', script: 'src/a b/score.py', model: 'models/net [v1]' }
    const text = scoringDockerfile(build, { ...INPUTS, entry: 'a b/score.py', model }, 'd', {})
    expect(text).toContain(`COPY ["src/","/opt/scoring/"]
COPY ["models/net [[]v1]/","/opt/model/1/net [v1]/"]
`)
    expect(text).toContain('"/opt/scoring/a b/score.py"')
  })
})
