import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exampleOf, operation, requestProblems, responseProblems } from './openapi.ts'
import type { Operation } from './openapi.ts'

export interface FakeEnvironment {
  readonly reviewers: readonly { readonly type: 'User' | 'Team'; readonly name: string }[]
  readonly preventSelfReview?: boolean
  readonly wait?: number
  readonly branches?: readonly string[]
  readonly bypass?: boolean
}
export interface FakeReview {
  readonly environment: string
  readonly state: 'approved' | 'rejected'
  readonly by: string
  readonly comment?: string
}
export interface FakeRun {
  readonly event: string
  readonly actor: string
  readonly triggeringActor?: string
  readonly attempt?: number
}
export interface FakeIssue {
  readonly number: number
  readonly title: string
  readonly body: string
  readonly open: boolean
}
interface Trouble {
  readonly status: number
  readonly headers?: { readonly [name: string]: string | undefined }
  readonly message?: string
}

/** GitHub's REST API on a socket. What it is asked and what it answers is checked against GitHub's own description. */
export interface FakeGithub {
  readonly url: string
  readonly repository: string
  readonly token: string
  readonly environments: Map<string, FakeEnvironment>
  readonly reviews: Map<string, FakeReview[]>
  readonly runs: Map<string, FakeRun>
  readonly issues: FakeIssue[]
  readonly secrets: { repository: string[]; organisation: string[] }
  defaultBranch: string
  /** Answers instead of the fake, when it gives something. */
  trouble: ((request: { readonly method: string; readonly path: string }) => Trouble | null) | null
  /** The plan has no required reviewers. */
  noReviewers: boolean
  readonly requests: { readonly method: string; readonly path: string; readonly body: unknown }[]
  /** Where we, or the fake, broke GitHub's description; must stay empty. */
  readonly violations: string[]
  close(): Promise<void>
}

const PEOPLE: { readonly [login: string]: number } = { octocat: 1, hubot: 2, mona: 3 }
const TEAMS: { readonly [name: string]: number } = { 'octo/release-managers': 11 }

type Answer = readonly [status: number, body?: unknown]
type Handler = (op: Operation, body: never) => Answer

