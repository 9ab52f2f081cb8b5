import path from 'node:path'
import { expect, test } from '@jest/globals'
import { parseAllDocuments } from 'yaml'
import { cli } from '../support/cli.ts'

const FILE = path.resolve(import.meta.dirname, '../../examples/header-routing/rollout-conditions.yaml')

test('render prints plain YAML of a stage, the same objects as its JSON', async () => {
  const [printed, told] = await Promise.all([
    cli(['render', FILE, '--stage', 'Testers']),
    cli(['render', FILE, '--stage', 'Testers', '--json']),
  ])
  expect([printed.code, told.code]).toEqual([0, 0])
  expect(parseAllDocuments(printed.stdout).map((document) => document.toJS() as unknown)).toEqual(
    told.json.objects,
  )
  const route = told.json.objects.find((o: { kind: string }) => o.kind === 'VirtualService')
  // The header rules share most of the weighted rule; what is reviewed names no part of another place.
  expect(route.spec.http.length).toBeGreaterThan(2)
  expect(printed.stdout).not.toMatch(/[&*]a\d/)
})

test('a stage that is none is told with those that are', async () => {
  const { code, json } = await cli(['render', FILE, '--stage', 'Tester', '--json'])
  expect({ code, outcome: json.outcome, message: json.problems[0].message }).toEqual({
    code: 2,
    outcome: 'invalid',
    message: 'no stage is called "Tester"; expected one of Testers, Some, Everybody, Swap, Finish',
  })
})
