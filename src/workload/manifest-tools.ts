import type { Problem } from '../process/errors.ts'
import { run, ToolError } from '../process/run.ts'
import type { LoadedSource } from './manifest-source.ts'
import type { PlaceholderValues } from './placeholders.ts'
import { fillInText } from './placeholders.ts'

export interface RenderWhere {
  /** Namespace of the rollout; objects that name none get it. */
  readonly namespace: string
  /** Environment of helm, kubectl and kustomize. */
  readonly env: { readonly [name: string]: string | undefined }
  readonly signal?: AbortSignal
  /** Milliseconds that one tool may take; default one minute. */
  readonly timeout?: number
}

export type SourceText =
  | { readonly ok: true; readonly file: string; readonly text: string }
  | { readonly ok: false; readonly problem: Problem }

/** The manifests of one source as text: a file as it is, or what Helm or kustomize make of it. */
export async function renderSource(
  source: LoadedSource,
  folder: string,
  values: PlaceholderValues,
  where: RenderWhere,
): Promise<SourceText> {
  const options = { cwd: folder, env: where.env, signal: where.signal, timeout: where.timeout ?? 60_000 }
  switch (source.kind) {
    case 'text':
      return { ok: true, file: source.file, text: source.text }
    case 'helm': {
      const file = `${source.name} (as rendered by helm)`
      const args = helmArguments(source, values, where.namespace)
      if (!args.ok)
        return {
          ok: false,
          problem: { code: 'manifest-placeholder', message: args.message, file: source.name },
        }
      return toolOutput(file, () => run('helm', args.args, options))
    }
    case 'kustomize': {
      const file = `${source.name} (as rendered by kustomize)`
      return toolOutput(file, () =>
        run('kubectl', ['kustomize', source.path], options).catch((error: unknown) => {
          if (!(error instanceof ToolError) || error.failure.kind !== 'not-found') throw error
          return run('kustomize', ['build', source.path], options)
        }),
      )
    }
  }
}

type HelmSource = Extract<LoadedSource, { kind: 'helm' }>

/** Arguments of `helm`: placeholders in the release name and in `set` are filled in, values are escaped as strvals reads them. */
export function helmArguments(
  source: HelmSource,
  values: PlaceholderValues,
  namespace: string,
):
  { readonly ok: true; readonly args: readonly string[] } | { readonly ok: false; readonly message: string } {
  const release = fillInText(source.release ?? '${deployment}', values)
  const set = Object.entries(source.set).map(([key, text]) => ({ key, filled: fillInText(text, values) }))
  const wrong = [release, ...set.map(({ filled }) => filled)].find((filled) => !filled.ok)
  if (wrong && !wrong.ok) return wrong
  const settings = set.flatMap(({ key, filled }) =>
    filled.ok ? ['--set', `${key}=${escapeSet(filled.text)}`] : [],
  )
  return {
    ok: true,
    args: [
      'template',
      release.ok ? release.text : '',
      source.chart,
      '--namespace',
      namespace,
      '--skip-tests',
      ...source.values.flatMap((file) => ['--values', file]),
      ...settings,
    ],
  }
}

/** In `--set` a comma starts the next key and a brace at the start a list. */
function escapeSet(value: string): string {
  return value.replace(/[\\,]/g, '\\$&').replace(/^\{/, '\\{')
}

async function toolOutput(file: string, work: () => Promise<{ stdout: string }>): Promise<SourceText> {
  try {
    return { ok: true, file, text: (await work()).stdout }
  } catch (error) {
    if (!(error instanceof ToolError)) throw error
    return { ok: false, problem: { code: 'manifest-render', message: error.message, file } }
  }
}