export async function startGithub(): Promise<FakeGithub> {
  const repository = 'octo/models'
  const policies = new Map<string, { id: number; name: string }[]>()
  let ids = 100
  const fake: Omit<FakeGithub, 'url' | 'close'> = {
    repository,
    token: 'ghs_0123456789abcdefTOKEN',
    environments: new Map(),
    reviews: new Map(),
    runs: new Map(),
    issues: [],
    secrets: { repository: [], organisation: [] },
    defaultBranch: 'main',
    trouble: null,
    noReviewers: false,
    requests: [],
    violations: [],
  }
  const state = fake as FakeGithub

  const handlers: { readonly [call: string]: Handler } = {
    'GET /repos/{owner}/{repo}': (op) => {
      // What the description requires and its example lacks.
      const language = null
      const example = exampleOf(op)
      const source = { ...example.source, language }
      return [200, { ...example, language, source, default_branch: state.defaultBranch }]
    },
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals': (op) => [
      200,
      (state.reviews.get(op.parameters['run_id']!) ?? []).map((review) => {
        const [example] = exampleOf(op)
        const [environment] = example.environments
        return {
          ...example,
          state: review.state,
          comment: review.comment ?? '',
          user: { ...example.user, login: review.by },
          environments: [{ ...environment, name: review.environment }],
        }
      }),
    ],
    'GET /repos/{owner}/{repo}/actions/runs/{run_id}': (op) => {
      const run = state.runs.get(op.parameters['run_id']!)
      if (!run) return notFound
      const example = exampleOf(op)
      const person = (login: string) => ({ ...example.actor, login })
      return [
        200,
        {
          ...example,
          id: Number(op.parameters['run_id']),
          event: run.event,
          run_attempt: run.attempt ?? 1,
          actor: person(run.actor),
          triggering_actor: person(run.triggeringActor ?? run.actor),
        },
      ]
    },
    'POST /repos/{owner}/{repo}/issues': (op, { title, body }: { title: string; body: string }) => {
      const issue = { number: state.issues.length + 1, title, body, open: true }
      state.issues.push(issue)
      return [201, issueOf(op, issue)]
    },
    'PATCH /repos/{owner}/{repo}/issues/{issue_number}': (op, body: { state: 'open' | 'closed' }) => {
      const index = Number(op.parameters['issue_number']) - 1
      const issue = state.issues[index]
      if (!issue) return notFound
      state.issues[index] = { ...issue, open: body.state === 'open' }
      return [200, issueOf(op, state.issues[index])]
    },
    'GET /repos/{owner}/{repo}/environments/{environment_name}': (op) => {
      const found = state.environments.get(op.parameters['environment_name']!)
      return found ? [200, environmentOf(op, op.parameters['environment_name']!, found)] : notFound
    },
    'PUT /repos/{owner}/{repo}/environments/{environment_name}': (op, body: EnvironmentBody | null) => {
      const name = op.parameters['environment_name']!
      if (state.noReviewers && ((body?.reviewers?.length ?? 0) > 0 || (body?.wait_timer ?? 0) > 0)) {
        return [
          422,
          {
            message:
              'Failed to create the environment protection rule. Please ensure the billing plan supports the required reviewers protection rule.',
            documentation_url: 'https://docs.github.com/rest',
          },
        ]
      }
      const reviewers = (body?.reviewers ?? []).map(({ type, id }) => ({
        type,
        name: Object.entries(type === 'User' ? PEOPLE : TEAMS).find(([, known]) => known === id)![0],
      }))
      const custom = body?.deployment_branch_policy?.custom_branch_policies === true
      const stored: FakeEnvironment = {
        reviewers,
        preventSelfReview: body?.prevent_self_review ?? false,
        wait: body?.wait_timer ?? 0,
        ...(custom ? { branches: (policies.get(name) ?? []).map((p) => p.name) } : {}),
      }
      state.environments.set(name, stored)
      return [200, environmentOf(op, name, stored)]
    },
    'GET /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies': (op) => {
      const list = policiesOf(op.parameters['environment_name']!)
      const [example] = exampleOf(op).branch_policies
      return [200, { total_count: list.length, branch_policies: list.map((p) => ({ ...example, ...p })) }]
    },
    'POST /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies': (
      op,
      body: { name: string },
    ) => {
      const created = { id: ids++, name: body.name }
      setPolicies(op.parameters['environment_name']!, [
        ...policiesOf(op.parameters['environment_name']!),
        created,
      ])
      return [200, { ...exampleOf(op), ...created }]
    },
    'DELETE /repos/{owner}/{repo}/environments/{environment_name}/deployment-branch-policies/{branch_policy_id}':
      (op) => {
        const name = op.parameters['environment_name']!
        const id = Number(op.parameters['branch_policy_id'])
        setPolicies(
          name,
          policiesOf(name).filter((p) => p.id !== id),
        )
        return [204]
      },
    'GET /repos/{owner}/{repo}/actions/secrets': (op) => secretsOf(op, state.secrets.repository),
    'GET /repos/{owner}/{repo}/actions/organization-secrets': (op) =>
      secretsOf(op, state.secrets.organisation),
    'GET /users/{username}': (op) => {
      const login = op.parameters['username']!
      const id = PEOPLE[login]
      return id === undefined ? notFound : [200, { ...exampleOf(op), id, login }]
    },
    'GET /orgs/{org}/teams/{team_slug}': (op) => {
      const slug = op.parameters['team_slug']!
      const id = TEAMS[`${op.parameters['org']}/${slug}`]
      if (id === undefined) return notFound
      // What the description requires and its example lacks.
      const example = exampleOf(op)
      const organization = { ...example.organization, archived_at: null }
      return [200, { ...example, type: 'organization', organization, id, slug }]
    },
  }

  function policiesOf(name: string) {
    const known = policies.get(name)
    if (known) return known
    const seeded = (state.environments.get(name)?.branches ?? []).map((branch) => ({
      id: ids++,
      name: branch,
    }))
    policies.set(name, seeded)
    return seeded
  }

  function setPolicies(name: string, list: { id: number; name: string }[]) {
    policies.set(name, list)
    const environment = state.environments.get(name)
    if (environment) state.environments.set(name, { ...environment, branches: list.map((p) => p.name) })
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://fake')
      const text = Buffer.concat(chunks).toString()
      const body: unknown = text === '' ? undefined : JSON.parse(text)
      const method = request.method ?? 'GET'
      const call = { method, path: url.pathname, body }
      state.requests.push(call)
      const authorized = request.headers.authorization === `Bearer ${state.token}`
      const { answer, headers } = respond(call, url.searchParams, authorized)
      const [status, content] = answer
      response.writeHead(status, { 'content-type': 'application/json', ...headers })
      response.end(content === undefined ? undefined : JSON.stringify(content))
    })
  })

  function respond(
    { method, path, body }: { method: string; path: string; body: unknown },
    query: URLSearchParams,
    authorized: boolean,
  ): { answer: Answer; headers: Trouble['headers'] } {
    const violate = (list: string[]) => state.violations.push(...list.map((p) => `${method} ${path}: ${p}`))
    const op = operation(method, path)
    if (!op) {
      violate(['GitHub has no such call'])
      return { answer: notFound, headers: {} }
    }
    violate(requestProblems(op, query, body))
    const trouble = state.trouble?.({ method, path })
    if (trouble) {
      const message = trouble.message ?? 'Resource not accessible by integration'
      return { answer: [trouble.status, { message }], headers: trouble.headers ?? {} }
    }
    if (!authorized) return { answer: [401, { message: 'Bad credentials' }], headers: {} }
    const handler = handlers[`${method} ${op.path}`]
    if (!handler) {
      violate(['the fake does not know this call'])
      return { answer: notFound, headers: {} }
    }
    const answer = handler(op, body as never)
    violate(responseProblems(op, answer[0], answer[1]).map((p) => `the fake's answer: ${p}`))
    return { answer, headers: {} }
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return Object.assign(state, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  })
}

