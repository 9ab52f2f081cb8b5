import { comparisonShape } from './comparison-shape.ts'
import { defaulted, list, object, optional, required } from './collection-shapes.ts'
import type { ValuesOf } from './collection-shapes.ts'
import { headerRoutesShape } from './header-shape.ts'
import { stageLimitsShape, requestsShape } from './limits-shape.ts'
import type { LimitsInput } from './limits-shape.ts'
import { metricsCheckShape } from './metrics-shape.ts'
import { environmentName, stageName } from './name-shapes.ts'
import type { MetricsCheck } from './metrics.ts'
import type { Comparison, HeaderRoute } from './rollout.ts'
import { choice, duration, flag, number } from './scalar-shapes.ts'
import { converted, named } from './shape.ts'
import type { Shape } from './shape.ts'
import { byKey, byType } from './union-shapes.ts'

export type CheckInput =
  | { readonly kind: 'soak'; readonly duration: number }
  | { readonly kind: 'traffic'; readonly requests: number | null; readonly limits: LimitsInput | null }
  | ({ readonly kind: 'comparison' } & Comparison)
  | ({ readonly kind: 'metrics' } & MetricsCheck)

const overrides = object(
  'a mapping with requests and limits',
  {
    requests: optional(requestsShape, "the file's", 'Requests of one measurement in this stage.'),
    limits: optional(
      stageLimitsShape,
      "the file's",
      'Limits of this stage; what is not given comes from the file.',
    ),
  },
  { empty: true },
)
const everyFileLimit = { kind: 'traffic', requests: null, limits: null } as const

const check: Shape<CheckInput> = byType<CheckInput>(
  '"soak: 10m", "traffic: {...}", "metrics: {...}" or "comparison: {...}"',
  {
    text: converted(
      choice(['traffic'], '"soak: 10m", "traffic", "metrics: {...}" or "comparison: {...}"'),
      () => everyFileLimit,
    ),
    map: byKey<CheckInput>('"soak", "traffic", "metrics" or "comparison"', {
      soak: converted(
        object('a soak', {
          soak: required(duration(), 'soak: 10m', 'Wait this long after the route change.'),
        }),
        ({ soak }) => ({ kind: 'soak', duration: soak }),
      ),
      traffic: converted(
        object('a traffic check', {
          traffic: required(
            overrides,
            'traffic: {}',
            'Send requests and judge the answers, with limits of its own.',
          ),
        }),
        ({ traffic }) => ({ kind: 'traffic', ...traffic }),
      ),
      metrics: converted(
        object('a metrics check', {
          metrics: required(
            metricsCheckShape,
            'metrics: { query: ..., max: 0.01 }',
            'Ask the metrics server for one number, and hold it against limits.',
          ),
        }),
        ({ metrics }) => ({ kind: 'metrics', ...metrics }),
      ),
      comparison: converted(
        object('a comparison', {
          comparison: required(
            comparisonShape,
            'comparison: { logs: {}, label: prediction }',
            "Compare both versions' answers to the same requests.",
          ),
        }),
        ({ comparison }) => ({ kind: 'comparison', ...comparison }),
      ),
    }),
  },
)

const common = {
  name: required(stageName, 'name: Canary_10', 'Name of the stage; hosts use it as an identifier.'),
  approval: optional(environmentName, 'none', 'Environment whose approval opens the stage.'),
  soak: optional(
    duration(),
    'none',
    'Wait this long after the route change before the other checks; short for `checks: [{ soak: ... }]`.',
  ),
  checks: defaulted(
    named(list(check, 'a list of checks'), {
      type: 'list of `soak: 10m`, `traffic`, `traffic: {...}`, `metrics: {...}` or `comparison: {...}`',
    }),
    [],
    'What must hold before the stage has passed, in this order.',
  ),
  traffic: optional(
    flag('true or false (limits of one stage go into checks: [{ traffic: {...} }])'),
    '`true` when the file has a `traffic` block',
    'Whether requests are sent and judged at the end of the stage.',
  ),
  'on-failure': optional(
    choice(['abort', 'hold']),
    '`abort`; `hold` for `promote`',
    'What happens when a check fails.',
  ),
}
type Common = ValuesOf<typeof common>

const percent = number({ from: 0, to: 100, decimals: 2 })

const weight = object('a weight stage', {
  weight: required(percent, 'weight: 0', 'Percent of the traffic that goes to the canary, in steps of 0.01.'),
  ...common,
  headers: defaulted(
    headerRoutesShape,
    [],
    'Requests with these headers go to the canary whatever the weight: one mapping (all must fit), or a list of alternatives.',
  ),
  mirror: defaulted(
    percent,
    0,
    'Percent of the requests that are copied to the canary; its answers to the copies are thrown away.',
  ),
})
const promote = object('a promote stage', {
  promote: required(
    choice(['copy', 'swap']),
    'promote: copy',
    'The canary becomes stable: `copy` rolls its image out on the stable deployment, `swap` exchanges the roles.',
  ),
  ...common,
})
const trueOnly: Shape<boolean> = {
  ...converted(flag('true'), (value, node, reading) =>
    value
      ? true
      : reading.report(
          node.place,
          'bad-value',
          'false says nothing; expected true; write true, or remove the stage',
        ),
  ),
  type: '`true`',
  schema: () => ({ const: true }),
}
const finish = object('a finish stage', {
  finish: required(trueOnly, 'finish: true', 'Remove what the rollout no longer needs. The last stage.'),
  ...common,
})

export type StageInput = Common &
  (
    | {
        readonly kind: 'weight'
        readonly weight: number
        readonly headers: readonly HeaderRoute[]
        readonly mirror: number
      }
    | { readonly kind: 'promote'; readonly mode: 'copy' | 'swap' }
    | { readonly kind: 'finish' }
  )

const stage: Shape<StageInput> = byKey<StageInput>('"weight", "promote" or "finish"', {
  weight: converted(weight, (values) => ({ kind: 'weight', ...values })),
  promote: converted(promote, ({ promote: mode, ...rest }) => ({ kind: 'promote', mode, ...rest })),
  finish: converted(finish, ({ finish: _, ...rest }) => ({ kind: 'finish', ...rest })),
})

export const stagesShape: Shape<readonly StageInput[]> = list(
  named(stage, { type: 'mapping' }),
  'a list with at least one stage',
  { least: 1 },
)
