import { messageOf } from '../../process/errors.ts'
import { singleLine } from '../../process/escape.ts'
import { slashed } from './address.ts'
import type { Agent } from './agent.ts'
import type { AzureApi } from './api.ts'
import { failedConnection } from './connection-error.ts'
import type { Job } from './job.ts'
import { postForm } from './web.ts'
import type { Web } from './web.ts'

/** A token of Microsoft Entra ID for one resource. */
export interface EntraToken {
  readonly value: string
  /** Milliseconds since 1970. */
  readonly expires: number
}

/** Asks for a token anew each time; the caller keeps it. `scope`: `https://management.azure.com/.default`. */
export type EntraLogin = (scope: string) => Promise<EntraToken>

const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

/** How an Azure Resource Manager connection logs in. Throws `invalid` when this is not a way that we know. */
export function entraLogin(
  agent: Agent,
  connection: string,
  shown: string,
  { job, api, web }: { readonly job: Job; readonly api: () => AzureApi; readonly web: Web },
): EntraLogin {
  const text = (key: string) => agent.authorization(connection, key, false)
  const tenant = text('tenantid')
  const client = text('serviceprincipalid')
  const scheme = (agent.scheme(connection) ?? '').toLowerCase()
  if (!tenant || !client) throw failedConnection(shown, 'it has no tenant or client id')
  const authority = agent.data(connection, 'environmentAuthorityUrl') ?? 'https://login.microsoftonline.com/'
  const url = new URL(`${encodeURIComponent(tenant)}/oauth2/v2.0/token`, slashed(authority)).href

  async function credential(): Promise<{ readonly [field: string]: string }> {
    if (scheme === 'workloadidentityfederation') {
      // Lives for some ten minutes: asked for anew with every token.
      const assertion = await idToken(agent, connection, shown, job, api())
      return { client_assertion_type: ASSERTION, client_assertion: assertion }
    }
    const secret = agent.authorization(connection, 'serviceprincipalkey', true)
    if (scheme === 'serviceprincipal' && secret) return { client_secret: secret }
    throw failedConnection(
      shown,
      `it logs in by ${singleLine(agent.scheme(connection) ?? 'nothing')}${scheme === 'serviceprincipal' ? ' with a certificate' : ''}, which is not supported; use workload identity federation, or a service principal with a key`,
    )
  }

  return async (scope) => {
    const form = { grant_type: 'client_credentials', client_id: client, scope, ...(await credential()) }
    const answer = await postForm(web, url, form).catch((error: unknown) => {
      throw failedConnection(shown, `Microsoft Entra ID gave no token: ${singleLine(messageOf(error), 500)}`)
    })
    const { access_token: value, expires_in: seconds } = answer as {
      access_token?: string
      expires_in?: number | string
    }
    if (!value) throw failedConnection(shown, 'the answer of Microsoft Entra ID has no token')
    agent.secret(value)
    return { value, expires: Date.now() + Number(seconds ?? 3_600) * 1_000 }
  }
}

async function idToken(
  agent: Agent,
  connection: string,
  shown: string,
  job: Job,
  api: AzureApi,
): Promise<string> {
  const tasks = await api.tasks()
  const answer = await api
    .call('POST oidctoken', true, () =>
      tasks.createOidcToken({}, job.project, job.hub, job.plan, job.id, connection),
    )
    .catch((error: unknown) => {
      throw failedConnection(
        shown,
        `Azure DevOps gave no token of the workload identity: ${messageOf(error)}`,
      )
    })
  const token = answer?.oidcToken
  if (!token) throw failedConnection(shown, 'Azure DevOps gave no token of the workload identity')
  agent.secret(token)
  return token
}
