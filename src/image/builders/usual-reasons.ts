/** What a failed tool wrote, and where it was to push to. */
export interface FailedBuild {
  readonly tool: 'docker' | 'acr' | 'gcloud'
  readonly stdout: string
  readonly stderr: string
  /** `HOST[:PORT]/REPOSITORY`. */
  readonly repository: string
}

/**
 * In plain words why a build or push failed, and what to do; null when it is none of the usual reasons. The words are those of
 * docker's own builder, of BuildKit, `az`, `gcloud` and registries; what they wrote is shown below it in any case.
 */
export function usualReason(failed: FailedBuild): string | null {
  const text = `${failed.stdout}\n${failed.stderr}`
  for (const { when, say } of REASONS) {
    const found = when.exec(text)
    if (found) return say(failed, found)
  }
  const base = unreachableBase(failed)
  if (base !== null) return cannotPull(base, 'its registry cannot be reached')
  return UNREACHABLE.test(text)
    ? `${registryOf(failed)} cannot be reached by the tool that pushes; correct "repository" in "image", or look whether it is up`
    : null
}

interface Reason {
  readonly when: RegExp
  readonly say: (failed: FailedBuild, found: RegExpExecArray) => string
}

const registryOf = ({ repository }: FailedBuild) => repository.slice(0, repository.indexOf('/'))

const cannotPull = (base: string, why: string) =>
  `the base image ${base} cannot be pulled: ${why}; correct its name (FROM, or "base" in "scoring"), log in to its registry, or name one that can be pulled from here`

const UNREACHABLE =
  /connection refused|no such host|i\/o timeout|TLS handshake timeout|network is unreachable/i

/** Of an image that was not found, or that nobody may see, by the words of both builders. */
const BASE =
  /manifest for (\S+) not found|pull access denied for ([^\s,]+)|failed to resolve source metadata for (\S+): [^\n]*(?:not found|denied|unauthorized|401|403)|load metadata for (\S+?):?\n(?:[^\n]*\n)*ERROR: [^\n]*: (?:not found|denied|unauthorized)/

