// Answers as httpbin does at /headers and /status/CODE, and logs one line a request, as its gunicorn does.
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const { method, url = '/', headers, httpVersion } = request
    const status = Number(/^\/status\/(\d{3})$/.exec(url)?.[1] ?? 200)
    const body = url.startsWith('/status/')
      ? ''
      : JSON.stringify({ headers, url, bytes: Buffer.concat(chunks).length })
    if (url !== '/status/200')
      console.log(`host=${headers.host} "${method} ${url} HTTP/${httpVersion}" ${status}`)
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
})
// The sidecar closes idle connections, not the server in the moment in which one is used again.
server.keepAliveTimeout = 0
server.listen(Number(process.env.PORT ?? 80))
