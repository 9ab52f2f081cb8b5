import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:tls'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CannotLook } from '../../../src/gates/cannot-look.ts'
import { closeServers, modelServer, prober, rawServer, type Reply } from './model-server.ts'

afterEach(closeServers)
const green = (): Reply => ({})

describe('what is sent', () => {
  test('host of the url, method, body, headers from the environment, to the given address', async () => {
    const server = await modelServer(green)
    const masked: string[] = []
    const probe = prober(
      {
        url: 'http://models.example.com/score?v=1',
        resolve: [server.text],
        method: 'POST',
        headers: { Authorization: { kind: 'env', name: 'TOKEN' }, 'X-Team': { kind: 'text', text: 'ml' } },
        body: { kind: 'file', path: 'sample.json' },
      },
      {
        env: (name) => (name === 'TOKEN' ? 'Bearer hunter2' : undefined),
        readFile: (path) => Promise.resolve(Buffer.from(JSON.stringify({ path }))),
        secrets: (value) => masked.push(value),
      },
    )
    const [address] = await probe.addresses()
    const answer = await probe.send({
      address: address!,
      fresh: true,
      extraHeaders: { 'user-group': 'canary' },
    })
    expect(answer).toMatchObject({
      version: 'green',
      good: true,
      status: 200,
      error: null,
      address: server.text,
    })
    // A server repeats the token, not always the scheme before it.
    expect(masked).toEqual(['Bearer hunter2', 'hunter2'])
    expect(server.seen).toMatchObject([
      {
        method: 'POST',
        url: '/score?v=1',
        body: '{"path":"sample.json"}',
        headers: {
          host: 'models.example.com',
          authorization: 'Bearer hunter2',
          'x-team': 'ml',
          'user-group': 'canary',
          'content-type': 'application/json',
        },
      },
    ])
  })

  test('another path when asked for one', async () => {
    const server = await modelServer(green)
    const probe = prober({ url: `http://${server.text}/score` })
    await probe.send({ address: (await probe.addresses())[0]!, fresh: true, path: '/other' })
    expect(server.seen[0]!.url).toBe('/other')
  })

  test('a missing variable is named, and nothing is sent', async () => {
    const server = await modelServer(green)
    const probe = prober({
      url: `http://${server.text}/`,
      headers: { 'x-key': { kind: 'env', name: 'MODEL_KEY' } },
    })
    const sending = probe.send({ address: (await probe.addresses())[0]!, fresh: true })
    await expect(sending).rejects.toThrow(CannotLook)
    await expect(sending).rejects.toThrow('traffic.headers.x-key: environment variable MODEL_KEY is not set')
    expect(server.seen).toEqual([])
  })

  test('a body file that is missing is named', async () => {
    const probe = prober({ url: 'http://127.0.0.1:1/', body: { kind: 'file', path: 'gone.json' } })
    const sending = probe.send({ address: (await probe.addresses())[0]!, fresh: true })
    await expect(sending).rejects.toThrow('traffic.body: gone.json cannot be read')
  })
})

describe('addresses', () => {
  test('those of resolve, with the port of the url, without doubles', async () => {
    const probe = prober({
      url: 'https://m.example.com/score',
      resolve: ['10.0.0.1', '10.0.0.2:8443', '::1', '[fe80::1]:81', '10.0.0.1:443'],
    })
    const texts = (await probe.addresses()).map(({ text }) => text)
    expect(texts).toEqual(['10.0.0.1:443', '10.0.0.2:8443', '[::1]:443', '[fe80::1]:81'])
  })

  test('those of DNS, and a host that has none is named', async () => {
    const hosts = (await prober({ url: 'http://localhost:8080' }).addresses()).map(({ text }) => text)
    expect(hosts).toContain('127.0.0.1:8080')
    const unknown = prober({ url: 'http://no-such-host.invalid/' }).addresses()
    await expect(unknown).rejects.toThrow(/traffic\.url: no-such-host\.invalid has no address/)
    await expect(prober({ url: 'http://x', resolve: ['1.2.3.4:x'] }).addresses()).rejects.toThrow(CannotLook)
  })
})

