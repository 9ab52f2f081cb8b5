import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ExecPlugin, Login } from '../../../src/kube/login.ts'
import { createKubeClient } from '../../../src/kube/rest.ts'
import {
  CONFIG_MAP,
  configFor,
  configMap,
  sleepingClock,
  startApi,
  status,
  type ApiServer,
  type Reply,
} from './api-server.ts'

const directory = mkdtempSync(join(tmpdir(), 'kube-login-'))
const log = join(directory, 'runs.log')
const plugin = join(directory, 'plugin.mjs')
afterAll(() => rmSync(directory, { recursive: true }))

/** The plugin notes each run and prints what the environment tells it; token number N in its Nth run. */
beforeAll(() => {
  writeFileSync(
    plugin,
    `#!${process.execPath}
import { appendFileSync, readFileSync } from 'node:fs'
const { LOG, MODE, LIFE, START } = process.env
appendFileSync(LOG, JSON.stringify({ args: process.argv.slice(2), info: JSON.parse(process.env.KUBERNETES_EXEC_INFO), base: process.env.BASE }) + '\\n')
const runs = readFileSync(LOG, 'utf8').trim().split('\\n').length
if (MODE === 'fail') { console.error('first line\\nAADSTS700016: no such application'); process.exit(3) }
if (MODE === 'garbage') { console.log('token: s3cret'); process.exit(0) }
const status = { token: 'token-' + runs }
if (LIFE) status.expirationTimestamp = new Date(Number(START) + Number(LIFE) * runs).toISOString()
console.log(JSON.stringify({ apiVersion: MODE === 'other' ? 'client.authentication.k8s.io/v1beta1' : 'client.authentication.k8s.io/v1', kind: 'ExecCredential', status }))
`,
  )
  chmodSync(plugin, 0o755)
})
beforeEach(() => rmSync(log, { force: true }))

function exec(env: Record<string, string> = {}, changes: Partial<ExecPlugin> = {}): Login {
  return {
    kind: 'exec',
    plugin: {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: plugin,
      args: ['get-token'],
      env: Object.entries({ LOG: log, ...env }).map(([name, value]) => ({ name, value })),
      installHint: null,
      cluster: null,
      where: 'kubeconfig: users[u].user.exec',
      ...changes,
    },
  }
}

const runs = () =>
  existsSync(log)
    ? readFileSync(log, 'utf8')
        .trim()
        .split('\n')
        .map((line): { args: string[]; info: unknown; base?: string } => JSON.parse(line))
    : []
const shown = (api: ApiServer) => api.seen.map(({ headers }) => headers.authorization)
const ok: Reply = { status: 200, body: configMap() }
const unauthorized = status(401, 'Unauthorized', 'Unauthorized')

let api: ApiServer
afterEach(() => api.close())

async function clientWith(login: Login, script: readonly Reply[] = [ok]) {
  api = await startApi(script)
  const clock = sleepingClock()
  const client = createKubeClient(configFor(api.url, { login }), {
    clock,
    environment: { PATH: process.env['PATH'], BASE: 'inherited' },
  })
  return { client, clock, get: () => client.get(CONFIG_MAP) }
}

