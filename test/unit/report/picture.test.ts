import { describe, expect, test } from '@jest/globals'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { parseAllDocuments } from 'yaml'
import type { KubeObject } from '../../../src/kube/object.ts'
import { drawFrames } from '../../../src/report/picture/draw.ts'
import { framesOf } from '../../../src/report/picture/frames.ts'
import { routePicture } from '../../../src/report/picture/route-picture.ts'
import { parseRollout } from '../../../src/spec/parse.ts'
import type { Rollout } from '../../../src/spec/rollout.ts'

const ROOT = path.resolve(import.meta.dirname, '../../..')
const FILES = readdirSync(path.join(ROOT, 'examples'), { recursive: true, encoding: 'utf8' })
  .filter((file) => /^[^/\\]+[/\\]rollout[^/\\]*\.yaml$/.test(file))
  .map((file) => file.replaceAll('\\', '/'))
  .toSorted()

function example(file: string): { rollout: Rollout; route: KubeObject } {
  const parsed = parseRollout(readFileSync(path.join(ROOT, 'examples', file), 'utf8'), file)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  const { rollout } = parsed
  const folder = path.join(ROOT, 'examples', path.dirname(file))
  const objects = readdirSync(path.join(folder, 'k8s')).flatMap((name) =>
    parseAllDocuments(readFileSync(path.join(folder, 'k8s', name), 'utf8')).map(
      (d) => d.toJS() as KubeObject,
    ),
  )
  const [spec] = rollout.routes
  const route = objects.find(
    (o) => o.kind.toLowerCase() === spec!.kind.toLowerCase() && o.metadata.name === spec!.name,
  )
  return { rollout, route: route! }
}

/** `TITLE | every request: stable 50, canary 50, copies canary 10 | …`, with + for a rule that was added. */
function told(file: string): string[] {
  const { rollout, route } = example(file)
  return framesOf(rollout, route).frames.map(({ title, view, running }) =>
    [
      `${title} (${running.join(', ')})`,
      ...view.rules.map(({ conditions, arrows, owner }) => {
        const where = arrows.map(
          ({ to, percent, copy }) =>
            `${copy ? 'copies ' : ''}${typeof to === 'string' ? to : to.other} ${percent}`,
        )
        const mark = { added: '+', weighted: '', team: '=' }[owner]
        return `${mark}${conditions.join(' or ') || '*'}: ${where.join(', ')}`
      }),
    ].join(' | '),
  )
}

