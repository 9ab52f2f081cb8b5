// A tiny model server. What it answers, and how it misbehaves, comes from the environment of its image:
// ANSWER text of every answer; FAIL share of answers that are 500; EXIT ends it at the start; SLOW milliseconds of each answer.
// A request chooses for itself: ?ms=20000 answers late, ?stream=20000 sends a line every 100 ms for so long.
import { createServer } from 'node:http'

const { ANSWER = '', FAIL = '0', EXIT, SLOW = '0', PORT = '5001' } = process.env
if (EXIT) {
  console.error('no model here')
  process.exit(Number(EXIT))
}

const server = createServer((request, response) => {
  request.resume()
  const url = new URL(request.url, 'http://model')
  if (url.pathname === '/') return response.end('Healthy')
  response.setHeader('content-type', 'application/json')
  response.setHeader('x-pod', process.env.HOSTNAME ?? '')
  const stream = Number(url.searchParams.get('stream') ?? 0)
  if (stream > 0) return answerSlowly(response, stream)
  const wait = Number(url.searchParams.get('ms') ?? SLOW)
  if (wait > 0) setTimeout(() => answer(response), wait)
  else answer(response)
})
// Node closes idle connections after 5 s, in the very moment in which a gateway may use them again (503): the gateway has to.
server.keepAliveTimeout = 0
server.listen(Number(PORT))

function answer(response) {
  if (Math.random() < Number(FAIL)) response.writeHead(500)
  response.end(JSON.stringify(ANSWER))
}

function answerSlowly(response, ms) {
  const until = Date.now() + ms
  const timer = setInterval(() => {
    if (Date.now() < until) return response.write(`${ANSWER}\n`)
    clearInterval(timer)
    response.end('end\n')
  }, 100)
}

// At once, with whatever is in flight: a release that removes a pod too early shows.
process.on('SIGTERM', () => process.exit(0))
