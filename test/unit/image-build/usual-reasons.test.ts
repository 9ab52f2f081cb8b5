import { usualReason } from '../../../src/image/builders/usual-reasons.ts'
import type { FailedBuild } from '../../../src/image/builders/usual-reasons.ts'

const REPOSITORY = 'registry.test:5000/team/one'
const reason = (stderr: string, more: Partial<FailedBuild> = {}) =>
  usualReason({ tool: 'docker', stdout: '', stderr, repository: REPOSITORY, ...more })

/** As docker 20.10 (classic), its BuildKit (moby) and BuildKit 0.23 wrote them; those of the clouds by their reference. */
const CASES: readonly [string, RegExp, ...string[]][] = [
  [
    'a base image that is not there',
    /^the base image r\.test\/base\/nothing:1 cannot be pulled: there is none by that name/,
    'manifest for r.test/base/nothing:1 not found: manifest unknown: manifest unknown',
    "pull access denied for r.test/base/nothing:1, repository does not exist or may require 'docker login': denied",
    '#3 [internal] load metadata for r.test/base/nothing:1\n#3 ERROR: r.test/base/nothing:1: not found\n------\n > [internal] load metadata for r.test/base/nothing:1:\n------\nERROR: failed to solve: rpc error: code = Unknown desc = failed to solve with frontend dockerfile.v0: failed to create LLB definition: r.test/base/nothing:1: not found',
    'ERROR: failed to solve: r.test/base/nothing:1: failed to resolve source metadata for r.test/base/nothing:1: r.test/base/nothing:1: not found',
  ],
  [
    'a base image whose registry does not answer',
    /^the base image r\.test\/base\/nothing:1 cannot be pulled: its registry cannot be reached/,
    '#3 [internal] load metadata for r.test/base/nothing:1\n#3 ERROR: failed to do request: Head "http://r.test/v2/base/nothing/manifests/1": dial tcp 127.0.0.1:5999: connect: connection refused\n------\n > [internal] load metadata for r.test/base/nothing:1:\n------\nERROR: failed to solve: rpc error',
    'ERROR: failed to solve: r.test/base/nothing:1: failed to resolve source metadata for r.test/base/nothing:1: failed to do request: Head "http://r.test/v2/base/nothing/manifests/1": dial tcp: lookup r.test on 10.0.0.1:53: no such host',
  ],
  [
    'a registry that does not answer the push',
    /^registry\.test:5000 cannot be reached by the tool that pushes/,
    'Get "http://registry.test:5000/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    '#6 pushing registry.test:5000/team/one:1 with docker\n#6 ERROR: Get "http://registry.test:5000/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    'ERROR: failed to solve: failed to push registry.test:5000/team/one:1: failed to do request: Head "http://registry.test:5000/v2/w/a/blobs/sha256:18": dial tcp 127.0.0.1:5999: connect: connection refused',
  ],
  [
    'no login, or a wrong one',
    /^registry\.test:5000 does not take the login; log in again/,
    'no basic auth credentials',
    'unauthorized: authentication required',
    'ERROR: failed to solve: failed to push registry.test:5000/team/one:v1: unexpected status from HEAD request to http://registry.test:5000/v2/team/one/blobs/sha256:5e: 401 Unauthorized',
  ],
  [
    'no right',
    /^the login may not push to registry\.test:5000\/team\/one/,
    'denied: requested access to the resource is denied',
    'ERROR: failed to solve: failed to push registry.test:5000/team/one:v1: denied',
    'error parsing HTTP 403 response body: unexpected end of JSON input: "403 Forbidden"',
  ],
  [
    'a repository that has to be created',
    /^there is no repository registry\.test:5000\/team\/one, and its registry wants it to be created first/,
    "name unknown: The repository with name 'team/one' does not exist in the registry with id '123456789012'",
    "ERROR: failed to solve: failed to push registry.test:5000/team/one:v1: unknown: The repository with name 'team/one' does not exist in the registry with id '123456789012'",
    'name unknown: Repository "ml" not found',
  ],
  [
    'a quota of requests',
    /^a registry was asked too often \(429\)/,
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating',
    'ERROR: failed to solve: failed to push registry.test:5000/team/one:v1: toomanyrequests: Too many requests',
  ],
  [
    'a full disk',
    /^there is no space left where docker builds, or in the registry; free some/,
    'failed to solve: write /var/lib/docker/tmp/x: no space left on device',
    'Error processing tar file(exit status 1): write /model.pkl: no space left on device',
  ],
  [
    'a tag that cannot be moved',
    /^registry\.test:5000\/team\/one lets no tag be moved, and has one of these already/,
    "tag invalid: The image tag 'v1' already exists in the 'team/one' repository and cannot be overwritten because the repository is immutable.",
    "ERROR: failed to solve: failed to push registry.test:5000/team/one:v1: unknown: The image tag 'v1' already exists in the 'team/one' repository and cannot be overwritten because the repository is immutable.",
    'manifest invalid: cannot update tag v1. The repository has enabled tag immutability',
  ],
  [
    'a lock in Azure',
    /^the registry has registry\.test:5000\/team\/one, or a tag of it, locked/,
    'denied: requested access to the resource is denied: The operation is disallowed on this registry, repository or image.',
  ],
  [
    'no network in RUN',
    /^a RUN step found nothing in the network; if this machine does, .*--network host/,
    "WARNING: Retrying after connection broken by 'NewConnectionError: [Errno -3] Temporary failure in name resolution': /simple/x/\nERROR: No matching distribution found for x==1",
    'curl: (6) Could not resolve host: example.com',
  ],
  [
    'no network at all for RUN',
    /--network host$/,
    'executor failed running [/bin/sh -c pip]: network bridge not found',
  ],
  [
    'a package that does not exist',
    /^pip finds no nothing==9 for the Python and platform of the image/,
    'ERROR: Could not find a version that satisfies the requirement nothing==9\nERROR: No matching distribution found for nothing==9',
  ],
  [
    'a package with another hash',
    /^pip got other bytes than the hashes/,
    'ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE. If you have updated the package versions, please update the hashes.',
  ],
  [
    'hashes for some of the packages',
    /^some of the requirements have a hash/,
    'ERROR: Hashes are required in --require-hashes mode, but they are missing from some requirements. Here is a list',
  ],
  [
    'no git in the base',
    /^a requirement is a git repository, and the base image has no git/,
    "ERROR: Error [Errno 2] No such file or directory: 'git' while executing command git version\nERROR: Cannot find command 'git' - do you have 'git' installed and in your PATH?",
  ],
  [
    'requirements that contradict each other',
    /^the requirements contradict each other/,
    'ERROR: Cannot install a==1 and b==2 because these package versions have conflicting dependencies.',
  ],
  [
    'an authority that docker does not know',
    /\/etc\/docker\/certs\.d\/registry\.test:5000\/ca\.crt$/,
    'Get "https://registry.test:5000/v2/": x509: certificate signed by unknown authority',
  ],
  [
    'no daemon',
    /^docker has no daemon that answers/,
    'Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?',
  ],
  [
    'a registry that fails',
    /^registry\.test:5000 failed by itself/,
    'received unexpected HTTP status: 500 Internal Server Error',
  ],
]