describe('what is drawn is what the routers render', () => {
  test('pins of the team, and what follows the remaining version', () => {
    const pin = (version: string, to: string) =>
      `=path prefix /score, header x-api-version = ${version}: ${to} 100`
    const pins = [pin('blue', 'canary'), pin('green', 'stable')].join(' | ')
    expect(told('mlopspython/rollout.yaml')).toEqual([
      `Before (stable) | ${pins} | *: stable 100, canary 0`,
      `Blue_0 (stable, canary) | ${pins} | *: stable 100, canary 0`,
      `Blue_50 (stable, canary) | ${pins} | *: stable 50, canary 50`,
      `Blue_100, Blue_Green (stable, canary) | ${pins} | *: stable 0, canary 100`,
      `Green_100 (stable) | ${pin('blue', 'stable')} | ${pin('green', 'stable')} | *: stable 100`,
    ])
  })

  test('copies, and a Service that does not say whose pods', () => {
    expect(told('shadow-ab/rollout.yaml')).toEqual([
      'Before (stable) | *: predict-server 100',
      'Ready (stable, canary) | *: stable 100, canary 0',
      'Shadow (stable, canary) | *: stable 100, canary 0, copies canary 100',
      'B_100, Promote (stable, canary) | *: stable 0, canary 100',
      'Finish (canary) | *: canary 100',
    ])
  })

  test('header rules beside a weight, and an open test that is aborted', () => {
    expect(told('header-routing/rollout-conditions.yaml').slice(1, 3)).toEqual([
      'Testers (stable, canary) | +header target = condition1, header x-tester present: canary 100 | +header target prefix condition1-: canary 100 | +header user-agent regex robot/[0-9]+, path = /predict: canary 100 | *: stable 100, canary 0',
      'Some (stable, canary) | +header target = condition1: canary 100 | *: stable 90, canary 10',
    ])
    const canary = told('tfserving-canary/rollout.yaml')
    expect(canary.slice(-2)).toEqual([
      'Focused (stable, canary) | +header user-group = canary: canary 100 | *: stable 100, canary 0',
      'After abort (stable) | *: stable 100, canary 0',
    ])
    expect(canary[0]).toBe('Before (stable) | *: stable 100, canary 0')
  })

  test('an HTTPRoute on a Service', () => {
    const { rollout, route } = example('httpbin-mirroring/rollout-gateway.yaml')
    const { frames } = framesOf(rollout, route)
    expect(frames[0]!.view).toMatchObject({ hosts: [], via: ['Service httpbin:8000 (mesh)'] })
    expect(told('httpbin-mirroring/rollout-gateway.yaml').slice(0, 3)).toEqual([
      'Before (stable) | *: stable 100',
      'Baseline (stable, canary) | *: stable 100, canary 0',
      'Mirror_10 (stable, canary) | *: stable 100, canary 0, copies canary 10',
    ])
  })

  test('a stage that is refused is no picture', () => {
    const { rollout, route } = example('mlopspython/rollout.yaml')
    const refusing = { ...rollout, routes: [{ ...rollout.routes[0]!, pins: 'refuse' as const }] }
    expect(() => routePicture(refusing, route)).toThrow()
  })
})

describe('the image', () => {
  test.each(FILES)('%s is drawn, and its README shows it', (file) => {
    const { rollout, route } = example(file)
    const svg = routePicture(rollout, route)
    for (const stage of rollout.stages)
      expect(svg).toMatch(new RegExp(`font-weight="600">[^<]*${stage.name}`))
    for (const { name } of rollout.versions) expect(svg).toContain(`>${name}</text>`)
    // Every element is closed, in order, and nothing but shapes and text is there.
    const open: string[] = []
    for (const [, close, name, rest] of svg.matchAll(/<(\/?)(\w+)([^>]*)>/g)) {
      expect(['svg', 'title', 'desc', 'g', 'rect', 'line', 'path', 'text']).toContain(name)
      if (close) expect(open.pop()).toBe(name)
      else if (!rest!.endsWith('/')) open.push(name!)
    }
    expect(open).toEqual([])
    expect(svg).not.toMatch(/NaN|undefined|Infinity/)
    const folder = path.dirname(file)
    const variant = /rollout-(.+)\.yaml/.exec(file)
    const picture = `docs/pictures/${folder}${variant ? `-${variant[1]}` : ''}.svg`
    expect(readFileSync(path.join(ROOT, 'docs/scenarios.md'), 'utf8')).toContain(`](${picture.slice(5)})`)
    if (variant) return
    expect(readFileSync(path.join(ROOT, 'examples', folder, 'README.md'), 'utf8')).toContain(
      `](../../${picture})`,
    )
    expect(readFileSync(path.join(ROOT, 'README.md'), 'utf8')).toContain(`](${picture})`)
  })

  test('text stays text', () => {
    const { rollout, route } = example('header-routing/rollout.yaml')
    const { frames, context } = framesOf(rollout, route)
    const hostile = '<script>"&\'</script>'
    const rules = [{ conditions: [hostile], owner: 'team', timeout: hostile, arrows: [] }] as const
    const frame = {
      ...frames[0]!,
      title: hostile,
      caption: hostile,
      view: { hosts: [hostile], via: [hostile], rules },
    }
    const svg = drawFrames(hostile, [frame], context.sides)
    expect(svg).not.toContain('<script')
    expect(svg).toContain('&lt;script&gt;&quot;&amp;')
  })
})
