import { defaulted, entries, mapping, object, optional } from './collection-shapes.ts'
import type { ValuesOf } from './collection-shapes.ts'
import { dnsLabel, objectName, placeholderName } from './name-shapes.ts'
import type { Version } from './rollout.ts'
import { number, text, written } from './scalar-shapes.ts'
import type { Complaint } from './scalar-shapes.ts'
import type { Shape } from './shape.ts'

/** 40 for the rollout, 1 for the "-" and 22 make a DNS label. */
const versionName = text({
  expected: 'a version name: at most 22 characters (a-z, 0-9 and "-")',
  type: 'name',
  pattern: '[a-z0-9](?:[a-z0-9\\-]*[a-z0-9])?',
  most: 22,
  complaint: (value): Complaint | null =>
    value === 'stable' || value === 'canary'
      ? {
          what: `"${value}" is the name of a role, and versions change their roles`,
          todo: 'name the versions, for example, blue and green',
        }
      : null,
  advice: (value) =>
    `write for example ${
      value
        .slice(0, 22)
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-|-$/g, '') || 'blue'
    }`,
})

const fields = {
  deployment: optional(
    objectName('the name of a Deployment'),
    '`<rollout>-<version>`',
    'The Deployment that runs the version.',
  ),
  service: optional(
    dnsLabel('the name of a Service'),
    '`<rollout>-<version>`; with `subset`: `<rollout>`',
    'The Service that leads to the version: one for each version, or one for both with `subset`.',
  ),
  subset: optional(
    dnsLabel('the name of a subset'),
    'none: two Services',
    'The subset of the DestinationRule that selects the version.',
  ),
  port: optional(
    number({ from: 1, to: 65_535, decimals: 0, expected: 'a port number from 1 to 65535' }),
    "the route's",
    "The Service's port.",
  ),
  values: defaulted(
    mapping({
      expected: 'a mapping of placeholder names to text',
      keyName: 'NAME',
      key: placeholderName,
      value: written('text of a placeholder'),
    }),
    {},
    'What `${NAME}` in the manifests stands for. Both versions give the same names.',
  ),
}
export type VersionInput = ValuesOf<typeof fields>

export const versionsShape: Shape<readonly (readonly [string, VersionInput])[]> = entries({
  expected: 'exactly two versions',
  keyName: 'version',
  key: versionName,
  value: object('a mapping with deployment and service', fields, { empty: true }),
  count: 2,
})

export function version(rollout: string, name: string, input: VersionInput): Version {
  const { subset, port } = input
  const own = `${rollout}-${name}`
  return {
    name,
    deployment: input.deployment ?? own,
    backend:
      subset === null
        ? { kind: 'service', service: input.service ?? own, port }
        : { kind: 'subset', service: input.service ?? rollout, subset, port },
    values: input.values,
  }
}
