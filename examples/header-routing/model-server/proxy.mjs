// The first tier: gives each request a job id, hands it to its model server as a query parameter, and answers 200 with
// `{"status": "ng"}` when that fails. The header that routed the request is not passed on.
import { randomBytes } from 'node:crypto'
import http from 'node:http'

const { PREDICT_SERVER_URL = '', PORT = '5000', MODELS } = process.env
const agent = new http.Agent({ keepAlive: true })
const models = MODELS === 'inside' ? await modelInside() : PREDICT_SERVER_URL

const server = http.createServer((request, response) => {
  const url = new URL(request.url, 'http://proxy')
  request.resume()
  response.setHeader('content-type', 'application/json')
  if (url.pathname === '/health') return response.end('{"proxy_server":{"health":"ok"}}')
  const job = randomBytes(3).toString('hex')
  console.log(`predict START job_id=${job}`)
  url.searchParams.set('job_id', job)
  const fail = () => response.end('{"status":"ng","img_none_bg_base64":null}')
  http
    .get(`${models}/predict?${url.searchParams}`, { agent }, (answer) => {
      answer.on('error', fail)
      answer.pipe(response)
    })
    .on('error', fail)
})
server.keepAliveTimeout = 0
server.listen(Number(PORT))
process.on('SIGTERM', () => process.exit(0))

/** A rehearsal's processes know no names of Services: the model server of PREDICT_SERVER_URL runs in here. */
async function modelInside() {
  const { GRAB_CUT_ITERS = '5' } = process.env
  const inner = http.createServer((request, response) => {
    const job = new URL(request.url, 'http://predict').searchParams.get('job_id')
    request.resume()
    response.end(JSON.stringify({ status: 'ok', job_id: job, iters: Number(GRAB_CUT_ITERS) }))
  })
  inner.keepAliveTimeout = 0
  await new Promise((listening) => inner.listen(0, '127.0.0.1', listening))
  return `http://127.0.0.1:${inner.address().port}`
}