describe('what comes back', () => {
  const good = { status: [{ from: 200, to: 299 }], body: '"ok"', notBody: '"status":\\s*"ng"' }
  const cases: { name: string; reply: Reply | 'hang' | 'reset' | 'cut'; expected: object }[] = [
    {
      name: 'good',
      reply: { body: '"ok"' },
      expected: { version: 'green', good: true, kind: null, error: null },
    },
    {
      name: 'bad status',
      reply: { status: 500, body: 'a\n::error::b' },
      expected: { version: 'green', good: false, kind: '500', error: 'HTTP 500: a : :error: :b' },
    },
    {
      name: 'a redirect, which nobody follows',
      reply: { status: 301, headers: { location: 'https://elsewhere/score' }, body: '' },
      expected: {
        good: false,
        kind: '301',
        error:
          'HTTP 301 (redirected to https://elsewhere/score; "traffic.url" has to be where the answer is)',
      },
    },
    {
      name: 'bad status of nobody',
      reply: { status: 503, version: null, body: 'no healthy upstream' },
      expected: { version: null, good: false, status: 503, kind: '503' },
    },
    {
      name: 'body that does not match',
      reply: { body: 'ko' },
      expected: { version: 'green', good: false, kind: 'body' },
    },
    {
      name: 'body that says no good',
      reply: { body: '"ok" "status": "ng"' },
      expected: { version: 'green', good: false, kind: 'body' },
    },
    {
      name: 'no version',
      reply: { version: null, body: '"ok"' },
      expected: {
        version: null,
        good: false,
        status: 200,
        kind: 'unidentified',
        error: 'of no version: no header x-model-version',
      },
    },
    {
      name: 'no answer',
      reply: 'hang',
      expected: {
        version: null,
        good: false,
        status: null,
        kind: 'timeout',
        reached: true,
        error: 'no answer within 300 ms',
      },
    },
    { name: 'reset', reply: 'reset', expected: { version: null, kind: 'reset', reached: true } },
    {
      name: 'half an answer',
      reply: 'cut',
      expected: { version: null, good: false, kind: 'reset', reached: true },
    },
    {
      name: 'endless answer',
      reply: { body: 'x'.repeat(5_000_000) },
      expected: { version: null, good: false, kind: 'too-long' },
    },
  ]
  for (const fresh of [true, false]) {
    for (const { name, reply, expected } of cases) {
      test(`${name}, on a ${fresh ? 'fresh' : 'kept'} connection`, async () => {
        const server = await modelServer(() => reply)
        const probe = prober({
          url: `http://${server.text}/`,
          answer: good,
          timeout: name === 'no answer' ? 300 : 10_000,
        })
        expect(await probe.send({ address: (await probe.addresses())[0]!, fresh })).toMatchObject(expected)
        probe.close()
      })
    }
  }

  test('nobody listens: refused, and not reached', async () => {
    const server = await modelServer(green)
    await server.close()
    const probe = prober({ url: `http://${server.text}/` })
    const answer = await probe.send({ address: (await probe.addresses())[0]!, fresh: true })
    expect(answer).toMatchObject({ version: null, status: null, kind: 'refused', reached: false })
    expect(answer.error).toContain(server.text)
  })

  test('something that speaks no HTTP', async () => {
    const server = await rawServer((socket) => socket.end('SSH-2.0-OpenSSH\r\n'))
    const probe = prober({ url: `http://${server.text}/` })
    const answer = await probe.send({ address: (await probe.addresses())[0]!, fresh: true })
    expect(answer).toMatchObject({ kind: 'not-http', reached: true })
  })

  test('an answer that trickles in is cut off at the timeout', async () => {
    const server = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nx-model-version: green\r\ncontent-length: 1000\r\n\r\n')
      const timer = setInterval(() => socket.write('x'), 20)
      socket.on('close', () => clearInterval(timer))
    })
    const probe = prober({ url: `http://${server.text}/`, timeout: 200 })
    const answer = await probe.send({ address: (await probe.addresses())[0]!, fresh: true })
    expect(answer).toMatchObject({ good: false, version: null, kind: 'timeout' })
  })

  test('a secret that the server echoes is not repeated', async () => {
    const server = await modelServer((seen) => ({
      status: 401,
      body: `bad key ${String(seen.headers['x-key'])}`,
    }))
    const headers = { 'x-key': { kind: 'env', name: 'KEY' } } as const
    const probe = prober({ url: `http://${server.text}/`, headers }, { env: () => 'hunter2' })
    const answer = await probe.send({ address: (await probe.addresses())[0]!, fresh: true })
    expect(answer.error).toBe('HTTP 401: bad key ***')
  })

  test('a token that the server echoes without its scheme is not repeated either', async () => {
    const server = await modelServer((seen) => ({
      status: 401,
      body: `bad token ${String(seen.headers['authorization']).split(' ')[1]!}`,
    }))
    const headers = { Authorization: { kind: 'env', name: 'AUTH' } } as const
    // A file that holds a secret ends with a line break.
    const probe = prober({ url: `http://${server.text}/`, headers }, { env: () => 'Bearer hunter2\n' })
    const answer = await probe.send({ address: (await probe.addresses())[0]!, fresh: true })
    expect(answer.error).toBe('HTTP 401: bad token ***')
  })

  test('the signal ends a request that hangs', async () => {
    const stop = new AbortController()
    const server = await modelServer(() => {
      stop.abort(new Error('cancelled'))
      return 'hang'
    })
    const probe = prober({ url: `http://${server.text}/`, timeout: 60_000 })
    const sending = probe.send({ address: (await probe.addresses())[0]!, fresh: true, signal: stop.signal })
    await expect(sending).rejects.toThrow('cancelled')
  })
})

