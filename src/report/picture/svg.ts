/** Pieces of SVG: text is escaped, numbers are short. No script, no style sheet, no font that has to be there. */

export const FONT =
  'ui-sans-serif, system-ui, -apple-system, Segoe UI, Helvetica, Arial, DejaVu Sans, sans-serif'
/** A generous width of one letter, as a share of the size. */
const LETTER = 0.57

export interface TextStyle {
  readonly size?: number
  readonly bold?: boolean
  readonly color?: string
  readonly anchor?: 'start' | 'middle' | 'end'
  /** A light edge around the letters, for text on lines. */
  readonly halo?: boolean
}

export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { size = 12, bold = false, color = '#1f2937', anchor = 'start', halo = false } = style
  return [
    `<text x="${n(x)}" y="${n(y)}" font-size="${size}" fill="${color}"`,
    bold ? ' font-weight="600"' : '',
    anchor === 'start' ? '' : ` text-anchor="${anchor}"`,
    halo ? ' stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' : '',
    `>${escaped(content)}</text>`,
  ].join('')
}

export interface BoxStyle {
  readonly fill: string
  readonly stroke: string
  readonly width?: number
  readonly dashed?: boolean
}

export function box(x: number, y: number, width: number, height: number, style: BoxStyle): string {
  return `<rect x="${n(x)}" y="${n(y)}" width="${n(width)}" height="${n(height)}" rx="6" fill="${style.fill}" stroke="${style.stroke}" stroke-width="${style.width ?? 1}"${style.dashed ? ' stroke-dasharray="4 3"' : ''}/>`
}

export interface Point {
  readonly x: number
  readonly y: number
}

/** An arrow that leaves and arrives level; the first `straight` pixels have room for a label above them. */
export function arrow(
  from: Point,
  to: Point,
  {
    color,
    width,
    dashed = false,
    straight = 0,
  }: { color: string; width: number; dashed?: boolean; straight?: number },
): string {
  const head = 5 + width
  const start = from.x + straight
  const end = to.x - head
  const bend = (end - start) / 2
  const path = `M${n(from.x)} ${n(from.y)}H${n(start)}C${n(start + bend)} ${n(from.y)} ${n(end - bend)} ${n(to.y)} ${n(end)} ${n(to.y)}`
  const tip = `M${n(to.x)} ${n(to.y)}l${n(-head)} ${n(-head / 2)}v${n(head)}z`
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${n(width)}"${dashed ? ' stroke-dasharray="6 4"' : ''}/><path d="${tip}" fill="${color}"/>`
}

/** Lines of at most that width in pixels, broken at spaces; a word that is too long goes on in the next line. */
export function wrapped(content: string, width: number, size = 12): string[] {
  const most = Math.max(8, Math.floor(width / (size * LETTER)))
  const words = content.split(' ').flatMap((word) => word.match(new RegExp(`.{1,${most}}`, 'gu')) ?? [])
  return words.reduce<string[]>((lines, word) => {
    const last = lines.at(-1)
    if (last === undefined || last.length + 1 + word.length > most) return [...lines, word]
    return [...lines.slice(0, -1), `${last} ${word}`]
  }, [])
}

export function escaped(content: string): string {
  return content.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? '&quot;')
}

const n = (value: number) => String(Math.round(value * 10) / 10)
