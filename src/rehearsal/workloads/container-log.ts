/** What the kubelet keeps of a container's output: lines with the time at which they were printed. */
export interface ContainerLog {
  append(text: string): void
  /** Each line ends with its line feed; a last one that was not ended is left out with timestamps, as the runtime does. */
  read(options?: LogOptions): string
}
export interface LogOptions {
  /** Milliseconds since 1970; lines before are left out. */
  readonly since?: number
  /** RFC 3339 and a space before each line. */
  readonly timestamps?: boolean
}

/** The kubelet's default for one log file; what is older is rotated away. */
const MOST_BYTES = 10 * 1024 * 1024

export function createContainerLog(wallClock: () => number, most = MOST_BYTES): ContainerLog {
  let lines: { readonly at: number; readonly text: string }[] = []
  let size = 0
  let rest = ''

  return {
    append(text) {
      const at = wallClock()
      const parts = (rest + text).split('\n')
      rest = parts.pop()!
      for (const part of parts) {
        lines.push({ at, text: part })
        size += part.length
      }
      if (size <= most) return
      lines = lines.slice(Math.ceil(lines.length / 2))
      size = lines.reduce((sum, line) => sum + line.text.length, 0)
    },
    read({ since = -Infinity, timestamps = false } = {}) {
      const shown = lines
        .filter(({ at }) => at >= since)
        .map(({ at, text }) =>
          timestamps ? `${new Date(at).toISOString().replace('Z', '000000Z')} ${text}\n` : `${text}\n`,
        )
        .join('')
      return timestamps ? shown : shown + rest
    },
  }
}
