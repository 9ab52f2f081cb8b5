import { hostOf } from '../../reference.ts'
import { isAzure, isGoogle } from '../refusals.ts'
import type { Asking } from './ask.ts'
import type { Credentials } from './credentials.ts'
import { fromDockerConfig } from './docker-config.ts'
import { fromEntra } from './entra.ts'
import { fromNames } from './explicit.ts'
import type { NamedLogin } from './explicit.ts'
import { fromGoogle } from './google.ts'
import type { Workplace } from './workplace.ts'

export interface FoundLogin {
  readonly credentials: Credentials
  /** Whether docker finds them by itself, in its own config. */
  readonly knownToDocker: boolean
}

/**
 * The credentials for a registry (`HOST[:PORT]`). The first source that has any is used, and no other one after it fails:
 * 1. `login`: what was named for this registry (`--registry-user`, `--registry-password-env`);
 * 2. the Docker config: `credHelpers`, `credsStore`, `auths`; login steps of pipelines write it;
 * 3. at Azure the identity of the job, or `az`; at Google a service account's key, or `gcloud`;
 * 4. none.
 * Throws `invalid` when a source is there and cannot be read.
 */
export async function findCredentials(
  registry: string,
  login: NamedLogin | null,
  workplace: Workplace,
  asking: Asking,
): Promise<FoundLogin> {
  const named = login && fromNames(registry, login, workplace.env)
  if (named) return { credentials: named, knownToDocker: false }
  const looked: string[] = []
  const config = await fromDockerConfig(registry, workplace)
  if (config.found) return { credentials: config.credentials, knownToDocker: true }
  looked.push(config.why)
  const host = hostOf(registry)
  const cloud = isAzure(host)
    ? await fromEntra(workplace, asking)
    : isGoogle(host)
      ? await fromGoogle(workplace)
      : null
  if (cloud?.found) return { credentials: cloud.credentials, knownToDocker: false }
  if (cloud) looked.push(cloud.why)
  return { credentials: { kind: 'anonymous', source: looked.join('; ') }, knownToDocker: false }
}
