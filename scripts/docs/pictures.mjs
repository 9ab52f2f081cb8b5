// Pictures of the examples' routes, drawn from what the routers render for their files.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import { root } from '../bundle.mjs'
import { exported } from './source.mjs'

/** `docs/pictures/EXAMPLE.svg` for its rollout.yaml, `EXAMPLE-VARIANT.svg` for each rollout-VARIANT.yaml. */
export async function pictures() {
  const parse = await exported('spec', 'parseRollout')
  const draw = await exported('report/picture', 'routePicture')
  return rolloutFiles().map(({ example, variant, file }) => {
    const parsed = parse(readFileSync(path.join(root, file), 'utf8'), file)
    if (!parsed.ok) throw new Error(`${file}: ${parsed.problems[0].message}`)
    const { rollout } = parsed
    const name = variant === null ? example : `${example}-${variant}`
    return { file: `docs/pictures/${name}.svg`, content: draw(rollout, routeOf(rollout, path.dirname(file))) }
  })
}

/** The pictures, each with what its rollout file says at its top. */
export function scenarios() {
  return rolloutFiles()
    .map(({ example, variant, file }) => {
      const text = readFileSync(path.join(root, file), 'utf8')
      const said = text
        .split('\n')
        .filter((line, i, lines) => line.startsWith('#') && lines.slice(0, i).every((l) => l.startsWith('#')))
        .filter((line) => !line.startsWith('# yaml-language-server'))
        .map((line) => line.replace(/^# ?/, ''))
        .join('\n')
      const name = variant === null ? example : `${example}-${variant}`
      return [
        variant === null ? `## ${example}` : `### ${example}: ${variant}`,
        said,
        `[${path.posix.basename(file)}](../${file})${variant === null ? `, [how to run it](../examples/${example}/README.md)` : ''}`,
        `![The route of ${name} before, in each stage, and after](pictures/${name}.svg)`,
      ].join('\n\n')
    })
    .join('\n\n')
}

function rolloutFiles() {
  return readdirSync(path.join(root, 'examples'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: example }) =>
      readdirSync(path.join(root, 'examples', example))
        .map((file) => /^rollout(?:-(.+))?\.yaml$/.exec(file))
        .filter((match) => match !== null)
        .map((match) => ({
          example,
          variant: match[1] ?? null,
          file: path.posix.join('examples', example, match[0]),
        })),
    )
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
}

const key = ({ example, variant }) => `${example} ${variant ?? ''}`

function routeOf(rollout, folder) {
  const [spec] = rollout.routes
  const objects = spec.manifests.flatMap(({ path: file }) =>
    parseAllDocuments(readFileSync(path.join(root, folder, file), 'utf8')).map((document) => document.toJS()),
  )
  const found = objects.find(
    (o) => o.kind.toLowerCase() === spec.kind.toLowerCase() && o.metadata.name === spec.name,
  )
  if (!found) throw new Error(`${folder}: no manifest has the route ${spec.name}`)
  return found
}
