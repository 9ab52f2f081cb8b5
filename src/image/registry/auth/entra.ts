import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { messageOf } from '../../../process/errors.ts'
import { run, ToolError } from '../../../process/run.ts'
import { RegistryError } from '../registry.ts'
import { askJson } from './ask.ts'
import type { Asking } from './ask.ts'
import type { Found } from './docker-config.ts'
import type { Workplace } from './workplace.ts'

/** The audience that every Azure registry takes; the one of Azure itself can be switched off (`az acr config authentication-as-arm`). */
const AUDIENCE = 'https://containerregistry.azure.net'
/** What Entra wants to see in the tokens of other identity providers. */
const FEDERATION = 'api://AzureADTokenExchange'
const PUBLIC_CLOUD = 'https://login.microsoftonline.com'
/** az starts a Python, and may have to ask for a new token. */
const TIMEOUT = 60_000

/**
 * An Entra token for an Azure registry, from what the environment offers: the identity of the job (`AZURE_CLIENT_ID` and
 * `AZURE_TENANT_ID` with a token of GitHub, with `AZURE_FEDERATED_TOKEN_FILE`, or with `AZURE_CLIENT_SECRET`), or a login by `az`.
 */
export async function fromEntra(workplace: Workplace, asking: Asking): Promise<Found> {
  const { env } = workplace
  const client = env['AZURE_CLIENT_ID']
  const tenant = env['AZURE_TENANT_ID']
  const proof = client && tenant ? await proofOf(workplace, asking) : null
  if (!client || !tenant || proof === null) return fromAzureCli(workplace)
  const authority = env['AZURE_AUTHORITY_HOST'] || PUBLIC_CLOUD
  const url = new URL(`${authority.replace(/\/+$/, '')}/${encodeURIComponent(tenant)}/oauth2/v2.0/token`)
  const answer = await askJson(
    {
      url,
      what: `an Entra token for client ${client}`,
      form: {
        grant_type: 'client_credentials',
        client_id: client,
        scope: `${AUDIENCE}/.default`,
        ...proof.form,
      },
      refused: (said, status) =>
        new RegistryError(
          'unauthorized',
          `${url.host} gives no Entra token for client ${client} with ${proof.source}: ${said}; check AZURE_CLIENT_ID, AZURE_TENANT_ID, and the federated credential of that identity`,
          { status },
        ),
    },
    asking,
    workplace.signal,
  )
  const accessToken = answer['access_token']
  if (typeof accessToken !== 'string' || accessToken === '') {
    throw new RegistryError('rejected', `${url.host} answered without an Entra token for client ${client}`)
  }
  const source = `Entra, for client ${client} with ${proof.source}`
  return { found: true, credentials: { kind: 'entra', accessToken, tenant, source } }
}

interface Proof {
  readonly form: { readonly [name: string]: string }
  readonly source: string
}

async function proofOf({ env, folder, signal }: Workplace, asking: Asking): Promise<Proof | null> {
  const file = env['AZURE_FEDERATED_TOKEN_FILE']
  if (file) return assertion(await readToken(path.resolve(folder, file)), `the token in ${file}`, asking)
  const secret = env['AZURE_CLIENT_SECRET']
  if (secret) {
    return { form: { client_secret: asking.secrets.keep(secret) }, source: 'AZURE_CLIENT_SECRET' }
  }
  const request = env['ACTIONS_ID_TOKEN_REQUEST_URL']
  const bearer = env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']
  if (!request || !bearer || !URL.canParse(request)) return null
  const url = new URL(request)
  url.searchParams.set('audience', FEDERATION)
  const { value } = await askJson(
    {
      url,
      what: 'an ID token of this job',
      authorization: `Bearer ${asking.secrets.keep(bearer)}`,
      refused: (said, status) =>
        new RegistryError(
          'unauthorized',
          `GitHub gives no ID token for this job: ${said}; give the job "permissions: id-token: write"`,
          { status },
        ),
    },
    asking,
    signal,
  )
  return typeof value === 'string' ? assertion(value, "the job's ID token of GitHub", asking) : null
}

function assertion(token: string, source: string, { secrets }: Asking): Proof {
  const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  return { form: { client_assertion_type: type, client_assertion: secrets.keep(token) }, source }
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    const message = `cannot read the token that AZURE_FEDERATED_TOKEN_FILE names: ${messageOf(error)}`
    throw new RegistryError('unauthorized', message, { cause: error })
  }
}

async function fromAzureCli({ env, folder, signal }: Workplace): Promise<Found> {
  const args = ['account', 'get-access-token', '--resource', AUDIENCE, '--output', 'json']
  try {
    const options = { cwd: folder, env, timeout: TIMEOUT, ...(signal ? { signal } : {}) }
    const { stdout } = await run('az', args, options)
    const { accessToken, tenant } = JSON.parse(stdout) as { accessToken?: unknown; tenant?: unknown }
    if (typeof accessToken !== 'string' || accessToken === '') {
      return { found: false, why: 'az printed no access token' }
    }
    return {
      found: true,
      credentials: {
        kind: 'entra',
        accessToken,
        tenant: typeof tenant === 'string' ? tenant : null,
        source: 'az account get-access-token',
      },
    }
  } catch (error) {
    if (error instanceof SyntaxError) return { found: false, why: 'az printed something else than JSON' }
    if (!(error instanceof ToolError)) throw error
    const missing = error.failure.kind === 'not-found'
    return {
      found: false,
      why: missing ? 'az is not installed' : 'az gives no access token; is it logged in?',
    }
  }
}
