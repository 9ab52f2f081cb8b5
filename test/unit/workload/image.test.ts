import fc from 'fast-check'
import { formatImage, fullRepository, imagesIn, parseImage } from '../../../src/workload/image.ts'

const DIGEST = `sha256:${'0f'.repeat(32)}`

test.each([
  ['nginx', null, 'nginx', null, null],
  ['nginx:1.27', null, 'nginx', '1.27', null],
  ['team/scoring', null, 'team/scoring', null, null],
  ['localhost/scoring', 'localhost', 'scoring', null, null],
  ['localhost:5050/scoring:a', 'localhost:5050', 'scoring', 'a', null],
  [
    'myregistry.azurecr.io/diabetes-scoring:20260101.1',
    'myregistry.azurecr.io',
    'diabetes-scoring',
    '20260101.1',
    null,
  ],
  [`europe-docker.pkg.dev/p/r/m@${DIGEST}`, 'europe-docker.pkg.dev', 'p/r/m', null, DIGEST],
  [`gcr.io/p/m:v1@${DIGEST}`, 'gcr.io', 'p/m', 'v1', DIGEST],
  ['[::1]:5000/m', '[::1]:5000', 'm', null, null],
  ['a__b/c--d.e_f', null, 'a__b/c--d.e_f', null, null],
])('%s is read, and written as it was', (text, registry, repository, tag, digest) => {
  const parsed = parseImage(text)
  expect(parsed).toEqual({ ok: true, image: { registry, repository, tag, digest } })
  expect(parsed.ok && formatImage(parsed.image)).toBe(text)
})

test.each([
  ['', 'image "" is empty: expected REGISTRY/REPOSITORY:TAG or REGISTRY/REPOSITORY@sha256:…'],
  ['r.io/m:1\n', 'image "r.io/m:1\\n" contains white space: remove it (a line end is often left by `echo`)'],
  ['https://r.io/m', 'image "https://r.io/m" starts with a protocol: leave out https://'],
  ['docker://r.io/m', 'image "docker://r.io/m" starts with a protocol: leave out docker://'],
  ['r.io/${name}', 'image "r.io/${name}" still contains a placeholder: give its value'],
  ['<registry>/m', 'image "<registry>/m" still contains a placeholder: give its value'],
  [
    'r.io/Model',
    'image "r.io/Model" has upper-case letters in its repository: registries refuse them, write model',
  ],
  ['r.io/m:', 'image "r.io/m:" ends with a colon: expected a tag behind it'],
  [
    'r.io/m:-x',
    'image "r.io/m:-x" has the tag "-x": a tag has up to 128 letters, digits, _ . - and starts with no . or -',
  ],
  ['r.io/', 'image "r.io/" names no repository'],
  ['r.io//m', 'image "r.io//m" has an empty part between slashes'],
  [
    'm..n',
    'image "m..n" has "m..n" in its repository: expected letters and digits, separated by . _ __ or -',
  ],
  ['r_x:y/m', 'image "r_x:y/m" has the registry "r_x:y": expected HOST or HOST:PORT'],
  ['m@sha256:abc', 'image "m@sha256:abc" has a digest of 3 hex digits: a sha256 has 64'],
  ['m@md5:abc', 'image "m@md5:abc" has the digest "md5:abc": expected sha256: and 64 lower-case hex digits'],
  [
    `m@${DIGEST.toUpperCase().replace('SHA', 'sha')}`,
    `image "m@${DIGEST.toUpperCase().replace('SHA', 'sha')}" has the digest "${DIGEST.toUpperCase().replace('SHA', 'sha')}": expected sha256: and 64 lower-case hex digits`,
  ],
  [`m@${DIGEST}@${DIGEST}`, `image "m@${DIGEST}@${DIGEST}" has two digests: expected one @`],
])('%s is refused', (text, message) => {
  expect(parseImage(text)).toEqual({ ok: false, message })
})

test('any text is either refused or written as it was', () => {
  const part = fc.constantFrom(
    'a',
    'b1',
    'A',
    '.',
    '/',
    ':',
    '@',
    '-',
    '_',
    'r.io',
    'localhost',
    '5000',
    DIGEST,
    'é',
    ' ',
  )
  fc.assert(
    fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
      const text = parts.join('')
      const parsed = parseImage(text)
      if (parsed.ok) expect(formatImage(parsed.image)).toBe(text)
      else expect(parsed.message).toMatch(/^image ".*" \S/)
    }),
  )
})

test.each([
  ['nginx:1', 'docker.io/library/nginx'],
  ['docker.io/nginx', 'docker.io/library/nginx'],
  ['team/m', 'docker.io/team/m'],
  ['index.docker.io/team/m', 'docker.io/team/m'],
  ['r.io/m', 'r.io/m'],
])('the full repository of %s is %s', (text, expected) => {
  const parsed = parseImage(text)
  expect(parsed.ok && fullRepository(parsed.image)).toBe(expected)
})

test.each([
  [
    'Deployment',
    {
      template: {
        spec: { containers: [{ name: 'a', image: 'i:1' }], initContainers: [{ name: 'b', image: 'i:2' }] },
      },
    },
    ['spec.template.spec.containers[a].image i:1', 'spec.template.spec.initContainers[b].image i:2'],
  ],
  [
    'CronJob',
    { jobTemplate: { spec: { template: { spec: { containers: [{ name: 'a', image: 'i:1' }] } } } } },
    ['spec.jobTemplate.spec.template.spec.containers[a].image i:1'],
  ],
  [
    'Pod',
    { containers: [{ name: 'a', image: 'i:1' }, { name: 'no-image' }] },
    ['spec.containers[a].image i:1'],
  ],
  ['Service', { containers: [{ name: 'a', image: 'i:1' }] }, []],
  ['Deployment', null, []],
])('the images of a %s', (kind, spec, expected) => {
  const images = imagesIn({ apiVersion: 'x', kind, metadata: { name: 'n' }, spec })
  expect(images.map(({ path, image }) => `${path} ${image}`)).toEqual(expected)
})
