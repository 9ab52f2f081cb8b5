import path from 'node:path'
import { objection } from './direction.mjs'

/** ESLint rule: imports follow the table in direction.mjs. */
export const importDirection = {
  meta: { type: 'problem', schema: [], messages: { direction: '{{why}}' } },
  create(context) {
    const src = path.join(context.cwd, 'src')
    const importer = slashed(path.relative(src, context.filename))
    function check(node, typeOnly) {
      if (typeof node.source?.value !== 'string') return
      const written = node.source.value
      const inside = written.startsWith('.')
      const target = inside
        ? slashed(path.relative(src, path.resolve(path.dirname(context.filename), written)))
        : written
      const why = objection(importer, target, { typeOnly, inside })
      if (why !== null) context.report({ node: node.source, messageId: 'direction', data: { why } })
    }
    return {
      ImportDeclaration: (node) => check(node, node.importKind === 'type'),
      ExportNamedDeclaration: (node) => check(node, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node, node.exportKind === 'type'),
      ImportExpression: (node) => check(node, false),
    }
  },
}

const slashed = (file) => file.replaceAll('\\', '/')
