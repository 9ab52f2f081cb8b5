import { rolloutShape } from './rollout-shape.ts'

/** The rollout file as JSON Schema (draft 2020-12), for editors. It accepts every file that `parseRollout` accepts, and more: rules across several keys are not in it. */
export function rolloutJsonSchema(): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'shiftgate rollout file',
    description: 'One release of one model service: versions, routes and stages.',
    ...rolloutShape.schema(),
  }
}
