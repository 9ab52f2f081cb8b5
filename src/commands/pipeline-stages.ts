import { invalid, messageOf } from '../process/errors.ts'
import type { Rollout } from '../spec/rollout.ts'

interface PipelineStage {
  readonly name: string
  readonly environment: string | null
}

/** A pipeline with other stages than the file would leave some out, or open them for nobody's approval. Throws `invalid`. */
export function requireSameStages(text: string | null, rollout: Rollout): void {
  if (text === null) return
  const given = stagesOf(text)
  const wanted = rollout.stages.map(({ name, approval }) => ({ name, environment: approval }))
  if (JSON.stringify(given) === JSON.stringify(wanted)) return
  const message = `the stages of the pipeline are not those of the rollout file: ${firstDifference(given, wanted)}. Paste this as its list of stages:\n${listToPaste(wanted)}`
  throw invalid({ code: 'other-stages', message })
}

function stagesOf(text: string): PipelineStage[] {
  const wrong = (why: string) =>
    invalid({
      code: 'bad-stages',
      message: `the list of the pipeline's stages is not what was expected: ${why}; expected [{"name": "Blue_0", "environment": "…"}]`,
    })
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (error) {
    throw wrong(messageOf(error))
  }
  if (!Array.isArray(parsed)) throw wrong('it is no list')
  return parsed.map((stage: unknown) => {
    const { name, environment } = (stage ?? {}) as { readonly name?: unknown; readonly environment?: unknown }
    if (typeof name !== 'string') throw wrong('a stage has no name')
    return { name, environment: textOf(environment) }
  })
}

/** An unquoted 2024 in the pipeline is the name of that environment to the host. */
function textOf(environment: unknown): string | null {
  if (typeof environment === 'number') return String(environment)
  return typeof environment === 'string' && environment !== '' ? environment : null
}

function firstDifference(given: readonly PipelineStage[], wanted: readonly PipelineStage[]): string {
  for (const [index, stage] of wanted.entries()) {
    const other = given[index]
    if (other === undefined) return `"${stage.name}" is missing`
    if (other.name !== stage.name)
      return `number ${index + 1} is "${other.name}", in the file "${stage.name}"`
    if (other.environment !== stage.environment)
      return `"${stage.name}" has ${nameOf(other.environment)}, in the file approval ${nameOf(stage.environment)}`
  }
  return `"${given[wanted.length]!.name}" is not in the file`
}

const nameOf = (environment: string | null) => (environment === null ? 'none' : `"${environment}"`)

/** Names that YAML would read as something else than this text are quoted. */
const asYaml = (name: string) =>
  /^[A-Za-z_][\w-]*( [\w-]+)*$/.test(name) && !/^(true|false|null|yes|no|on|off|y|n)$/i.test(name)
    ? name
    : JSON.stringify(name)

function listToPaste(stages: readonly PipelineStage[]): string {
  return stages
    .flatMap(({ name, environment }) => [
      `- name: ${name}`,
      ...(environment === null ? [] : [`  environment: ${asYaml(environment)}`]),
    ])
    .join('\n')
}
