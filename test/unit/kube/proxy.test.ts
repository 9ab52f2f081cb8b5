import { createServer, type IncomingMessage } from 'node:http'
import { connect, createServer as createTcp, type AddressInfo, type Server, type Socket } from 'node:net'
import { proxyFor, redactProxy, type ProxyEnvironment } from '../../../src/process/proxy.ts'
import { createKubeClient, type KubeClientOptions } from '../../../src/kube/rest.ts'
import { CONFIG_MAP, configFor, configMap, sleepingClock, startApi, type ApiServer } from './api-server.ts'
import { makeCertificates, type Certificates } from './certificates.ts'

describe('which proxy is used', () => {
  const env: ProxyEnvironment = { http: 'http://plain:1', https: 'http://secure:2' }
  const without = (noProxy: string) => ({ ...env, noProxy })
  const rows: [
    name: string,
    server: string,
    configured: string | null,
    env: ProxyEnvironment | undefined,
    proxy: string | null,
  ][] = [
    ['none', 'https://api', null, undefined, null],
    ['by scheme https', 'https://api', null, env, 'http://secure:2'],
    ['by scheme http', 'http://api', null, env, 'http://plain:1'],
    ['without scheme', 'https://api', null, { https: 'p:3128' }, 'http://p:3128'],
    ['proxy-url wins over NO_PROXY', 'https://api', 'socks5://s', without('*'), 'socks5://s'],
    ['never for localhost', 'https://localhost:6443', null, env, null],
    ['never for 127.0.0.0/8', 'https://127.3.4.5', null, env, null],
    ['never for ::1', 'https://[::1]:6443', null, env, null],
    ['NO_PROXY *', 'https://api', null, without('*'), null],
    ['NO_PROXY host', 'https://api.example.com', null, without('x, API.example.com'), null],
    ['NO_PROXY parent domain', 'https://api.example.com', null, without('example.com'), null],
    ['NO_PROXY with leading dot', 'https://api.example.com', null, without('.example.com'), null],
    [
      'leading dot does not mean the domain itself',
      'https://example.com',
      null,
      without('.example.com'),
      'http://secure:2',
    ],
    ['a suffix that is no domain', 'https://badexample.com', null, without('example.com'), 'http://secure:2'],
    ['NO_PROXY port that fits', 'https://api.io:6443', null, without('api.io:6443'), null],
    ['NO_PROXY port that does not', 'https://api.io', null, without('api.io:6443'), 'http://secure:2'],
    ['NO_PROXY address', 'https://10.0.0.1', null, without('10.0.0.1'), null],
    ['NO_PROXY network', 'https://10.1.2.3', null, without('10.0.0.0/8'), null],
    ['NO_PROXY other network', 'https://11.1.2.3', null, without('10.0.0.0/8'), 'http://secure:2'],
    ['NO_PROXY IPv6 network', 'https://[fd00::5]', null, without('fd00::/8'), null],
    ['NO_PROXY nonsense', 'https://api', null, without('10.0.0.0/99,,/'), 'http://secure:2'],
  ]
  test.each(rows)('%s', (_name, server, configured, environment, proxy) => {
    expect(proxyFor(new URL(server), configured, environment)).toBe(proxy)
  })

  test('is shown without its password', () => {
    expect(redactProxy('http://me:s3cret@proxy:3128')).toBe('http://proxy:3128')
  })
})

