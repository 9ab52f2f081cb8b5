import { objection } from '../../../scripts/lint/direction.mjs'

const inside = { typeOnly: false, inside: true }
const outside = { typeOnly: false, inside: false }

describe('import direction', () => {
  test.each([
    ['a pure module from a pure one', 'plan/plan.ts', 'spec/rollout.ts', inside],
    ['a contract of kube from a pure module', 'mesh/istio/render.ts', 'kube/object.ts', inside],
    ['an adapter from compose', 'commands/compose.ts', 'kube/rest.ts', inside],
    ['compose from main', 'main/cli.ts', 'commands/compose.ts', inside],
    ['a command from main', 'main/cli.ts', 'commands/advance.ts', inside],
    ['a built-in from an adapter', 'kube/rest.ts', 'node:https', outside],
    ['yaml from the parser', 'spec/parse.ts', 'yaml', outside],
  ])('allows %s', (_name, importer, target, how) => {
    expect(objection(importer, target, how)).toBeNull()
  })

  test.each([
    [
      'an adapter from a pure module',
      'plan/plan.ts',
      'kube/rest.ts',
      inside,
      /does not import src\/kube\/rest\.ts/,
    ],
    [
      'an adapter from a command',
      'commands/advance.ts',
      'kube/rest.ts',
      inside,
      /does not import src\/kube\/rest\.ts/,
    ],
    ['a host from a command', 'commands/advance.ts', 'host/local.ts', inside, /host/],
    ['the engine from the embedded cluster', 'rehearsal/api/api.ts', 'engine/advance.ts', inside, /engine/],
    [
      'effects inside a pure folder',
      'plan/plan.ts',
      'workload/manifest-source.ts',
      inside,
      /manifest-source/,
    ],
    ['main from anywhere', 'commands/compose.ts', 'main/cli.ts', inside, /nothing imports src\/main/],
    ['a built-in from a pure module', 'stats/binomial.ts', 'node:fs', outside, /free of effects/],
    ['a package from a pure module', 'mesh/route.ts', 'ws', outside, /free of effects/],
  ])('objects to %s', (_name, importer, target, how, why) => {
    expect(objection(importer, target, how)).toMatch(why)
  })
})