describe('an exec plugin', () => {
  test('is run once for all requests, and gets environment, arguments and KUBERNETES_EXEC_INFO', async () => {
    const { get, client } = await clientWith(exec({}, { cluster: { server: 'https://api' } }))
    await Promise.all([get(), get()])
    await get()
    client.close()
    expect(shown(api)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-1'])
    expect(runs()).toEqual([
      {
        args: ['get-token'],
        base: 'inherited',
        info: {
          apiVersion: 'client.authentication.k8s.io/v1',
          kind: 'ExecCredential',
          spec: { interactive: false, cluster: { server: 'https://api' } },
        },
      },
    ])
  })

  test('is run again when its token expires', async () => {
    const start = Date.parse('2030-01-01T00:00:00Z')
    const { get, client, clock } = await clientWith(exec({ LIFE: '60000', START: String(start) }))
    await get()
    await clock.sleep(40_000)
    await get()
    await clock.sleep(15_000)
    await get()
    client.close()
    expect(shown(api)).toEqual(['Bearer token-1', 'Bearer token-1', 'Bearer token-2'])
  })

  test('is run again, once, after a 401; also for a write, which the server did not process', async () => {
    const { client } = await clientWith(exec(), [unauthorized, ok])
    await client.create(configMap())
    client.close()
    expect(shown(api)).toEqual(['Bearer token-1', 'Bearer token-2'])
  })

  test('whose new token is refused too ends in unauthorized', async () => {
    const { get, client } = await clientWith(exec(), [unauthorized])
    await expect(get()).rejects.toMatchObject({
      code: 'unauthorized',
      message: expect.stringMatching(
        /Unauthorized \(.*credentials of kubeconfig, context test, user ci.*log in again/,
      ),
    })
    client.close()
    expect(runs()).toHaveLength(2)
  })

  test.each<[string, Login, RegExp]>([
    [
      'fails',
      exec({ MODE: 'fail' }),
      /exec: exec plugin ".*plugin\.mjs get-token" failed: exit code 3:\nfirst line\nAADSTS700016/,
    ],
    ['prints no JSON', exec({ MODE: 'garbage' }), /printed no JSON; expected an ExecCredential$/],
    [
      'answers in another version',
      exec({ MODE: 'other' }),
      /answered in "client.authentication.k8s.io\/v1beta1", but the kubeconfig says .*\/v1;/,
    ],
    [
      'is not installed',
      exec({}, { command: 'no-such-plugin-here', installHint: 'Run: apt install it' }),
      /"no-such-plugin-here" not found: Run: apt install it/,
    ],
    [
      'is given secrets',
      exec({ MODE: 'fail' }, { args: ['--client-secret', 's3cret', '--token=s3cret', 'x'] }),
      /--client-secret \*\*\* --token=\*\*\* x/,
    ],
  ])('that %s is a config error that says so', async (_name, login, message) => {
    const { get, client } = await clientWith(login)
    const error = await get().catch((thrown: unknown) => thrown)
    client.close()
    expect(error).toMatchObject({ code: 'config', message: expect.stringMatching(message) })
    expect(String(error)).not.toContain('s3cret')
    expect(api.seen).toEqual([])
  })
})

describe('a token file', () => {
  const path = join(directory, 'token')
  const login: Login = { kind: 'token-file', path, fallback: null }

  test('is read again for every request; while it is missing the last token is used', async () => {
    const { get, client } = await clientWith(login)
    writeFileSync(path, 'one\n')
    await get()
    writeFileSync(path, 'two')
    await get()
    rmSync(path)
    await get()
    client.close()
    expect(shown(api)).toEqual(['Bearer one', 'Bearer two', 'Bearer two'])
  })

  test('that was replaced during the request is tried after a 401', async () => {
    writeFileSync(path, 'old')
    const replace: Reply = () => {
      writeFileSync(path, 'new')
      return unauthorized
    }
    const { get, client } = await clientWith(login, [replace, ok])
    await get()
    client.close()
    expect(shown(api)).toEqual(['Bearer old', 'Bearer new'])
  })

  test('that never existed is a config error', async () => {
    const { get, client } = await clientWith({ ...login, path: join(directory, 'none') })
    await expect(get()).rejects.toMatchObject({
      code: 'config',
      message: expect.stringMatching(/token file .*none.*ENOENT/),
    })
    client.close()
  })
})

test('a fixed token that is refused is not sent twice', async () => {
  const { get, client } = await clientWith({ kind: 'token', token: 't' }, [unauthorized])
  await expect(get()).rejects.toMatchObject({ code: 'unauthorized', status: 401 })
  client.close()
  expect(shown(api)).toEqual(['Bearer t'])
})

test('user and password are sent as basic authentication', async () => {
  const { get, client } = await clientWith({ kind: 'basic', username: 'me', password: 'pw:1' })
  await get()
  client.close()
  expect(shown(api)).toEqual([`Basic ${Buffer.from('me:pw:1').toString('base64')}`])
})
