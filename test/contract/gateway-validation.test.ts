import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  refusalOf,
  validateDestinationRule,
  validateVirtualService,
} from '../../src/rehearsal/gateway/validate.ts'
import { objectOf, plain, VALIDATION_CASES, type Verdict } from './gateway-validation.ts'

// Written by test/cluster/gateway-validation.test.ts, which compares it with a real istiod.
const file = join(import.meta.dirname, 'gateway-validation.recorded.json')
const recorded = JSON.parse(readFileSync(file, 'utf8')) as Record<string, Verdict>

test.each(VALIDATION_CASES)('the embedded validation says what istiod says: $name', (testCase) => {
  const object = objectOf(testCase, 'default')
  const validate = object.kind === 'DestinationRule' ? validateDestinationRule : validateVirtualService
  const validation = validate(object)
  const refusal = refusalOf(object, validation)
  const { status, message } = refusal ?? { status: 201, message: '' }
  expect({ status, message, warnings: validation.warnings }).toEqual(recorded[testCase.name])
})

test('every case is recorded, once', () => {
  expect(Object.keys(recorded).sort()).toEqual(VALIDATION_CASES.map((testCase) => testCase.name).sort())
  expect(Object.values(recorded).every((verdict) => plain(verdict).message === verdict.message)).toBe(true)
})
