import { createHash } from 'node:crypto'
import type { ScoringBuild } from '../../spec/rollout.ts'
import type { ScoringInputs } from './inputs.ts'
import { SERVER, SERVER_VERSION, hasHashes, namesServer } from './requirements.ts'

/** Where things lie in the image. */
export const CODE = '/opt/scoring'
/** AzureML's layout ends in a version number; without one the server logs a traceback at every start. */
export const MODEL = '/opt/model/1'
const ENVIRONMENT = '/opt/env'
const LIST = '/opt/requirements'

export const PORT = 5001
/** Neither root nor anybody: numbers, because Kubernetes' `runAsNonRoot` believes nothing else. */
export const USER = '10001:10001'
/** Part of the key of a dependency image: one that was made by other instructions is another one. */
const INSTRUCTIONS = { pip: '1', conda: '2' }

export interface Dependencies {
  readonly dockerfile: string
  /** The tag of the dependency image: requirements, Python, platform, base, server and instructions. */
  readonly tag: string
  /** The files that the Dockerfile copies, by their names in the context. */
  readonly files: readonly { readonly name: string; readonly source: string }[]
}

export function baseOf(build: ScoringBuild): string {
  return (
    build.base ??
    (build.conda === null ? `python:${build.python}-slim-bookworm` : 'condaforge/miniforge3:25.3.1-0')
  )
}

/** What is installed before script and model: it changes seldom, so it is an image of its own. */
export function dependencies(build: ScoringBuild, { requirements }: ScoringInputs): Dependencies {
  const base = baseOf(build)
  const file = build.conda ?? build.requirements
  const extension = requirements?.kind === 'conda' ? 'yml' : 'txt'
  const server =
    requirements !== null && namesServer(requirements.text) ? [] : [`${SERVER}==${SERVER_VERSION}`]
  const install =
    requirements?.kind === 'conda'
      ? [
          `conda env create --quiet --prefix ${ENVIRONMENT} --file ${LIST}.yml`,
          // By the pip of the base: not every Python of conda brings one.
          ...(server.length > 0 ? [pipInstall('python', ...server)] : []),
          'conda clean --all --yes',
        ]
      : [`python3 -m venv --without-pip ${ENVIRONMENT}`, ...pipInstalls(server, requirements)]
  const dockerfile = [
    `FROM --platform=${build.platform} ${base} AS dependencies`,
    'USER 0:0',
    ...(file === null ? [] : [`COPY ${copyOf(file, `${LIST}.${extension}`)}`]),
    `RUN ${install.join(' \\\n && ')}`,
    `ENV PATH=${ENVIRONMENT}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`,
  ].join('\n')
  const facts = [
    INSTRUCTIONS[build.conda === null ? 'pip' : 'conda'],
    base,
    build.platform,
    build.conda === null ? build.python : '',
    ...server,
    extension,
    requirements?.text ?? '',
  ]
  const key = createHash('sha256').update(JSON.stringify(facts)).digest('hex')
  return {
    dockerfile: `${dockerfile}\n`,
    tag: `dependencies-${key.slice(0, 16)}`,
    files: file === null ? [] : [{ name: file, source: requirements!.source }],
  }
}

const pipIn = (python: string) => `${python} -m pip --python ${ENVIRONMENT}/bin/python`

const pipInstall = (python: string, ...what: readonly string[]) =>
  `${pipIn(python)} install --no-cache-dir ${what.join(' ')}`

/** Server and requirements at once, so that their versions fit each other; with hashes the server afterwards, changing nothing of them. */
function pipInstalls(server: readonly string[], requirements: ScoringInputs['requirements']): string[] {
  const list = requirements === null ? [] : [`-r ${LIST}.txt`]
  if (server.length === 0 || !hasHashes(requirements?.text ?? ''))
    return [pipInstall('python3', ...server, ...list)]
  return [
    pipInstall('python3', ...list),
    `${pipIn('python3')} freeze > ${LIST}.installed`,
    pipInstall('python3', `-c ${LIST}.installed`, ...server),
  ]
}

/** How the image runs; the builder `layer` writes the same into the image's configuration. */
export interface Runtime {
  readonly environment: { readonly [name: string]: string }
  readonly workingDir: string
  readonly user: string
  readonly port: number
  readonly entrypoint: readonly string[]
}

export function runtime({ entry, model }: ScoringInputs): Runtime {
  return {
    environment: {
      ...(model === null ? {} : { AZUREML_MODEL_DIR: MODEL }),
      // The user has no home; libraries that keep a cache write there.
      HOME: '/tmp',
      PYTHONUNBUFFERED: '1',
    },
    workingDir: CODE,
    user: USER,
    port: PORT,
    entrypoint: ['azmlinfsrv', '--entry_script', `${CODE}/${entry}`, '--port', String(PORT)],
  }
}

/** The image on top of its dependencies; the model is the last layer. `from`: the dependency image. */
export function scoringDockerfile(
  build: ScoringBuild,
  inputs: ScoringInputs,
  from: string,
  labels: { readonly [name: string]: string },
): string {
  const { environment, workingDir, user, port, entrypoint } = runtime(inputs)
  const { model, entry } = inputs
  const assignments = (values: { readonly [name: string]: string }) =>
    Object.entries(values).map(([name, value]) => `${name}=${JSON.stringify(value).replaceAll('$', '\\$')}`)
  return [
    `FROM --platform=${build.platform} ${from}`,
    `ENV ${assignments(environment).join(' ')}`,
    `WORKDIR ${workingDir}`,
    `EXPOSE ${port}`,
    `USER ${user}`,
    `ENTRYPOINT ${JSON.stringify(entrypoint)}`,
    'CMD []',
    ...Object.entries(labels).map(([name, value]) => `LABEL ${assignments({ [name]: value }).join('')}`),
    `COPY ${build.source === null ? copyOf(build.script, `${CODE}/${entry}`) : copyOf(`${build.source}/`, `${CODE}/`)}`,
    ...(model === null
      ? []
      : [
          `COPY ${model.kind === 'file' ? copyOf(build.model!, `${MODEL}/${model.name}`) : copyOf(`${build.model}/`, `${MODEL}/${model.name}/`)}`,
        ]),
    '',
  ].join('\n')
}

/** Operands of COPY: a name may have blanks, and signs that would be a pattern. */
function copyOf(from: string, to: string): string {
  return JSON.stringify([from.replace(/[[*?\\]/g, '[$&]'), to])
}
