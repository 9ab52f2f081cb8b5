import { isLoopback, parseImageName, parseRepository } from '../../../src/image/reference.ts'

const digest = `sha256:${'a'.repeat(64)}`

test.each([
  ['nginx', 'docker.io/library/nginx', 'registry-1.docker.io', 'library/nginx'],
  ['team/web', 'docker.io/team/web', 'registry-1.docker.io', 'team/web'],
  ['index.docker.io/nginx', 'docker.io/library/nginx', 'registry-1.docker.io', 'library/nginx'],
  ['r.azurecr.io/a/b', 'r.azurecr.io/a/b', 'r.azurecr.io', 'a/b'],
  ['127.0.0.1:5050/model', '127.0.0.1:5050/model', '127.0.0.1:5050', 'model'],
  ['[::1]:5000/model', '[::1]:5000/model', '[::1]:5000', 'model'],
  ['localhost/model', 'localhost/model', 'localhost', 'model'],
])('%s', (text, name, server, path) => {
  expect(parseRepository(text)).toMatchObject({ ok: true, repository: { name, server, path } })
})

test('tag and digest', () => {
  expect(parseImageName(`r.io/a:v1@${digest}`)).toMatchObject({ ok: true, name: { tag: 'v1', digest } })
  expect(parseImageName('r.io:5000/a')).toMatchObject({ ok: true, name: { tag: null, digest: null } })
})

test.each([
  ['r.io/A/b', /upper-case letters/],
  ['r.io/a b', /white space/],
  ['https://r.io/a', /starts with a protocol/],
  ['r.io/a..b', /"a\.\.b" in its repository/],
  ['r.io/../b', /"\.\." in its repository/],
  [`r.io/${'a'.repeat(260)}`, /a name of 265 characters: registries take up to 255/],
  ['r.io/a:', /expected a tag/],
])('%s is refused', (text, message) => {
  const parsed = parseImageName(text)
  expect(parsed).toMatchObject({ ok: false, message: expect.stringMatching(message) })
})

test('a repository has neither tag nor digest', () => {
  expect(parseRepository('r.io/a:v1')).toMatchObject({
    ok: false,
    message: expect.stringMatching(/has the tag "v1": expected r\.io\/a alone/),
  })
  expect(parseRepository(`r.io/a@${digest}`)).toMatchObject({
    ok: false,
    message: expect.stringMatching(/has a digest/),
  })
})

test.each([
  ['127.0.0.1:5050', true],
  ['127.9.9.9', true],
  ['localhost:5000', true],
  ['[::1]:5000', true],
  ['127.0.0.1.example.com', false],
  ['localhost.example', false],
  ['10.0.0.1:5000', false],
])('%s on this machine: %s', (registry, expected) => {
  expect(isLoopback(registry)).toBe(expected)
})
