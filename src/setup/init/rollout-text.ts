import { stringify } from 'yaml'
import type { Proposal, ProposedVersion } from './propose.ts'
import { sameTarget } from './routes.ts'
import { FIRST_STAGES } from './stages.ts'

/** The rollout file of a proposal, as a person would write it. */
export function rolloutText(proposal: Proposal): string {
  const { name, namespace, image, versions, manifests, route, routeManifests } = proposal
  // A rule that leads to one version only has to lead somewhere after the rollout too.
  const pinned =
    route.rules.length > 1 && route.rules.some((r) => r.every((t) => sameTarget(t, versions[1].target)))
  return [
    '# Written by `shiftgate init`; yours from here on. What else it can say: docs/rollout-file.md of shiftgate.',
    `rollout: ${flow(name)}`,
    `namespace: ${flow(namespace)}`,
    ...(image === null ? [] : [`image: ${flow(image)}`]),
    '',
    'versions: # the first is stable until a record in the cluster says otherwise',
    ...versions.map((version) => `  ${flow(version.name)}: ${flow(versionFields(version))}`),
    '',
    `manifests: ${flow(manifests)}`,
    '',
    'routes:',
    `  - ${flow({
      [route.kind]: route.name,
      ...(routeManifests.length > 0 ? { manifests: routeManifests } : {}),
      ...(pinned ? { pins: 'retarget' } : {}),
    })}`,
    '',
    ...traffic(proposal),
    '',
    'stages:',
    ...FIRST_STAGES.map(
      ({ approval, ...stage }) => `  - ${flow({ ...stage, ...(approval ? { approval } : {}) })}`,
    ),
    '',
  ].join('\n')
}

function versionFields({ deployment, target, values }: ProposedVersion) {
  const { service, subset, port } = target
  return {
    deployment,
    service,
    ...(subset === null ? {} : { subset }),
    ...(port === null ? {} : { port }),
    ...(Object.keys(values).length === 0 ? {} : { values }),
  }
}

/** Without an address nothing is measured; what is missing stands there to be filled in. */
function traffic({ url, identify, versions }: Proposal): string[] {
  const how = identify === null ? null : `  identify: ${flow({ header: identify })}`
  const [a, b] = versions
  const lines = [
    'traffic:',
    `  url: ${flow(url ?? 'https://models.example.com/score')}`,
    how ?? `  identify: { body: { ${a.name}: TEXT OF ITS ANSWERS, ${b.name}: TEXT OF ITS ANSWERS } }`,
  ]
  if (url !== null && how !== null) return lines
  return ['# Fill in, so that answers are measured after each stage:', ...lines.map((line) => `# ${line}`)]
}

/** On one line, quoted where YAML needs it. */
function flow(value: unknown): string {
  const options = { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: true } as const
  return stringify(value, options).trim()
}
