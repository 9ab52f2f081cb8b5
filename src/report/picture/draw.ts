import type { Role, Sides } from '../../mesh/route-state.ts'
import type { Frame } from './frames.ts'
import type { Point } from './svg.ts'
import { arrow, box, escaped, FONT, text, wrapped } from './svg.ts'
import type { Arrow, RouteView, RuleView } from './view.ts'

const WIDTH = 940
const MARGIN = 24
const CLIENT = { x: MARGIN, width: 180 }
const RULE = { x: 248, width: 292 }
const TARGET = { x: 704, width: 212 }
/** Of an arrow, under its label. */
const STRAIGHT = 46
const LINE = 16
const GAP = 14
const TITLE = 58
const LEGEND = 34

const INK = '#1f2937'
const PALE = '#6b7280'
const OURS = '#b45309'
const COLORS: { readonly [role in Role]: { readonly stroke: string; readonly fill: string } } = {
  stable: { stroke: '#15803d', fill: '#f0fdf4' },
  canary: { stroke: '#1d4ed8', fill: '#eff6ff' },
}
const OTHER = { stroke: '#6b7280', fill: '#f9fafb' }

/** The states of a route, one below the other, as an SVG image with a white ground. */
export function drawFrames(title: string, frames: readonly Frame[], sides: Sides): string {
  const panels = frames.map((frame) => panel(frame, sides))
  const height = panels.reduce((sum, p) => sum + p.height, TITLE) + LEGEND
  let y = TITLE
  const drawn = panels.map((p) => {
    const at = y
    y += p.height
    return `<g transform="translate(0 ${at})">${p.content}</g>`
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="${FONT}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(frames.map(inWords(sides)).join(' '))}</desc>`,
    `<rect width="${WIDTH}" height="${height}" rx="8" fill="#ffffff"/>`,
    text(MARGIN, 34, title, { size: 17, bold: true }),
    ...drawn,
    ...legend(y + 8),
    '</svg>',
    '',
  ].join('\n')
}

function panel({ title, caption, view, running }: Frame, sides: Sides) {
  const rules = stacked(
    view.rules.map((rule, i) => ({
      rule,
      lines: ruleLines(rule, i, view),
      height: ruleHeight(rule, i, view),
    })),
  )
  const targets = targetsOf(view)
  const boxes = stacked(targets.map((to) => ({ to, height: 62 })))
  const client = clientLines(view)
  const clientHeight = client.length * LINE + 18
  const inner = Math.max(rules.height, boxes.height, clientHeight)
  const top = 46
  const offset = (height: number) => top + (inner - height) / 2
  const content: string[] = [
    `<line x1="${MARGIN}" y1="0" x2="${WIDTH - MARGIN}" y2="0" stroke="#e5e7eb"/>`,
    text(MARGIN, 25, title, { size: 14, bold: true }),
    text(MARGIN + title.length * 9 + 14, 25, caption, { size: 13, color: PALE }),
  ]
  const clientY = offset(clientHeight)
  content.push(box(CLIENT.x, clientY, CLIENT.width, clientHeight, { fill: '#f9fafb', stroke: '#9ca3af' }))
  client.forEach((line, i) =>
    content.push(
      text(CLIENT.x + 12, clientY + 22 + i * LINE, line, i === 0 ? { bold: true } : { color: '#374151' }),
    ),
  )
  const ends = arrivals(
    rules.items.map(({ rule }) => rule),
    targets,
    boxes.items.map(({ y }) => y + offset(boxes.height)),
  )
  const edges: string[] = []
  const labels: string[] = []
  for (const [i, { rule, lines, height, y }] of rules.items.entries()) {
    const at = y + offset(rules.height)
    const client = { x: CLIENT.x + CLIENT.width, y: clientY + clientHeight / 2 }
    edges.push(arrow(client, { x: RULE.x, y: at + height / 2 }, { color: '#9ca3af', width: 1.5 }))
    const ours = rule.owner !== 'team'
    content.push(
      box(RULE.x, at, RULE.width, height, {
        fill: ours ? '#fffbeb' : '#ffffff',
        stroke: ours ? OURS : '#9ca3af',
        width: ours ? 1.5 : 1,
        dashed: rule.owner === 'added',
      }),
    )
    lines.forEach((line, k) =>
      content.push(
        text(RULE.x + 12, at + 21 + k * LINE, line.text, {
          bold: line.kind === 'condition',
          color: line.kind === 'condition' ? INK : line.kind === 'ours' ? OURS : PALE,
          size: line.kind === 'condition' ? 12 : 11,
        }),
      ),
    )
    rule.arrows.forEach((one, k) => {
      const from = { x: RULE.x + RULE.width, y: at + ((k + 1) * height) / (rule.arrows.length + 1) }
      const to = ends[i]![k]!
      edges.push(edge(one, from, to))
      labels.push(
        text(from.x + 8, from.y - 6, labelOf(one), {
          size: 11,
          bold: one.percent > 0,
          color: one.percent > 0 ? colorOf(one).stroke : PALE,
          halo: true,
        }),
      )
    })
  }
  for (const { to, y } of boxes.items)
    content.push(...targetBox(to, y + offset(boxes.height), running, sides))
  return { height: top + inner + 22, content: [...edges, ...content, ...labels].join('\n') }
}

function edge(one: Arrow, from: Point, to: Point): string {
  if (one.percent === 0) return arrow(from, to, { color: '#d1d5db', width: 1, straight: STRAIGHT })
  const width = 1.5 + (one.percent / 100) * 2.5
  return arrow(from, to, {
    color: colorOf(one).stroke,
    width: one.copy ? 1.5 : width,
    dashed: one.copy,
    straight: one.copy ? 2 * STRAIGHT : STRAIGHT,
  })
}

function labelOf({ percent, copy }: Arrow): string {
  const share = `${Number(percent.toFixed(2))} %`
  return copy ? `copies of ${share}` : share
}

function colorOf({ to }: Pick<Arrow, 'to'>) {
  return typeof to === 'string' ? COLORS[to] : OTHER
}

interface RuleLine {
  readonly kind: 'condition' | 'ours' | 'detail'
  readonly text: string
}

function ruleLines(rule: RuleView, index: number, view: RouteView): RuleLine[] {
  const every = index === 0 ? 'every request' : 'every other request'
  const conditions = rule.conditions.length === 0 ? [every] : rule.conditions
  const detail = {
    weighted: 'shiftgate moves these weights',
    added: 'added by shiftgate for this stage',
    team: null,
  }[rule.owner]
  return [
    ...conditions
      .flatMap((condition, i) => wrapped(i === 0 ? condition : `or ${condition}`, RULE.width - 24))
      .map((line): RuleLine => ({ kind: 'condition', text: line })),
    ...(rule.timeout === null ? [] : [{ kind: 'detail', text: `timeout ${rule.timeout}` } as const]),
    ...(detail === null ? [] : [{ kind: 'ours', text: detail } as const]),
    ...(detail === null && view.rules.length > 1
      ? [{ kind: 'detail', text: 'the team’s own rule' } as const]
      : []),
  ]
}

function ruleHeight(rule: RuleView, index: number, view: RouteView): number {
  return Math.max(ruleLines(rule, index, view).length * LINE + 16, rule.arrows.length * 22 + 10)
}

function clientLines(view: RouteView): string[] {
  const lines = [...view.hosts, ...view.via.map((via) => `via ${via}`)]
  return ['clients', ...lines.flatMap((line) => wrapped(line, CLIENT.width - 14))]
}

function targetsOf(view: RouteView): Arrow['to'][] {
  const others = view.rules.flatMap(({ arrows }) =>
    arrows.flatMap(({ to }) => (typeof to === 'string' ? [] : [to])),
  )
  return ['stable', 'canary', ...new Map(others.map((to) => [to.other, to])).values()]
}

const same = (a: Arrow['to'], b: Arrow['to']) =>
  typeof a === 'string' || typeof b === 'string' ? a === b : a.other === b.other

/** Where each arrow of each rule ends: spread over the side of its target, in the order of the rules. */
function arrivals(
  rules: readonly RuleView[],
  targets: readonly Arrow['to'][],
  tops: readonly number[],
): Point[][] {
  const counts = targets.map(
    (to) => rules.flatMap(({ arrows }) => arrows).filter((a) => same(a.to, to)).length,
  )
  const seen = targets.map(() => 0)
  return rules.map(({ arrows }) =>
    arrows.map(({ to }) => {
      const at = targets.findIndex((target) => same(target, to))
      seen[at]! += 1
      return { x: TARGET.x, y: tops[at]! + (62 * seen[at]!) / (counts[at]! + 1) }
    }),
  )
}

function targetBox(to: Arrow['to'], y: number, running: readonly Role[], sides: Sides): string[] {
  const line = (content: string, color: string) => text(TARGET.x + 12, y + 44, content, { size: 11, color })
  if (typeof to !== 'string') {
    const pods = running.map((role) => sides[role].name).join(' and ')
    return [
      box(TARGET.x, y, TARGET.width, 62, OTHER),
      text(TARGET.x + 12, y + 24, cut(to.other, 26), { bold: true }),
      ...(to.unpinned ? [line(`any pod behind it: ${pods}`, PALE)] : []),
    ]
  }
  const there = running.includes(to)
  const { stroke, fill } = COLORS[to]
  const { name, backend } = sides[to]
  const port = backend.port === null ? '' : `:${backend.port}`
  const where =
    backend.kind === 'subset' ? `subset ${backend.subset}${port}` : `Service ${backend.service}${port}`
  const role = running.length === 1 ? 'stable' : to
  return [
    box(TARGET.x, y, TARGET.width, 62, {
      fill: there ? fill : '#ffffff',
      stroke: there ? stroke : '#d1d5db',
      width: there ? 1.5 : 1,
      dashed: !there,
    }),
    text(TARGET.x + 12, y + 24, cut(name, 20), { bold: true, size: 13, color: there ? stroke : '#9ca3af' }),
    text(TARGET.x + TARGET.width - 12, y + 24, there ? role : 'no pods', {
      size: 11,
      color: PALE,
      anchor: 'end',
    }),
    line(cut(where, 32), there ? INK : '#9ca3af'),
  ]
}

const cut = (words: string, most: number) => (words.length > most ? `${words.slice(0, most - 1)}…` : words)

function legend(y: number): string[] {
  const item = (x: number, label: string, mark: string) => [
    mark,
    text(x + 42, y + 12, label, { size: 11, color: PALE }),
  ]
  return [
    ...item(
      MARGIN,
      'requests, with their share',
      arrow({ x: MARGIN, y: y + 8 }, { x: MARGIN + 34, y: y + 8 }, { color: INK, width: 3 }),
    ),
    ...item(
      260,
      'copies: their answers are thrown away',
      arrow({ x: 260, y: y + 8 }, { x: 294, y: y + 8 }, { color: INK, width: 1.5, dashed: true }),
    ),
    ...item(
      556,
      'what shiftgate writes; all else stays as it is',
      box(556, y, 30, 16, { fill: '#fffbeb', stroke: OURS, width: 1.5 }),
    ),
  ]
}

function stacked<T extends { readonly height: number }>(items: readonly T[]) {
  let y = 0
  const placed = items.map((item) => {
    const at = y
    y += item.height + GAP
    return { ...item, y: at }
  })
  return { items: placed, height: Math.max(0, y - GAP) }
}

/** For those who cannot see it. */
function inWords(sides: Sides): (frame: Frame) => string {
  const name = (to: Arrow['to']) => (typeof to === 'string' ? sides[to].name : to.other)
  return ({ title, view }) => {
    const rules = view.rules.map(({ conditions, arrows }, i) => {
      const who =
        conditions.length === 0
          ? i === 0
            ? 'every request'
            : 'every other request'
          : conditions.join(' or ')
      const where = arrows.filter(({ percent }) => percent > 0).map((a) => `${labelOf(a)} to ${name(a.to)}`)
      return `${who}: ${where.join(', ')}`
    })
    return `${title}: ${rules.join('; ')}.`
  }
}
