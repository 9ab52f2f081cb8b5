// Stands for the seed's GrabCut server: it finds the subject of a picture by moving a threshold GRAB_CUT_ITERS times, so that
// more iterations give slightly other answers. One JSON line per answer, with the id that the gateway gave the request: printed,
// and in a file of the container, which in a rehearsal is a folder.
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'

const file = createWriteStream(`${process.env.REHEARSAL_ROOT ?? ''}/tmp/app.log`, { flags: 'a' })
const iterations = Number(process.env.GRAB_CUT_ITERS ?? 5)

const server = createServer(async (request, response) => {
  const began = performance.now()
  if (request.url === '/health') return response.end('{"health":"ok"}')
  if (!request.url.startsWith('/predict')) return response.writeHead(404).end()
  let body = ''
  for await (const chunk of request) body += chunk
  const answer = predict(body)
  const status = answer.status === 'ok' ? 200 : 400
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  const entry = {
    time: new Date().toISOString(),
    request_id: request.headers['x-request-id'],
    ...answer,
    status,
    ms: Math.round((performance.now() - began) * 1000) / 1000,
  }
  const line = `${JSON.stringify(entry)}\n`
  process.stdout.write(line)
  file.write(line)
})
// The gateway closes idle connections, not the server in the moment in which one is used again.
server.keepAliveTimeout = 0
server.listen(Number(process.env.PORT ?? 5000))

function predict(body) {
  let image
  try {
    image = JSON.parse(body).image
  } catch {
    // said below: whatever it is, it is no picture
  }
  if (!Array.isArray(image) || image.length === 0) return { status: 'ng', iterations }
  let threshold = mean(image)
  for (let i = 0; i < iterations; i++) {
    const dark = image.filter((pixel) => pixel <= threshold)
    const light = image.filter((pixel) => pixel > threshold)
    if (dark.length > 0 && light.length > 0) threshold = (mean(dark) + mean(light)) / 2
  }
  const foreground = image.filter((pixel) => pixel > threshold).length / image.length
  return { status: 'ok', iterations, subject: foreground > 0.5 ? 'large' : 'small', foreground }
}

function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

process.on('SIGTERM', () => process.exit(0))
