import { readFileSync } from 'node:fs'
import path from 'node:path'
import { camelCase, HOST_COMMANDS, INPUTS } from '../../../src/commands/inputs.ts'
import { OUTPUTS } from '../../../src/report/outputs.ts'
import { expandPipeline, expandTemplate } from '../../support/azure-expand.ts'
import { languageProblems, manifestProblems, manifests, schemaProblems } from './pipeline-schema.ts'

const root = path.resolve('.')
const read = (file: string) => readFileSync(path.resolve(file), 'utf8')
const abtest = (parameters: object) => expandTemplate(path.resolve('pipelines/abtest.yml'), parameters)

const STAGES = [{ name: 'Blue_0' }, { name: 'Blue_50', environment: 'abtestenv' }]
const TEMPLATES = ['abtest', 'steps/plan', 'steps/advance', 'steps/recover'].map(
  (name) => `pipelines/${name}.yml`,
)
const CALLERS = [
  ['pipelines/mlopspython.yml', {}],
  ['pipelines/tfserving-gke.yml', {}],
  ['pipelines/shadow.yml', {}],
] as const

describe('task.json', () => {
  test.each(manifests().map((m) => [m.name, m] as const))(
    '%s satisfies the schema of tasks',
    (_name, manifest) => {
      expect(manifestProblems(manifest)).toEqual([])
      expect(manifestProblems({ ...manifest, inputz: [] })).not.toEqual([])
    },
  )

  test.each(manifests().map((m) => [m.name, m] as const))(
    '%s has the inputs of the table, and no others but connections',
    (name, manifest) => {
      const build = name === 'ShiftgateBuild'
      const commands = (HOST_COMMANDS as readonly string[]).filter((c) => (c === 'build') === build)
      const wanted = INPUTS.filter(
        (i) => i.name !== 'command' && i.commands.some((c) => commands.includes(c)),
      ).map((i) => camelCase(i.name))
      const connections = build
        ? ['containerRegistry']
        : [
            'command',
            'connectionType',
            'kubernetesServiceConnection',
            'azureSubscription',
            'resourceGroup',
            'clusterName',
            'clusterAdmin',
          ]
      expect(manifest.inputs.map((i) => i.name).sort()).toEqual([...connections, ...wanted].sort())
      if (!build)
        expect(Object.keys(manifest.inputs.find((i) => i.name === 'command')!.options!)).toEqual(commands)
      const outputs = OUTPUTS.map((o) => o.name)
      expect(manifest.outputVariables.map((o) => o.name)).toEqual(outputs)
      expect(manifest.restrictions).toEqual({
        commands: { mode: 'restricted' },
        settableVariables: { allowed: outputs },
      })
      expect(Object.keys(manifest.execution)).toEqual(['Node20_1', 'Node24'])
      const groups = manifest.groups.map((g) => g.name)
      expect(manifest.inputs.filter((i) => i.groupName && !groups.includes(i.groupName))).toEqual([])
    },
  )
})

