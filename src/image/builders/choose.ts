import { CommandError } from '../../process/errors.ts'
import type { DockerfileBuilder } from './builder.ts'

/** The first builder that can work for the repository here, with why the ones before it cannot. */
export async function chooseBuilder(
  builders: readonly DockerfileBuilder[],
  repository: string,
): Promise<{ readonly builder: DockerfileBuilder; readonly why: string }> {
  const reasons: string[] = []
  for (const builder of builders) {
    const reason = await builder.unavailable(repository)
    if (reason === null) {
      const why = reasons.length === 0 ? `${builder.name} is there` : reasons.join('; ')
      return { builder, why }
    }
    reasons.push(reason)
  }
  const message = `nothing here can run a Dockerfile: ${reasons.join('; ')}; install docker, or name a builder with --builder`
  throw new CommandError('failed', [{ code: 'no-builder', message }])
}
