const WIDTH = 40

/** `green 50 % |████████████████████░░░░░░░░░░░░░░░░░░░░| 50 % blue`, the canary's part light. */
export function weightBar(stable: string, canary: string, weight: number): string {
  const light =
    weight === 0
      ? 0
      : Math.min(WIDTH - (weight === 100 ? 0 : 1), Math.max(1, Math.round((weight / 100) * WIDTH)))
  const share = Math.round((100 - weight) * 100) / 100
  return `${stable} ${share} % |${'█'.repeat(WIDTH - light)}${'░'.repeat(light)}| ${weight} % ${canary}`
}