describe('templates', () => {
  test.each([...TEMPLATES, ...CALLERS.map(([file]) => file)])(
    'the language service finds nothing in %s',
    async (file) => {
      const lines = read(file).split('\n')
      const found = await languageProblems(file, read(file))
      // Keys that nobody expects are how a template refuses at compile time; only those may be found.
      expect(found.filter((problem) => !lines[parseInt(problem, 10) - 1]!.endsWith(': refused'))).toEqual([])
    },
  )

  test('the language service would find a misspelled key and input', async () => {
    const text = read('pipelines/abtest.yml').replace('lockBehavior:', 'lockBehaviour:')
    expect((await languageProblems('abtest.yml', text)).join()).toContain('lockBehaviour')
    const step = read('pipelines/steps/recover.yml').replace('reason:', 'raeson:')
    expect((await languageProblems('recover.yml', step)).join()).toContain('raeson')
  })

  test.each(CALLERS)('%s expands to what the schema of pipelines takes', (file, parameters) => {
    const expanded = expandPipeline(path.resolve(file), parameters, root)
    expect(JSON.stringify(expanded)).not.toContain('${{')
    expect(schemaProblems(expanded)).toEqual([])
  })

  test('with every parameter, too; and a wrong key in it would be found', () => {
    const expanded = abtest({
      stages: STAGES,
      build: true,
      containerRegistry: 'acr',
      timeoutInMinutes: 61,
      connection: { connectionType: 'kubernetes', kubernetesServiceConnection: 'k8s' },
      before: [{ bash: 'echo before' }],
      env: { MODEL_TOKEN: '$(MODEL_TOKEN)' },
    })
    expect(schemaProblems(expanded)).toEqual([])
    const stages = expanded['stages'] as unknown as {
      stage: string
      jobs: { timeoutInMinutes?: number }[]
    }[]
    expect(stages.map((s) => s.stage)).toEqual(['Build', 'Plan', 'Blue_0', 'Blue_50', 'Recover'])
    // What is not said is an hour.
    const minutes = stages.map((s) => s.jobs[0]!.timeoutInMinutes)
    expect(minutes).toEqual([61, undefined, 61, 61, 360])
    expect(
      schemaProblems({ stages: stages.map((s) => ({ ...s, lockBehaviour: 'sequential' })) }),
    ).not.toEqual([])
  })

  test('secret variables reach every task, by name', () => {
    const env = { MODEL_TOKEN: '$(MODEL_TOKEN)' }
    const text = JSON.stringify(abtest({ stages: STAGES, build: true, env }))
    const tasks = text.split('"task":"Shiftgate').length - 1
    expect(tasks).toBe(5)
    expect(text.split(`"env":${JSON.stringify(env)}`).length - 1).toBe(tasks)
  })

  test('only stages with an environment wait for it; recovery never does', () => {
    const stages = abtest({ stages: STAGES })['stages'] as unknown as {
      stage: string
      condition?: string
      jobs: object[]
    }[]
    expect(
      stages.filter((s) => JSON.stringify(s.jobs).includes('"environment"')).map((s) => s.stage),
    ).toEqual(['Blue_50'])
    expect(stages.at(-1)).toMatchObject({
      stage: 'Recover',
      condition: 'always()',
      jobs: [{ condition: 'always()', timeoutInMinutes: 360 }],
    })
  })

  const WRONG: readonly (readonly [parameters: object, message: string])[] = [
    [{}, "A value for the 'stages' parameter must be provided."],
    [{ stages: [] }, 'parameter stages is empty; list the stages of the rollout file'],
    [{ stages: [{ name: 'A', weight: 5 }] }, 'a stage has name and environment only, got weight'],
    [{ stages: STAGES, build: true, image: 'x' }, 'give either build or image, not both'],
    [{ stages: STAGES, build: 'perhaps' }, "The 'build' parameter is not a valid boolean."],
    [{ stages: STAGES, timeoutInMinutes: 'long' }, "The 'timeoutInMinutes' parameter is not a valid number."],
    [
      { stages: STAGES, connection: { kubernetesConnection: 'x' } },
      'parameter connection has no kubernetesConnection',
    ],
    [{ stages: STAGES, stagez: 1 }, "Unexpected parameter 'stagez'"],
    [{ stages: STAGES, file: '' }, 'parameter file is empty; give the path of the rollout file'],
    [{ stages: STAGES, file: ['a.yaml'] }, "The 'file' parameter is not a valid string."],
    [{ stages: STAGES, set: { namespace: 'a' } }, "The 'set' parameter is not a valid string."],
    [{ stages: 'Blue_0' }, "Expected a sequence or mapping. Actual value 'Blue_0'"],
    [{ stages: ['Blue_0'] }, "Expected a sequence or mapping. Actual value 'Blue_0'"],
    [{ stages: { Blue_0: { environment: 'e' } } }, 'a stage has name and environment only, got key'],
    [{ stages: [{ environment: 'abtestenv' }] }, 'a stage has no name; expected name:'],
    [{ stages: [{ name: 'Plan' }] }, 'Plan is a stage of the template itself'],
    [{ stages: [{ name: 'A', environment: '$(env)' }] }, 'the environment of A is known only when'],
    [{ stages: STAGES, before: 'echo' }, "The 'before' parameter is not a valid stepList."],
    [{ stages: STAGES, pool: { vmImages: 'x' } }, 'parameter pool has vmImage, name and demands only'],
    [{ stages: STAGES, env: ['TOKEN=x'] }, 'parameter env is a mapping, NAME: VALUE'],
    [{ stages: STAGES, env: 'TOKEN=x' }, "Expected a sequence or mapping. Actual value 'TOKEN=x'"],
    [{ stages: STAGES, timeoutInMinutes: -1 }, 'timeoutInMinutes is -1; expected 1 or more'],
    [{ stages: STAGES, containerRegistry: 'acr' }, 'containerRegistry is for the build; add build: true'],
    [
      { stages: STAGES, build: true, containerRegistry: '$(ACR)' },
      'containerRegistry names a variable of the run',
    ],
    [
      { stages: STAGES, connection: { connectionType: 'kubernets' } },
      'connectionType is none, kubernetes or azureResourceManager, not kubernets',
    ],
    [
      { stages: STAGES, connection: { connectionType: 'kubernetes' } },
      'connectionType kubernetes needs kubernetesServiceConnection',
    ],
    [
      { stages: STAGES, connection: { kubernetesServiceConnection: 'k8s' } },
      'kubernetesServiceConnection needs connectionType: kubernetes',
    ],
    [
      { stages: STAGES, connection: { connectionType: 'azureResourceManager', azureSubscription: 's' } },
      'connectionType azureResourceManager needs resourceGroup',
    ],
    [
      { stages: STAGES, connection: { connectionType: 'none', clusterName: 'c' } },
      'clusterName needs connectionType: azureResourceManager',
    ],
    [
      {
        stages: STAGES,
        connection: { connectionType: 'kubernetes', kubernetesServiceConnection: '$(K8S)' },
      },
      'kubernetesServiceConnection names a variable of the run; give the name of the connection',
    ],
  ]
  test.each(WRONG)('%j is refused at compile time', (parameters, message) => {
    expect(() => abtest(parameters)).toThrow(message)
  })

  test('every parameter of abtest.yml has a wrong value above', () => {
    const declared = [...read('pipelines/abtest.yml').matchAll(/^ {2}- name: (\w+)$/gm)].map((m) => m[1])
    expect(WRONG.flatMap(([parameters]) => Object.keys(parameters))).toEqual(expect.arrayContaining(declared))
  })
})
