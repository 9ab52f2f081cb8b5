// Stands for the scoring image in a rehearsal: the entry contract of an AzureML scoring script, answering with one text.
import { createServer } from 'node:http'

createServer((request, response) => {
  request.resume()
  if (request.url === '/') return response.end('Healthy')
  if (!request.url.startsWith('/score')) return response.writeHead(404).end()
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(process.env.ANSWER))
}).listen(Number(process.env.PORT ?? 5001))
