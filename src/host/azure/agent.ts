import { Writable } from 'node:stream'
import tl from 'azure-pipelines-task-lib/task.js'
import { singleLine } from '../../process/escape.ts'
import { redactor } from '../../process/redact.ts'

/** Longest line that is written to the log of a task. */
const LINE = 4_000

/** What the agent gives a task, and the logging commands that it understands. */
export interface Agent {
  /** '' when it is not set. */
  input(name: string): string
  /** A variable of the pipeline or the agent, as `Build.BuildId`; null when it is not set. */
  variable(name: string): string | null
  /** The url of a service connection. */
  url(connection: string): string | null
  scheme(connection: string): string | null
  /** A part of its credentials, which is registered as a secret where `secret` says so. */
  authorization(connection: string, key: string, secret: boolean): string | null
  data(connection: string, key: string): string | null
  /** The proxy that the agent was configured with, and the hosts that are reached without it; null: none. */
  proxy(): Proxy | null
  /** Files that the agent was configured with; null: none. */
  certificates(): Certificates | null
  /** A line for people, which keeps its indentation; text from outside in it means nothing to the agent. */
  say(text: string): void
  /** A logging command; values are escaped, so that they end neither it nor its line. */
  command(name: string, properties: { readonly [name: string]: string }, message: string): void
  /** Registers a secret, each of its lines, before anything that could hold it is printed. */
  secret(value: string): void
  /** The text without what was registered: the agent hides secrets in logs only. */
  redacted(text: string): string
}

export interface Proxy {
  readonly proxyUrl: string
  readonly proxyUsername?: string
  readonly proxyPassword?: string
  readonly proxyBypassHosts?: string[]
}

export interface Certificates {
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
  readonly passphrase?: string
}

/** Shorter lines of a secret are words that a log needs. */
const SHORTEST_SECRET = 4

/** Loading this module moves inputs and secrets out of the environment, as task-lib does it. */
export function createAgent(stdout: NodeJS.WritableStream): Agent {
  // task-lib prints every value that it is asked for, credentials too, before anybody could register them.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const quietly = <T>(read: () => T): T => {
    tl.setStdStream(nowhere)
    try {
      return read()
    } finally {
      tl.setStdStream(stdout)
    }
  }
  const secrets = new Set<string>()
  const agent: Agent = {
    input: (name) => quietly(() => tl.getInput(name) ?? ''),
    variable: (name) => quietly(() => tl.getVariable(name) ?? null) || null,
    url: (connection) => quietly(() => tl.getEndpointUrl(connection, true) ?? null) || null,
    scheme: (connection) => quietly(() => tl.getEndpointAuthorizationScheme(connection, true) ?? null),
    authorization(connection, key, secret) {
      const value = quietly(() => tl.getEndpointAuthorizationParameter(connection, key, true) ?? null)
      if (value && secret) agent.secret(value)
      return value || null
    },
    data: (connection, key) =>
      quietly(() => tl.getEndpointDataParameter(connection, key, true) ?? null) || null,
    proxy() {
      const proxy = quietly(() => tl.getHttpProxyConfiguration())
      if (proxy?.proxyPassword) agent.secret(proxy.proxyPassword)
      return proxy
    },
    certificates() {
      const known = quietly(() => tl.getHttpCertConfiguration())
      if (!known) return null
      const { caFile, certFile, keyFile, passphrase } = known
      if (passphrase) agent.secret(passphrase)
      return { caFile, certFile, keyFile, passphrase }
    },
    say(text) {
      const indent = /^ */.exec(text)![0]
      stdout.write(`${indent}${singleLine(text.slice(indent.length), LINE)}\n`)
    },
    command: (name, properties, message) =>
      tl.command(
        name,
        Object.fromEntries(Object.entries(properties).map(([k, v]) => [k, harmless(v)])),
        harmless(message),
      ),
    secret(value) {
      for (const line of value.split(/\r?\n/)) {
        if (line.trim().length < SHORTEST_SECRET || secrets.has(line)) continue
        secrets.add(line)
        tl.command('task.setsecret', {}, line)
      }
    },
    redacted: (text) => redactor(secrets)(text),
  }
  return agent
}

/** A command that is quoted inside another one is pulled apart as well. */
const harmless = (text: string) => text.replace(/#(?=#)/g, '# ')
