import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { loadKubeconfig, type KubeconfigQuery } from '../../../src/kube/kubeconfig.ts'

const directory = mkdtempSync(join(tmpdir(), 'kubeconfig-'))
afterAll(() => rmSync(directory, { recursive: true }))

const PEM = '-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n'
const DATA = Buffer.from(PEM).toString('base64')

let count = 0
function file(text: string, name = `config-${++count}`): string {
  const path = join(directory, name)
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, text)
  return path
}

/** A complete file with one context; `cluster` and `user` are YAML flow mappings. */
function config(cluster: string, user = '{}', context = '{cluster: c, user: u}'): string {
  return file(`apiVersion: v1
kind: Config
current-context: main
contexts: [{name: main, context: ${context}}]
clusters: [{name: c, cluster: ${cluster}}]
users: [{name: u, user: ${user}}]
`)
}

const load = (path: string, query: Partial<KubeconfigQuery> = {}) =>
  loadKubeconfig({ paths: [path], ...query })
const CLUSTER = '{server: "https://api:6443"}'

describe('a kubeconfig', () => {
  test('gives the current context, with everything it names', async () => {
    const path = config(
      `{server: "https://api:6443/k8s/clusters/x/", certificate-authority-data: ${DATA}, tls-server-name: api.internal, proxy-url: "socks5://proxy:1080"}`,
      `{client-certificate-data: ${DATA}, client-key-data: ${DATA}, token: t0ken, as: deployer, as-groups: [a, b]}`,
      '{cluster: c, user: u, namespace: abtesting}',
    )
    expect(await load(path)).toEqual({
      server: 'https://api:6443/k8s/clusters/x',
      namespace: 'abtesting',
      context: 'main',
      origin: `${path}, context main, user u`,
      ca: PEM,
      insecure: false,
      serverName: 'api.internal',
      proxyUrl: 'socks5://proxy:1080',
      clientCertificate: { cert: PEM, key: PEM },
      login: { kind: 'token', token: 't0ken' },
      impersonate: { 'impersonate-user': 'deployer', 'impersonate-group': ['a', 'b'] },
    })
  })

  test('can be JSON', async () => {
    const path = file(
      JSON.stringify({
        'current-context': 'j',
        contexts: [{ name: 'j', context: { cluster: 'c', user: 'u' } }],
        clusters: [{ name: 'c', cluster: { server: 'http://localhost:8080' } }],
        users: [{ name: 'u', user: { username: 'me', password: 'pw' } }],
      }),
    )
    const { login, server } = await load(path)
    expect({ login, server }).toEqual({
      login: { kind: 'basic', username: 'me', password: 'pw' },
      server: 'http://localhost:8080',
    })
  })

  test('names files relative to itself', async () => {
    file(PEM, 'sub/ca.pem')
    const path = file(
      `current-context: m
contexts: [{name: m, context: {cluster: c, user: u}}]
clusters: [{name: c, cluster: {server: "https://api", certificate-authority: ca.pem}}]
users: [{name: u, user: {tokenFile: tokens/t, exec: null}}]
`,
      'sub/config',
    )
    const { ca, login } = await load(path)
    expect({ ca, login }).toEqual({
      ca: PEM,
      login: { kind: 'token-file', path: join(directory, 'sub/tokens/t'), fallback: null },
    })
  })

  test.each([
    ['the context', '{cluster: c, user: u, namespace: ns1}', undefined, 'ns1'],
    ['the query first', '{cluster: c, user: u, namespace: ns1}', 'ns2', 'ns2'],
    ['nobody', '{cluster: c, user: u}', undefined, 'default'],
  ])('takes the namespace from %s', async (_name, context, namespace, expected) => {
    expect((await load(config(CLUSTER, '{}', context), { namespace })).namespace).toBe(expected)
  })

  test('of several files: the first that says something wins, missing files are left out', async () => {
    const first = file(`current-context: one
contexts: [{name: one, context: {cluster: c, user: u, namespace: first}}]
`)
    const second = config(CLUSTER, '{token: second}')
    const merged = await loadKubeconfig({ paths: [join(directory, 'missing'), first, second] })
    expect(merged).toMatchObject({ context: 'one', namespace: 'first', login: { token: 'second' } })
    const other = await loadKubeconfig({ paths: [first, second], context: 'main' })
    expect(other).toMatchObject({ context: 'main', namespace: 'default' })
  })

  test('with an exec plugin tells what to run, and what the plugin may know', async () => {
    const path = config(
      `{server: "https://api", certificate-authority-data: ${DATA}, extensions: [{name: client.authentication.k8s.io/exec, extension: {audience: x}}]}`,
      `{exec: {apiVersion: client.authentication.k8s.io/v1beta1, command: ./bin/login, args: [get-token], env: [{name: A, value: "1"}], installHint: get it, provideClusterInfo: true}}`,
    )
    expect((await load(path)).login).toEqual({
      kind: 'exec',
      plugin: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: join(directory, 'bin/login'),
        args: ['get-token'],
        env: [{ name: 'A', value: '1' }],
        installHint: 'get it',
        cluster: { server: 'https://api', 'certificate-authority-data': DATA, config: { audience: 'x' } },
        where: `${path}: users[u].user.exec`,
      },
    })
  })
})

const jwt = (payload: object) => `h.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.s`
const oidc = (token: string) => `{auth-provider: {name: oidc, config: {id-token: ${token}}}}`

test('an OIDC token of the old auth-provider is used while it is valid', async () => {
  const token = jwt({ exp: 4_000_000_000 })
  expect((await load(config(CLUSTER, oidc(token)))).login).toEqual({ kind: 'token', token })
})

