import path from 'node:path'
import { cli } from '../support/cli.ts'
import type { CliResult } from '../support/cli.ts'
import { startAzureDevOps, uuid } from '../support/azure-devops.ts'
import type { FakeAzure } from '../support/azure-devops.ts'

const FILE = path.resolve('test/support/diabetes/rollout.yaml')
let azure: FakeAzure

beforeEach(async () => {
  azure = await startAzureDevOps()
  azure.identities.set('mona@example.com', { id: uuid('Mona'), name: 'Mona' })
  azure.identities.set('[RM]\\releasers', { id: uuid('releasers'), name: '[RM]\\releasers' })
})
afterEach(async () => {
  expect(azure.violations).toEqual([])
  await azure.close()
})

function setup(...options: string[]): Promise<CliResult> {
  const where = ['--host', 'azure', '--organization', azure.collection, '--project', 'RM', '--json']
  return cli(['setup', FILE, ...where, ...options], { env: { AZURE_DEVOPS_EXT_PAT: azure.token } })
}
const wanted = ['--reviewers', 'mona@example.com,[RM]\\releasers', '--pipelines', '16']

test('creates the environment with approvers, lock, branch control and permission; again it changes nothing', async () => {
  const made = await setup(...wanted, '--approval-timeout', '24h', '--instructions', 'Look at the summary.')
  expect(made.json).toMatchObject({
    outcome: 'done',
    environments: [{ name: 'abtestenv', action: 'created' }],
  })
  expect(azure.environments.map((e) => e.name)).toEqual(['abtestenv'])
  const [approval, lock, branches] = azure.checks
  expect(approval).toMatchObject({
    type: { id: '8C6F20A7-A545-4486-9777-F762FAFE0D4D' },
    resource: { type: 'environment', id: '7' },
    timeout: 1_440,
    settings: {
      approvers: [{ id: uuid('Mona') }, { id: uuid('releasers') }],
      requesterCannotBeApprover: true,
      minRequiredApprovers: 1,
      instructions: 'Look at the summary.',
    },
  })
  expect(lock).toMatchObject({ type: { id: '2EF31AD6-BAA0-403A-8B45-2CBC9B4E5563' } })
  expect(branches).toMatchObject({ settings: { inputs: { allowedBranches: 'refs/heads/main' } } })
  expect(azure.permissions.get('7')).toEqual({ all: false, pipelines: [16] })

  azure.requests.length = 0
  const again = await setup(...wanted, '--approval-timeout', '24h', '--instructions', 'Look at the summary.')
  expect(again.json).toMatchObject({ outcome: 'unchanged' })
  expect(azure.requests.filter((r) => !['GET', 'OPTIONS'].includes(r.method))).toEqual([])
  expect((await setup('--check', ...wanted)).code).toBe(0)
})

test('what differs is changed, other checks are left alone', async () => {
  await setup(...wanted)
  const foreign = { ...azure.checks[2]!, id: 99, settings: { definitionRef: { id: 'business-hours' } } }
  azure.checks.push(foreign)
  const changed = await setup(...wanted, '--minimum-approvers', '2', '--in-order', '--allow-self-review')
  expect(changed.json).toMatchObject({ outcome: 'done', environments: [{ action: 'updated' }] })
  expect(azure.checks).toHaveLength(4)
  expect(azure.checks[0]!.settings).toMatchObject({
    minRequiredApprovers: 2,
    executionOrder: 'inSequence',
    requesterCannotBeApprover: false,
  })
  expect(azure.checks[3]).toEqual(foreign)
})

test('--check fails where an environment is missing, has no approval check, or a disabled one; it writes nothing', async () => {
  const missing = await setup('--check')
  expect(missing.code).toBe(1)
  expect(missing.json.audit[0].message).toContain('does not exist')
  azure.environments.push({ id: 7, name: 'abtestenv' })
  const open = await setup('--check')
  expect(open.code).toBe(1)
  expect(open.json.audit[0].message).toContain(
    'lets everybody through to Blue_50, Blue_100, Blue_Green, Green_100',
  )
  await setup(...wanted)
  azure.checks[0] = { ...azure.checks[0]!, isDisabled: true }
  expect((await setup('--check')).code).toBe(1)
})

test('in a pipeline, the token of its job audits; an empty personal one does not stand in its way', async () => {
  azure.environments.push({ id: 7, name: 'abtestenv' })
  const env = {
    AZURE_DEVOPS_EXT_PAT: '',
    SYSTEM_ACCESSTOKEN: azure.token,
    SYSTEM_COLLECTIONURI: azure.collection,
    SYSTEM_TEAMPROJECT: 'RM',
  }
  const audit = await cli(['setup', FILE, '--host', 'azure', '--check', '--json'], { env })
  expect(audit.code).toBe(1)
  expect(audit.json.audit[0].message).toContain('lets everybody through to Blue_50')
})

test.each([
  [401, /token is not valid/],
  [403, /needs "Administrator" on the environments/],
  [409, /with 409/],
])('%i from Azure DevOps is told with what to do', async (status, message) => {
  azure.trouble = ({ path: where }) => (where.includes('/distributedtask/environments') ? { status } : null)
  const result = await setup(...wanted)
  expect(result.code).toBe(1)
  expect(result.json.message).toMatch(message)
  expect(result.stdout + result.stderr).not.toContain(azure.token)
})

test.each([
  [['--reviewers', 'nobody@example.com'], 'nobody that Azure DevOps knows'],
  [[...wanted, '--minimum-approvers', 'some'], '--minimum-approvers "some"'],
  [[...wanted, '--approval-timeout', '31d'], 'at most 30 days'],
  [[...wanted, '--wait', '10m'], 'has no wait'],
  [['--pipelines', 'abtest', ...wanted.slice(0, 2)], '--pipelines "abtest"'],
])('%j is refused, and nothing is written', async (options, message) => {
  const result = await setup(...options)
  expect(result.code).toBe(2)
  expect(result.json.message).toContain(message)
  expect(azure.environments).toEqual([])
})
