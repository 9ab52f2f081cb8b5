import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { createRequire } from 'node:module'
import { Ajv } from 'ajv'
import type * as LanguageService from 'azure-pipelines-language-service'

const fixture = (name: string) =>
  JSON.parse(readFileSync(path.resolve('test/fixtures/azure', name), 'utf8')) as { [field: string]: unknown }
const require = createRequire(import.meta.url)

export interface TaskManifest {
  readonly name: string
  readonly version: { readonly Major: number }
  readonly inputs: readonly {
    readonly name: string
    readonly type: string
    readonly required?: boolean
    readonly groupName?: string
    readonly visibleRule?: string
    readonly options?: { readonly [value: string]: string }
  }[]
  readonly groups: readonly { readonly name: string }[]
  readonly outputVariables: readonly { readonly name: string }[]
  readonly execution: { readonly [handler: string]: { readonly target: string } }
  readonly restrictions: {
    readonly commands: { readonly mode: string }
    readonly settableVariables: { readonly allowed: readonly string[] }
  }
}

/** The manifests in the repository. */
export function manifests(): TaskManifest[] {
  const folder = path.resolve('pipelines/extension')
  return readdirSync(folder)
    .filter((name) => name.startsWith('Shiftgate'))
    .map((name) => JSON.parse(readFileSync(path.join(folder, name, 'task.json'), 'utf8')) as TaskManifest)
}

/** The service's schema with our tasks as it knows them once the extension is installed. */
export function pipelineSchema(): object {
  const schema = fixture('service-schema.json') as unknown as {
    definitions: { task: { properties: { task: { anyOf: object[] } }; anyOf: object[] } }
  }
  const { task } = schema.definitions
  for (const { name, version, inputs } of [...manifests(), ...FOREIGN]) {
    const reference = `${name}@${version.Major}`
    task.properties.task.anyOf.push({ ignoreCase: 'value', enum: [reference] })
    const properties = Object.fromEntries(
      inputs.map(({ name: input, type, options }) => [
        input,
        options
          ? { enum: Object.keys(options), ignoreCase: 'all' }
          : { type: type === 'boolean' ? ['boolean', 'string'] : 'string', ignoreCase: 'key' },
      ]),
    )
    task.anyOf.push({
      properties: {
        task: { pattern: `^${reference}$`, ignoreCase: 'value' },
        inputs: { properties, additionalProperties: false },
      },
      firstProperty: ['task'],
      required: ['task'],
    })
  }
  return schema
}

/** Tasks of Microsoft that our pipelines name. */
const FOREIGN = [
  { name: 'DownloadSecureFile', version: { Major: 1 }, inputs: [{ name: 'secureFile', type: 'string' }] },
  // Until its command is part of this version.
  ...(manifests().some((m) => m.name === 'ShiftgateBuild')
    ? []
    : [
        {
          name: 'ShiftgateBuild',
          version: { Major: 1 },
          inputs: [
            { name: 'file', type: 'string' },
            { name: 'containerRegistry', type: 'string' },
          ],
        },
      ]),
] as readonly Pick<TaskManifest, 'name' | 'version' | 'inputs'>[]

/** What the language service of Microsoft's editor extension says of an unexpanded template or pipeline. */
export async function languageProblems(file: string, text: string): Promise<string[]> {
  const { getLanguageService } = require('azure-pipelines-language-service') as typeof LanguageService
  const { TextDocument } = require('vscode-languageserver-types') as {
    TextDocument: { create(uri: string, language: string, version: number, text: string): never }
  }
  const parser = require('azure-pipelines-language-service/lib/parser/yamlParser.js') as {
    parse(text: string): never
  }
  const uri = 'file:///service-schema.json'
  const service = getLanguageService(() => Promise.resolve(pipelineSchema()), [], undefined as never)
  service.configure({
    validate: true,
    schemas: [{ uri, fileMatch: ['*'], schema: pipelineSchema() }],
  })
  const document = TextDocument.create(`file:///${file}`, 'yaml', 1, text)
  const found = await service.doValidation(document, parser.parse(text))
  return found.map((d) => `${d.range.start.line + 1}: ${d.message as string}`)
}

/** The same schema over what is left after expansion. */
export function schemaProblems(expanded: unknown): string[] {
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true, validateFormats: false })
  const validate = ajv.compile(pipelineSchema())
  // To the service every scalar of YAML is a string first.
  const scalars = JSON.parse(
    JSON.stringify(expanded, (_key, value: unknown) =>
      ['number', 'boolean'].includes(typeof value) ? String(value) : value,
    ),
  ) as unknown
  return validate(scalars)
    ? []
    : (validate.errors ?? []).map((e) => `${e.instancePath} ${e.message} ${JSON.stringify(e.params)}`)
}

/** Of a task.json: draft 4 says nothing that the newer one reads differently here. */
export function manifestProblems(manifest: unknown): string[] {
  const { $schema: _, id: __, ...schema } = fixture('tasks.schema.json')
  const ajv = new Ajv({ strict: false, unicodeRegExp: false, allErrors: true, validateFormats: false })
  const { $schema: ___, ...checked } = manifest as { $schema?: string }
  const validate = ajv.compile(schema)
  return validate(checked) ? [] : [ajv.errorsText(validate.errors)]
}