describe('measurements', () => {
  test('spread over addresses, each request on its own connection', async () => {
    const one = await modelServer(() => ({ version: 'green' }))
    const two = await modelServer((_, i) => ({ version: 'blue', status: i < 5 ? 500 : 200 }), {
      host: '127.0.0.2',
      port: one.port,
    })
    const probe = prober({ url: `http://models.example.com:${one.port}/`, resolve: [one.text, two.text] })
    const progress: number[] = []
    const sample = await probe.measure({
      n: 1000,
      addresses: await probe.addresses(),
      onProgress: (done) => progress.push(done),
    })
    expect(sample).toMatchObject({
      n: 1000,
      counts: { green: 500, blue: 500 },
      bad: { blue: 5 },
      errors: 5,
      unattributed: 0,
      errorKinds: { '500': { count: 5, examples: ['HTTP 500: ok'] } },
      perAddress: { [one.text]: { n: 500, counts: { green: 500 } }, [two.text]: { n: 500, errors: 5 } },
    })
    expect(sample.latencies['blue']).toHaveLength(495)
    expect(sample.interval.to).toBeGreaterThan(sample.interval.from)
    expect([one.connections(), two.connections()]).toEqual([500, 500])
    expect(progress.at(-1)).toBe(1000)
  })

  test('kept connections are used again', async () => {
    const server = await modelServer(green)
    const probe = prober({ url: `http://${server.text}/` })
    const [address] = await probe.addresses()
    for (let i = 0; i < 5; i++) await probe.send({ address: address!, fresh: false })
    probe.close()
    expect([server.seen.length, server.connections()]).toEqual([5, 1])
  })

  test('it ends early when there is enough to judge', async () => {
    const server = await modelServer(() => ({ status: 500 }))
    const probe = prober({ url: `http://${server.text}/` })
    const addresses = await probe.addresses()
    const sample = await probe.measure({ n: 1000, addresses, enough: ({ errors }) => errors >= 20 })
    expect(sample.n).toBeGreaterThanOrEqual(20)
    expect(sample.n).toBeLessThan(100)
  })

  test('the signal ends it with its reason', async () => {
    const stop = new AbortController()
    const server = await modelServer((_, i) => {
      if (i === 30) stop.abort(new Error('pre-empted'))
      return {}
    })
    const probe = prober({ url: `http://${server.text}/` })
    const addresses = await probe.addresses()
    await expect(probe.measure({ n: 1000, addresses, signal: stop.signal })).rejects.toThrow('pre-empted')
    expect(server.seen.length).toBeLessThan(100)
  })
})

