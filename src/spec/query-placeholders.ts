import { quoted } from './reading.ts'
import type { Version } from './rollout.ts'
import { suggest } from './suggest.ts'

const SIDE = ['name', 'deployment', 'service', 'subset'] as const
const KNOWN = ['namespace', ...['canary', 'stable'].flatMap((side) => SIDE.map((key) => `${side}.${key}`))]
const PLACEHOLDER = /\$\{([^}]*)\}?/g

/** What is wrong with the placeholders of a metrics query, as a message; null: nothing. */
export function queryProblem(query: string): string | null {
  if (query.trim() === '') return 'the query is empty; expected PromQL; write what to ask for'
  for (const [whole, key = ''] of query.matchAll(PLACEHOLDER)) {
    if (whole.endsWith('}') && KNOWN.includes(key)) continue
    const near = suggest(key, KNOWN)
    const todo =
      near === null ? `write one of ${KNOWN.map((k) => `\${${k}}`).join(', ')}` : `did you mean \${${near}}?`
    return `${quoted(whole)} is no placeholder; expected a name that the rollout knows; ${todo}`
  }
  return null
}

export interface QueryNames {
  readonly namespace: string
  readonly canary: Version
  readonly stable: Version
}

/** The query with names filled in. Names are DNS labels: nothing in them ends a PromQL string. */
export function filledQuery(query: string, names: QueryNames): string {
  return query.replace(PLACEHOLDER, (_, key: string) => {
    if (key === 'namespace') return names.namespace
    const [side, field] = key.split('.') as ['canary' | 'stable', (typeof SIDE)[number]]
    const { name, deployment, backend } = names[side]
    switch (field) {
      case 'name':
        return name
      case 'deployment':
        return deployment
      case 'service':
        return backend.service
      case 'subset':
        return backend.kind === 'subset' ? backend.subset : ''
    }
  })
}
