import http from 'node:http'
import net from 'node:net'
import type { Endpoint } from './config.ts'

/** Kept-alive connections to the endpoints. */
export interface Upstreams {
  agent(endpoint: Endpoint): http.Agent
  /** Endpoints not in the list are gone: their idle connections are closed now, those in use after their answer. */
  retain(endpoints: Iterable<Endpoint>): void
  close(): void
}

/** istiod's default `connectTimeout`. */
const CONNECT_TIMEOUT_MS = 10_000

export function createUpstreams(): Upstreams {
  const agents = new Map<string, http.Agent>()
  const key = ({ address, port }: Endpoint) => `${address}|${port}`
  return {
    agent(endpoint) {
      const name = key(endpoint)
      let agent = agents.get(name)
      if (!agent) agents.set(name, (agent = createAgent()))
      return agent
    },
    retain(endpoints) {
      const kept = new Set([...endpoints].map(key))
      for (const [name, agent] of agents) {
        if (kept.has(name)) continue
        agents.delete(name)
        retire(agent)
      }
    },
    close() {
      for (const agent of agents.values()) agent.destroy()
      agents.clear()
    },
  }
}

function createAgent(): http.Agent {
  // The connection used last is the least likely to have been closed by the server meanwhile.
  const agent = new http.Agent({ keepAlive: true, scheduling: 'lifo', maxFreeSockets: 1_024 })
  Object.assign(agent, { createConnection: connect })
  return agent
}

function connect(options: net.TcpNetConnectOpts): net.Socket {
  const socket = net.connect({ ...options, noDelay: true })
  const timer = setTimeout(() => {
    socket.destroy(Object.assign(new Error('connection timeout'), { code: 'ETIMEDOUT', syscall: 'connect' }))
  }, CONNECT_TIMEOUT_MS)
  socket.once('connect', () => clearTimeout(timer))
  socket.once('close', () => clearTimeout(timer))
  return socket
}

function retire(agent: http.Agent): void {
  agent.maxFreeSockets = 0
  for (const sockets of Object.values(agent.freeSockets)) {
    for (const socket of [...(sockets ?? [])]) socket.destroy()
  }
}

/** True when the request cannot have been seen by an application: the connection was never made. */
export function failedToConnect(error: NodeJS.ErrnoException): boolean {
  return error.syscall === 'connect'
}

/** True when a kept-alive connection turned out to be closed by the other side before it answered. */
export function wasStale(request: http.ClientRequest, error: NodeJS.ErrnoException): boolean {
  return request.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE')
}
