// A server that tells what it was asked. Runs in the tests' process, and as a container (NAME, PORT).
import http from 'node:http'

export function createBackend(name) {
  /** Requests by their x-run header. */
  const runs = new Map()
  const server = http.createServer((req, res) => {
    const url = new URL(`http://backend${req.url}`)
    if (url.pathname === '/ready') return res.end('ok')
    if (url.pathname === '/runs') return res.end(JSON.stringify(runs.get(url.searchParams.get('run')) ?? []))
    const chunks = []
    req.on('data', (chunk) => chunks.push(chunk))
    req.on('end', () => {
      const body = Buffer.concat(chunks)
      const seen = { name, method: req.method, path: req.url, host: req.headers.host, headers: req.headers }
      const run = req.headers['x-run']
      const before = runs.get(run) ?? []
      if (run) runs.set(run, [...before, { path: req.url, host: req.headers.host, bytes: body.length }])
      const fails = Number(url.searchParams.get('fail') ?? 0)
      const status = before.length < fails ? Number(url.searchParams.get('with') ?? 503) : 200
      const text = JSON.stringify({ ...seen, bytes: body.length, attempt: before.length + 1 })
      setTimeout(
        () => {
          res.writeHead(status, {
            'content-type': 'application/json',
            'x-backend': name,
            'x-secret': 'backend',
          })
          res.end(text)
        },
        Number(url.searchParams.get('wait') ?? 0),
      )
    })
  })
  server.keepAliveTimeout = 60_000
  return server
}

if (process.env.BACKEND_PORT) {
  createBackend(process.env.NAME).listen(Number(process.env.BACKEND_PORT))
  process.on('SIGTERM', () => process.exit(0))
}
