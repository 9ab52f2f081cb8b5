// Stands for TF Serving: its REST API for one model, whose certainty of "military uniform" depends on the model it was told to load.
import { createServer } from 'node:http'
import { createServer as createTcpServer } from 'node:net'

const { MODEL_NAME = 'image_classifier', MODEL_PATH = '', PORT } = process.env
const [low, high] = /resnet_?101/.test(MODEL_PATH) ? [0.92, 0.96] : [0.43, 0.47]
const model = `/v1/models/${MODEL_NAME}`

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => answer(request, Buffer.concat(chunks).toString(), response))
})
// The gateway ends idle connections, not the server: a request on its way must not meet a closing one.
server.keepAliveTimeout = 0
server.listen(Number(PORT ?? 8501))
// In a cluster there is the gRPC port too; a rehearsal gives each container one port.
if (PORT === undefined) createTcpServer((socket) => socket.destroy()).listen(8500)

function answer({ method, url }, body, response) {
  const send = (status, value) => {
    response.writeHead(status, { 'content-type': 'application/json' })
    response.end(JSON.stringify(value))
  }
  if (method === 'GET' && url === model)
    return send(200, { model_version_status: [{ version: '1', state: 'AVAILABLE' }] })
  if (method !== 'POST' || url !== `${model}:predict`)
    return send(404, { error: `Not found: ${method} ${url}` })
  try {
    const { instances } = JSON.parse(body)
    send(200, { predictions: instances.map(prediction) })
  } catch {
    send(400, { error: 'JSON Parse error: expected {"instances": [...]}' })
  }
}

function prediction() {
  const certainty = low + Math.random() * (high - low)
  return {
    labels: ['military uniform', 'suit', 'bow tie'],
    probabilities: [certainty, 0.7 - 0.7 * certainty, 0.02],
  }
}

process.on('SIGTERM', () => process.exit(0))