/** The first that fits: what failed is told before what followed from it. */
const REASONS: readonly Reason[] = [
  {
    when: /no space left on device|disk quota exceeded/i,
    say: ({ tool }) =>
      tool === 'docker'
        ? 'there is no space left where docker builds, or in the registry; free some (on this machine "docker system df" says what it takes, "docker system prune" frees it)'
        : 'there is no space left for the build; make context or image smaller, or choose a larger machine for it',
  },
  {
    when: /network bridge not found|could not find bridge/i,
    say: () =>
      'docker has no network for RUN steps here; give them the one of this machine with --network host',
  },
  {
    when: /Temporary failure in name resolution|Could not resolve (?:host|'|")|Network is unreachable|Name or service not known/i,
    say: ({ tool }) =>
      `a RUN step found nothing in the network${tool === 'docker' ? '; if this machine does, give RUN steps its network with --network host, or the proxy that they need' : ''}`,
  },
  {
    when: /No matching distribution found for (\S+)/,
    say: (_, found) =>
      `pip finds no ${found[1]} for the Python and platform of the image; correct the requirements, or "python" in "scoring"`,
  },
  {
    when: /DO NOT MATCH THE HASHES/,
    say: () =>
      'pip got other bytes than the hashes in the requirements say; lock them anew, and look who changed the package if its version is the same',
  },
  {
    when: /Hashes are required in --require-hashes mode/,
    say: () =>
      'some of the requirements have a hash, and then pip wants one for each, also of what they need themselves; lock them all, or none',
  },
  {
    when: /Cannot find command 'git'/,
    say: () =>
      'a requirement is a git repository, and the base image has no git; name a "base" that has it, or require a released version or an archive (https://…/NAME.tar.gz)',
  },
  {
    when: /ResolutionImpossible|conflicting dependencies/,
    say: () =>
      'the requirements contradict each other; pip says below which; correct them (azureml-defaults brings a scoring server of its own version: remove it, the image has one)',
  },
  {
    when: /x509: |certificate signed by unknown authority/i,
    say: (failed) =>
      `the tool does not trust the certificate of a registry: docker takes none by --registry-ca, but from /etc/docker/certs.d/${registryOf(failed)}/ca.crt`,
  },
  {
    when: /tag invalid|cannot be overwritten|immutab/i,
    say: ({ repository }) =>
      `${repository} lets no tag be moved, and has one of these already; leave it out of --tag and "tags" in "image"`,
  },
  {
    when: /operation is disallowed on this registry/i,
    say: ({ repository }) =>
      `the registry has ${repository}, or a tag of it, locked against writing; unlock it, or choose another tag`,
  },
  {
    when: /toomanyrequests|429 Too Many Requests|rate ?limit/i,
    say: () => 'a registry was asked too often (429); run it again later; at Docker Hub a login allows more',
  },
  {
    when: BASE,
    say: (_, found) =>
      cannotPull(found.slice(1).find(Boolean)!, 'there is none by that name, or it needs a login'),
  },
  {
    when: /name unknown|(?:repository|Repository) (?:with name )?['"]?[\w./-]+['"]? (?:does not exist|not found)/,
    say: ({ repository }) =>
      `there is no repository ${repository}, and its registry wants it to be created first; create it, or correct "repository" in "image"`,
  },
  {
    when: /no basic auth credentials|unauthorized|authentication required|401 Unauthorized/i,
    say: (failed) =>
      `${registryOf(failed)} does not take the login; log in again, for example by "docker login ${registryOf(failed)}", or give one with --registry-user and --registry-password-env`,
  },
  {
    when: /TasksOperationsNotAllowed/,
    say: (failed) =>
      `ACR Tasks are switched off for ${registryOf(failed)}; use the builder "docker", or ask Azure to switch them on`,
  },
  {
    when: /Please run 'az login'|AADSTS\d+/,
    say: () => 'az is not logged in; run "az login", or azure/login or AzureCLI@2 in the pipeline',
  },
  {
    when: /active account selected|gcloud auth login/,
    say: () =>
      'gcloud is not logged in; run "gcloud auth login", or google-github-actions/auth in the pipeline',
  },
  {
    when: /AuthorizationFailed|PERMISSION_DENIED|does not have permission/,
    say: ({ tool }) =>
      `the account that is logged in may not do this: it needs ${tool === 'acr' ? 'the role Contributor, or AcrPush and "Container Registry Tasks Contributor", on the registry' : 'roles/cloudbuild.builds.editor and roles/storage.admin in the project'}`,
  },
  {
    when: /\bdenied\b|403 Forbidden|insufficient_scope/i,
    say: ({ repository }) => `the login may not push to ${repository}; give it the right to`,
  },
  {
    when: /Cannot connect to the Docker daemon|Is the docker daemon running|error during connect/i,
    say: () => 'docker has no daemon that answers; start it, or name another builder with --builder',
  },
  {
    when: /(?:status|HTTP)[^\n]*: 50\d |50\d (?:Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time)/i,
    say: (failed) =>
      `${registryOf(failed)} failed by itself; run it again, and look at its log or space if it goes on`,
  },
]

/** docker's own builder ends right after FROM, BuildKit after "load metadata", when the registry of a base does not answer. */
function unreachableBase({ stdout, stderr }: FailedBuild): string | null {
  if (!UNREACHABLE.test(stderr)) return null
  return (
    /Step \d+\/\d+ : FROM (?:--platform=\S+ )?(\S+)[^\n]*\s*$/.exec(stdout)?.[1] ??
    /load metadata for (\S+?):?\n[^\n]*\n*(?:#\d+ ERROR|------)/.exec(stderr)?.[1] ??
    /failed to resolve source metadata for (\S+): /.exec(stderr)?.[1] ??
    null
  )
}