interface EnvironmentBody {
  readonly wait_timer?: number
  readonly prevent_self_review?: boolean
  readonly reviewers?: readonly { readonly type: 'User' | 'Team'; readonly id: number }[] | null
  readonly deployment_branch_policy?: { readonly custom_branch_policies: boolean } | null
}

const notFound: Answer = [404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest' }]

function secretsOf(op: Operation, names: readonly string[]): Answer {
  const example = exampleOf(op)
  const [secret] = example.secrets
  return [200, { ...example, total_count: names.length, secrets: names.map((name) => ({ ...secret, name })) }]
}

function issueOf(op: Operation, { number, title, body, open }: FakeIssue) {
  return { ...exampleOf(op), number, title, body, state: open ? 'open' : 'closed' }
}

/** As GitHub shows it: rules that are not set are left out. */
function environmentOf(op: Operation, name: string, environment: FakeEnvironment) {
  const example = exampleOf(op)
  const rules = example.protection_rules as {
    type: string
    reviewers?: { type: string; reviewer: object }[]
  }[]
  const ruleOf = (type: string) => rules.find((r) => r.type === type)!
  const sample = (type: string) => ruleOf('required_reviewers').reviewers!.find((r) => r.type === type)!
  const reviewers = environment.reviewers.map(({ type, name: who }) => {
    const [organisation, slug] = who.split('/')
    const { reviewer } = sample(type)
    return {
      type,
      reviewer:
        type === 'User'
          ? { ...reviewer, login: who, id: PEOPLE[who] ?? 99 }
          : {
              ...reviewer,
              slug,
              id: TEAMS[who] ?? 99,
              html_url: `https://github.com/orgs/${organisation}/teams/${slug}`,
            },
    }
  })
  return {
    ...example,
    name,
    can_admins_bypass: environment.bypass ?? false,
    protection_rules: [
      ...(environment.wait ? [{ ...ruleOf('wait_timer'), wait_timer: environment.wait }] : []),
      ...(reviewers.length > 0
        ? [
            {
              ...ruleOf('required_reviewers'),
              prevent_self_review: environment.preventSelfReview ?? false,
              reviewers,
            },
          ]
        : []),
      ...(environment.branches ? [ruleOf('branch_policy')] : []),
    ],
    deployment_branch_policy: environment.branches
      ? { protected_branches: false, custom_branch_policies: true }
      : null,
  }
}