describe('through a proxy', () => {
  let certificates: Certificates
  let api: ApiServer
  beforeAll(async () => {
    certificates = makeCertificates()
    api = await startApi([{ status: 200, body: configMap() }], certificates.server)
  })
  afterAll(async () => {
    await api.close()
    certificates.remove()
  })

  const closers: (() => void)[] = []
  afterEach(() => {
    for (const close of closers.splice(0)) close()
  })

  async function listen(server: Server): Promise<string> {
    server.on('connection', (socket: Socket) => closers.push(() => socket.destroy()))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closers.push(() => server.close())
    return `127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  /** Forwards to the API server whatever host it is asked for, and notes the request. */
  async function connectProxy(answer: string, seen: IncomingMessage[]): Promise<string> {
    const server = createServer()
    server.on('connect', (request: IncomingMessage, socket: Socket) => {
      seen.push(request)
      socket.on('error', () => undefined)
      if (answer === 'silence') return
      socket.write(`HTTP/1.1 ${answer}\r\n\r\n`)
      if (!answer.startsWith('200')) return void socket.end()
      const onward = connect(Number(new URL(api.url).port), '127.0.0.1')
      onward.on('error', () => socket.destroy())
      socket.pipe(onward).pipe(socket)
    })
    return listen(server)
  }

  function clientBy(proxyUrl: string, options: KubeClientOptions = {}) {
    const config = configFor('https://api.internal:6443', { ca: certificates.ca, proxyUrl })
    const client = createKubeClient(config, { clock: sleepingClock(), requestTimeout: 5_000, ...options })
    closers.push(() => client.close())
    return client
  }

  test('CONNECT names the server, with the password of the proxy, once for requests in a row', async () => {
    const seen: IncomingMessage[] = []
    const address = await connectProxy('200 OK', seen)
    const client = clientBy(`http://me:pw@${address}`)
    expect(await client.get(CONFIG_MAP)).toEqual(configMap())
    await client.create(configMap())
    expect(seen.map(({ url, headers }) => [url, headers['proxy-authorization']])).toEqual([
      ['api.internal:6443', `Basic ${Buffer.from('me:pw').toString('base64')}`],
    ])
  })

  test('the proxy of the environment is used when the kubeconfig names none', async () => {
    const seen: IncomingMessage[] = []
    const https = `http://${await connectProxy('200 OK', seen)}`
    const config = configFor('https://api.internal:6443', { ca: certificates.ca })
    const client = createKubeClient(config, { proxy: { https } })
    closers.push(() => client.close())
    expect(await client.get(CONFIG_MAP)).toEqual(configMap())
    expect(seen).toHaveLength(1)
  })

  test.each([
    ['407 Proxy Authentication Required', 1],
    ['403 Forbidden', 1],
    ['502 Bad Gateway', 2],
  ])('that answers %s: the message names the proxy, nothing was sent, tries: %i', async (answer, tries) => {
    const seen: IncomingMessage[] = []
    const before = api.seen.length
    const fenced: number[] = []
    const client = clientBy(`http://me:s3cret@${await connectProxy(answer, seen)}`, {
      retries: { attempts: 2 },
      fence: () => void fenced.push(1),
    })
    const error = await client.create(configMap()).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({
      code: 'connection',
      status: null,
      ambiguous: false,
      message: expect.stringMatching(
        new RegExp(`the proxy http://127\\.0\\.0\\.1:\\d+ refused to connect: ${answer}`),
      ),
    })
    expect(String(error)).not.toContain('s3cret')
    expect(seen).toHaveLength(tries)
    expect(fenced).toEqual([])
    expect(api.seen).toHaveLength(before)
  })

  test('that is silent times out without ambiguity, and close lets go of it', async () => {
    const seen: IncomingMessage[] = []
    const address = await connectProxy('silence', seen)
    const client = clientBy(`http://${address}`, { requestTimeout: 100, retries: { attempts: 1 } })
    await expect(client.create(configMap())).rejects.toMatchObject({ code: 'timeout', ambiguous: false })
    const gone = new Promise((resolve) => seen[0]!.socket.once('end', resolve).resume())
    client.close()
    await gone
  })

  test('SOCKS 5: the proxy resolves the name', async () => {
    const asked: string[] = []
    const address = await listen(
      createTcp((socket) => {
        socket.on('error', () => undefined)
        socket.once('data', () => {
          socket.write(Buffer.from([5, 0]))
          socket.once('data', (request: Buffer) => {
            const length = request[4]!
            asked.push(
              `${request[3]} ${request.toString('latin1', 5, 5 + length)}:${request.readUInt16BE(5 + length)}`,
            )
            const onward = connect(Number(new URL(api.url).port), '127.0.0.1')
            socket.write(Buffer.from([5, 0, 0, 1, 127, 0, 0, 1, 0, 0]))
            onward.on('error', () => socket.destroy())
            socket.pipe(onward).pipe(socket)
          })
        })
      }),
    )
    expect(await clientBy(`socks5://${address}`).get(CONFIG_MAP)).toEqual(configMap())
    expect(asked).toEqual(['3 api.internal:6443'])
  })
})