describe('TLS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shiftgate-tls-'))
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: folder, stdio: 'pipe' })
  const file = (name: string) => readFileSync(join(folder, name))
  beforeAll(() => {
    const subject = ['-subj', '/CN=test', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256']
    openssl('req', '-x509', ...subject, '-days', '2', '-keyout', 'ca.key', '-out', 'ca.pem')
    openssl('req', '-x509', ...subject, '-days', '2', '-keyout', 'other.key', '-out', 'other.pem')
    openssl(
      'req',
      ...subject,
      '-keyout',
      'server.key',
      '-out',
      'server.csr',
      '-addext',
      'subjectAltName=DNS:models.example.com',
    )
    const sign = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-copy_extensions', 'copy']
    openssl('x509', '-req', '-in', 'server.csr', ...sign, '-days', '2', '-out', 'server.pem')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  async function tlsServer() {
    const names: (string | false)[] = []
    const inner = await modelServer(green)
    const tls = createTlsServer({ key: file('server.key'), cert: file('server.pem') }, (socket) => {
      names.push(socket.servername ?? false)
      const upstream = connect(inner.port, '127.0.0.1')
      socket
        .on('error', () => {})
        .pipe(upstream)
        .on('error', () => {})
        .pipe(socket)
    })
    const outer = await rawServer((socket) => void tls.emit('connection', socket))
    return { ...outer, names, seen: inner.seen }
  }
  const options = { readFile: (path: string) => Promise.resolve(file(path)) }

  for (const fresh of [true, false]) {
    test(`the file's ca and the url's name are used at any address, ${fresh ? 'fresh' : 'kept'} connection`, async () => {
      const server = await tlsServer()
      const probe = prober(
        { url: 'https://models.example.com/score', resolve: [server.text], ca: 'ca.pem' },
        options,
      )
      const answer = await probe.send({ address: (await probe.addresses())[0]!, fresh })
      expect(answer).toMatchObject({ version: 'green', good: true, error: null })
      expect(server.names).toEqual(['models.example.com'])
      expect(server.seen[0]!.headers.host).toBe('models.example.com')
      probe.close()
    })
  }

  test('through a connection that somebody else dials', async () => {
    const server = await tlsServer()
    const dial = () => Promise.resolve(connect(server.port, '127.0.0.1'))
    const probe = prober({ url: 'https://models.example.com/score', ca: 'ca.pem' }, { ...options, dial })
    const [address] = await probe.addresses()
    expect(address!.text).toBe('models.example.com:443')
    expect(await probe.send({ address: address!, fresh: true })).toMatchObject({
      version: 'green',
      good: true,
    })
  })

  for (const [name, url, ca] of [
    ['another ca', 'https://models.example.com/', 'other.pem'],
    ["the runner's own cas", 'https://models.example.com/', null],
    ['another name', 'https://else.example.com/', 'ca.pem'],
  ] as const) {
    test(`a certificate that ${name} does not vouch for is refused`, async () => {
      const server = await tlsServer()
      const probe = prober({ url, resolve: [server.text], ca }, options)
      const answer = await probe.send({ address: (await probe.addresses())[0]!, fresh: true })
      expect(answer).toMatchObject({ version: null, good: false, kind: 'tls', reached: false })
      expect(server.seen).toEqual([])
    })
  }

  test('a server without TLS', async () => {
    const server = await modelServer(green)
    const probe = prober(
      { url: 'https://models.example.com/', resolve: [server.text], ca: 'ca.pem' },
      options,
    )
    const answer = await probe.send({ address: (await probe.addresses())[0]!, fresh: true })
    expect(answer).toMatchObject({ kind: 'tls', reached: false })
  })

  test('a server that accepts and says nothing', async () => {
    const server = await rawServer(() => {})
    const probe = prober(
      { url: 'https://models.example.com/', resolve: [server.text], ca: 'ca.pem', timeout: 200 },
      options,
    )
    const answer = await probe.send({ address: (await probe.addresses())[0]!, fresh: true })
    expect(answer).toMatchObject({ kind: 'connect-timeout', reached: false })
  })

  test('a ca file that holds no certificate is an input error', async () => {
    const probe = prober(
      { url: 'https://models.example.com/', resolve: ['127.0.0.1:1'], ca: 'x' },
      { readFile: () => Promise.resolve(Buffer.from('not a certificate')) },
    )
    const sending = probe.send({ address: (await probe.addresses())[0]!, fresh: true })
    await expect(sending).rejects.toThrow(/traffic\.ca/)
  })
})
