#!/usr/bin/env node
// Stands for GitHub's command line: the few calls that the example workflows make, sent to the API that GITHUB_API_URL names.
import { argumentsOf } from './stand-in.mjs'

const { GITHUB_API_URL: api, GH_TOKEN: token, GH_REPO: repository } = process.env
const die = (text) => {
  process.stderr.write(`${text}\n`)
  process.exit(1)
}
const { options, rest } = argumentsOf(process.argv.slice(2), ['title', 'body'], [], (what) =>
  die(`unknown flag: ${what}`),
)
if (!token) die('To use GitHub CLI in a GitHub Actions workflow, set the GH_TOKEN environment variable.')
const [command, number] = [rest.slice(0, 2).join(' '), rest[2]]
if (command === 'issue create') {
  const { html_url: url } = await call('POST', '/issues', { title: options.title[0], body: options.body[0] })
  process.stdout.write(`${url}\n`)
} else if (command === 'issue close') await call('PATCH', `/issues/${number}`, { state: 'closed' })
else die(`unknown command "${command}" for "gh"`)

async function call(method, path, body) {
  const answer = await fetch(`${api}/repos/${repository}${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (!answer.ok) die(`HTTP ${answer.status}: ${(await answer.json()).message}`)
  return answer.json()
}