describe('docker', () => {
  test.each(CASES)('%s', (_, expected, ...written) => {
    for (const stderr of written) expect(reason(stderr)).toMatch(expected)
  })

  test("a base image, by the daemon's own builder, which names it on stdout", () => {
    const stdout =
      'Sending build context to Docker daemon  3.072kB\nStep 1/5 : FROM --platform=linux/amd64 python:3.12-slim-bookworm AS dependencies\n'
    const stderr =
      'Get "https://registry-1.docker.io/v2/": dial tcp: lookup registry-1.docker.io: no such host'
    expect(reason(stderr, { stdout })).toMatch(
      /^the base image python:3\.12-slim-bookworm cannot be pulled: its registry cannot be reached/,
    )
  })

  test.each([
    ["The command '/bin/sh -c exit 7' returned a non-zero code: 7"],
    [
      'COPY failed: file not found in build context or excluded by .dockerignore: stat nope: file does not exist',
    ],
    ['ERROR: failed to solve: failed to compute cache key: "/nope" not found: not found'],
    [''],
  ])('what is the Dockerfile’s own is not explained away: %s', (stderr) => {
    expect(reason(stderr)).toBeNull()
  })
})

test.each([
  ['acr', "ERROR: Please run 'az login' to setup account.", 'az is not logged in; run "az login"'],
  [
    'acr',
    '(TasksOperationsNotAllowed) ACR Tasks requests for the registry are not permitted.',
    'ACR Tasks are',
  ],
  ['acr', '(AuthorizationFailed) The client does not have authorization', 'it needs the role Contributor'],
  ['gcloud', 'ERROR: You do not currently have an active account selected.', 'gcloud is not logged in'],
  ['gcloud', 'PERMISSION_DENIED: The caller does not have permission', 'roles/cloudbuild.builds.editor'],
  ['gcloud', 'write /layer: no space left on device', 'make context or image smaller'],
] as const)('%s: %s', (tool, stderr, expected) => {
  expect(reason(stderr, { tool })).toContain(expected)
})