describe('what cannot be used is a config error that names file, field and remedy', () => {
  const rows: [name: string, path: () => string, message: RegExp][] = [
    ['a missing file', () => join(directory, 'nope'), /nope does not exist; name an existing file/],
    ['a directory', () => directory, /cannot be read: .*EISDIR/],
    ['broken YAML', () => file('a: [1'), /is neither YAML nor JSON: .*line 1/s],
    ['broken JSON', () => file('{"a": '), /is neither YAML nor JSON/],
    ['another document', () => file('kind: Pod'), /kind: expected Config, got "Pod"/],
    ['a list', () => file('[1]'), /expected a mapping with clusters/],
    [
      'no current context',
      () => file('contexts: [{name: a, context: {}}]'),
      /current-context is not set; .*known: a/,
    ],
    ['unknown context', () => file('current-context: x'), /no context "x" \(known: none\)/],
    [
      'unknown cluster',
      () => config(CLUSTER, '{}', '{cluster: zz}'),
      /contexts\[main\]\.context\.cluster: there is no cluster "zz" \(known: c\)/,
    ],
    [
      'unknown user',
      () => config(CLUSTER, '{}', '{cluster: c, user: zz}'),
      /user: there is no user "zz" \(known: u\)/,
    ],
    ['no server', () => config('{}'), /clusters\[c\]\.cluster\.server: is missing/],
    [
      'server without scheme',
      () => config('{server: "api:6443"}'),
      /server: expected https:\/\/host\[:port\], got "api:6443"/,
    ],
    ['wrong type', () => config('{server: 3}'), /server: expected text, got the number 3/],
    [
      'missing CA file',
      () => config('{server: "https://a", certificate-authority: gone.pem}'),
      /certificate-authority: .*gone\.pem cannot be read: .*ENOENT/,
    ],
    [
      'CA data that is no PEM',
      () => config('{server: "https://a", certificate-authority-data: AAAA}'),
      /certificate-authority-data: expected a PEM text in base64/,
    ],
    [
      'CA and insecure',
      () =>
        config(`{server: "https://a", certificate-authority-data: ${DATA}, insecure-skip-tls-verify: true}`),
      /insecure-skip-tls-verify: cannot be true together/,
    ],
    [
      'unknown proxy scheme',
      () => config('{server: "https://a", proxy-url: "ftp://p"}'),
      /proxy-url: expected http:\/\//,
    ],
    [
      'certificate without key',
      () => config(CLUSTER, `{client-certificate-data: ${DATA}}`),
      /client-key: is missing/,
    ],
    [
      'token and password',
      () => config(CLUSTER, '{token: a, username: b}'),
      /username: cannot be used together with a token/,
    ],
    [
      'token with a newline inside',
      () => config(CLUSTER, '{token: "a\\nb"}'),
      /token: contains characters that no token has/,
    ],
    [
      'exec of an old API',
      () => config(CLUSTER, '{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}}'),
      /exec\.apiVersion: expected .*v1 or .*v1beta1, got .*v1alpha1/,
    ],
    [
      'exec without command',
      () => config(CLUSTER, '{exec: {apiVersion: client.authentication.k8s.io/v1}}'),
      /exec\.command: is missing/,
    ],
    [
      'exec that needs a terminal',
      () =>
        config(
          CLUSTER,
          '{exec: {apiVersion: client.authentication.k8s.io/v1, command: x, interactiveMode: Always}}',
        ),
      /interactiveMode: Always needs a terminal/,
    ],
    [
      'auth-provider azure',
      () => config(CLUSTER, '{auth-provider: {name: azure}}'),
      /"azure" is no longer supported; use the exec plugin kubelogin/,
    ],
    [
      'auth-provider gcp',
      () => config(CLUSTER, '{auth-provider: {name: gcp}}'),
      /"gcp" is no longer supported; install gke-gcloud-auth-plugin/,
    ],
    [
      'expired OIDC token',
      () => config(CLUSTER, oidc(jwt({ exp: 1_000_000_000 }))),
      /id-token: expired at 2001-09-09T01:46:40\.000Z; log in again/,
    ],
    ['OIDC token that is none', () => config(CLUSTER, oidc('abc')), /id-token: is no JSON web token/],
  ]
  test.each(rows)('%s', async (_name, path, message) => {
    const wanted = path()
    await expect(load(wanted)).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(message),
    })
    await expect(load(wanted)).rejects.toThrow(wanted)
  })

  test('the token itself is never shown', async () => {
    const text = await load(config(CLUSTER, '{token: "s3cret\\nx"}')).catch(String)
    expect(text).toContain('token')
    expect(text).not.toContain('s3cret')
  })
})

describe('in a pod', () => {
  const pod = join(directory, 'pod')
  const inCluster = { host: 'fd00::1', port: '443', directory: pod }

  test('the service account is used when there is no kubeconfig', async () => {
    file('token', 'pod/token')
    file(PEM, 'pod/ca.crt')
    file('models\n', 'pod/namespace')
    expect(await loadKubeconfig({ paths: [], inCluster })).toMatchObject({
      server: 'https://[fd00::1]:443',
      namespace: 'models',
      ca: PEM,
      login: { kind: 'token-file', path: join(pod, 'token') },
    })
  })

  test('an existing kubeconfig wins', async () => {
    expect((await load(config(CLUSTER), { inCluster })).server).toBe('https://api:6443')
  })

  test('a pod without service account is told so', async () => {
    const nowhere = { ...inCluster, directory: join(directory, 'empty') }
    await expect(loadKubeconfig({ paths: [], inCluster: nowhere })).rejects.toThrow(
      /automountServiceAccountToken/,
    )
  })
})
