import type {
  IRequestHandler,
  IRequestOptions,
} from 'azure-devops-node-api/interfaces/common/VsoBaseInterfaces.js'
import type { BuildApi } from 'azure-devops-node-api/BuildApi.js'
import type { TaskAgentApi } from 'azure-devops-node-api/TaskAgentApi.js'
import type { TaskApi } from 'azure-devops-node-api/TaskApi.js'
import { parseRetryAfter, retryDelay } from '../../kube/retry.ts'
import type { RetryPolicy } from '../../kube/retry.ts'
import { systemClock } from '../../process/clock.ts'
import { messageOf } from '../../process/errors.ts'
import { singleLine } from '../../process/escape.ts'
import { HostError } from '../host-error.ts'

export interface AzureApiOptions {
  /** `https://dev.azure.com/ORG/` */
  readonly collection: string
  readonly token: string
  /** A personal access token, or the bearer token of a job. */
  readonly kind: 'personal' | 'bearer'
  readonly version: string
  readonly proxy: IRequestOptions['proxy'] | null
  readonly tls: Pick<IRequestOptions, 'cert' | 'ignoreSslError'>
  readonly signal: AbortSignal
}

/** The clients of azure-devops-node-api, and its REST client for what it has no client for; each loaded when it is used. */
export interface AzureApi {
  readonly collection: string
  /** Paths below the collection, encoded already. Null: 404. */
  get(path: string): Promise<unknown>
  /** The same of the service that knows people and groups. */
  identities(path: string): Promise<unknown>
  send(method: 'POST' | 'PATCH' | 'DELETE', path: string, body: unknown): Promise<unknown>
  builds(): Promise<BuildApi>
  tasks(): Promise<TaskApi>
  environments(): Promise<TaskAgentApi>
  /** Runs a call again where that can help. `repeatable`: the same call twice does no harm. Throws HostError. */
  call<T>(what: string, repeatable: boolean, work: () => Promise<T>): Promise<T>
}

const RETRIES: RetryPolicy = { attempts: 4, total: 60_000, firstDelay: 500, maxDelay: 5_000 }
/** Milliseconds without a byte. */
const SILENCE = 20_000
const JSON_TYPE = 'application/json'

export function azureApi(options: AzureApiOptions): AzureApi {
  const { collection, signal } = options
  const agent = `shiftgate/${options.version}`
  const settings: IRequestOptions = {
    socketTimeout: SILENCE,
    allowRedirects: false,
    ...options.tls,
    ...(options.proxy ? { proxy: options.proxy } : {}),
  }
  const handlers = () => handlerOf(options)

  async function call<T>(what: string, repeatable: boolean, work: () => Promise<T>): Promise<T> {
    const begin = performance.now()
    for (let tried = 1; ; tried++) {
      signal.throwIfAborted()
      try {
        return await work()
      } catch (error) {
        const { status, retryAfter } = troubleOf(error)
        const again = status === 429 || (repeatable && (status === 0 || status >= 500))
        const elapsed = performance.now() - begin
        const delay = again
          ? retryDelay(RETRIES, { tried, elapsed, retryAfter, random: Math.random() })
          : null
        if (delay === null) throw new HostError(status, explained(what, status, error))
        await systemClock.sleep(delay, signal)
      }
    }
  }

  async function raw(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
    base = collection,
  ): Promise<unknown> {
    const { ClientApiBase } = (await import('azure-devops-node-api/ClientApiBases.js')).default
    const { rest } = new ClientApiBase(collection, await handlers(), agent, settings)
    const url = base + path
    const accept = { acceptHeader: JSON_TYPE }
    return call(`${method} ${path.split('?')[0]}`, method !== 'POST', async () => {
      const { result, statusCode } = await (method === 'GET'
        ? rest.get<unknown>(url, accept)
        : method === 'DELETE'
          ? rest.del<unknown>(url, accept)
          : method === 'POST'
            ? rest.create<unknown>(url, body, accept)
            : rest.update<unknown>(url, body, accept))
      // A token that is not known gets a page to sign in on, not an error.
      if (statusCode === 203 || (statusCode === 200 && result === null && method === 'GET'))
        throw notSignedIn()
      return result
    })
  }

  return {
    collection,
    get: (path) => raw('GET', path, undefined),
    identities: (path) => raw('GET', path, undefined, peopleOf(collection)),
    send: (method, path, body) => raw(method, path, body),
    call,
    builds: async () =>
      new (await import('azure-devops-node-api/BuildApi.js')).default.BuildApi(
        collection,
        await handlers(),
        settings,
      ),
    tasks: async () =>
      new (await import('azure-devops-node-api/TaskApi.js')).default.TaskApi(
        collection,
        await handlers(),
        settings,
      ),
    environments: async () =>
      new (await import('azure-devops-node-api/TaskAgentApi.js')).default.TaskAgentApi(
        collection,
        await handlers(),
        settings,
      ),
  }
}

async function handlerOf({ kind, token }: AzureApiOptions): Promise<IRequestHandler[]> {
  if (kind === 'bearer') {
    const { BearerCredentialHandler } = (await import('azure-devops-node-api/handlers/bearertoken.js'))
      .default
    return [new BearerCredentialHandler(token, false)]
  }
  const { PersonalAccessTokenCredentialHandler } = (
    await import('azure-devops-node-api/handlers/personalaccesstoken.js')
  ).default
  return [new PersonalAccessTokenCredentialHandler(token, false)]
}

/** In the cloud it has a host of its own. */
const peopleOf = (collection: string) =>
  collection.replace(/^https:\/\/dev\.azure\.com\//, 'https://vssps.dev.azure.com/')

function notSignedIn(): Error {
  return Object.assign(new Error('the answer is a page to sign in on'), { statusCode: 401 })
}

interface RestTrouble {
  readonly statusCode?: number
  readonly responseHeaders?: { readonly [name: string]: string | undefined }
}

function troubleOf(error: unknown): { status: number; retryAfter: number | null } {
  const { statusCode, responseHeaders } = (error ?? {}) as RestTrouble
  // The list of locations is a page to sign in on as well, and the client finds nothing in it.
  if (/^Failed to find api location/.test(messageOf(error))) return { status: 401, retryAfter: null }
  return {
    status: error instanceof HostError ? error.status : (statusCode ?? 0),
    retryAfter: parseRetryAfter(responseHeaders?.['retry-after'], Date.now()),
  }
}

function explained(what: string, status: number, error: unknown): string {
  if (error instanceof HostError) return error.message
  const said = singleLine(messageOf(error), 300)
  switch (status) {
    case 0:
      return `Azure DevOps did not answer ${what}: ${said}`
    case 401:
      return `Azure DevOps answered ${what} with 401: the token is not valid, or has expired; ${said}`
    default:
      return `Azure DevOps answered ${what} with ${status}: ${said}`
  }
}
