// The second tier: cuts the background out of an image in GRAB_CUT_ITERS steps, here in none. Logs each job that it is sent.
import { createServer } from 'node:http'

const { GRAB_CUT_ITERS = '5', PORT = '5010' } = process.env

const server = createServer((request, response) => {
  const url = new URL(request.url, 'http://predict')
  request.resume()
  response.setHeader('content-type', 'application/json')
  if (url.pathname === '/health') return response.end('{"health":"ok"}')
  const job = url.searchParams.get('job_id')
  console.log(`predict START job_id=${job} iters=${GRAB_CUT_ITERS}`)
  // ?ms=15000 answers late: the route's timeout is 10 s.
  setTimeout(
    () => response.end(JSON.stringify({ status: 'ok', job_id: job, iters: Number(GRAB_CUT_ITERS) })),
    Number(url.searchParams.get('ms') ?? 0),
  )
})
server.keepAliveTimeout = 0
server.listen(Number(PORT), () => console.log(`listening on ${server.address().port}`))
process.on('SIGTERM', () => process.exit(0))
