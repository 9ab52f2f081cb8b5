import { invalid } from '../process/errors.ts'
import type { RolloutRecord } from '../record/record.ts'
import { formatImage, parseImage } from '../workload/image.ts'
import type { AdvanceOptions } from './advance.ts'
import type { Engine } from './context.ts'

/** What is rolled out, and the tag by which it was asked for, if it was. */
export interface ChosenImage {
  readonly image: string | null
  readonly requested: string | null
}

/**
 * The image of an advance, by digest. A tag is resolved where a rollout begins, and there only: later it may be pointed at something
 * else, and means what it meant at the start. Without an image it is the one on record.
 */
export async function chooseImage(
  engine: Engine,
  record: RolloutRecord | null,
  options: AdvanceOptions,
): Promise<ChosenImage> {
  const known = record?.phase === 'aborted' ? null : record
  const { image: requested } = options
  if (requested === null) return { image: known?.image ?? null, requested: known?.requestedImage ?? null }
  const parsed = parseImage(requested)
  if (!parsed.ok) throw invalid({ code: 'bad-image', message: parsed.message, path: '--image' })
  if (parsed.image.digest !== null) {
    // A tag before a digest says nothing, and is no part of the release; but what began with it goes on.
    const image = known?.image === requested ? requested : formatImage({ ...parsed.image, tag: null })
    return { image, requested: null }
  }
  if (parsed.image.tag === null) throw withoutTag(requested)
  if (known?.image && known.requestedImage === requested && goesOn(known, options)) {
    return { image: known.image, requested }
  }
  const image = await engine.resolveImage(requested)
  engine.progress.step(`${formatImage(parsed.image)} is ${image}`)
  return { image, requested }
}

/** Whether this is a part of the rollout on record, and not the beginning of another one. */
function goesOn(record: RolloutRecord, { rollout, to, supersede }: AdvanceOptions): boolean {
  const first = to === null || to === rollout.stages[0]!.name
  if (record.phase === 'active') return !(supersede && first)
  return !first
}

function withoutTag(image: string): Error {
  return invalid({
    code: 'image-without-digest',
    path: '--image',
    message: `image "${image}" has neither tag nor digest, and "latest" is not guessed; expected ${image}:TAG, or ${image}@sha256:… as the registry printed it after the push`,
  })
}
