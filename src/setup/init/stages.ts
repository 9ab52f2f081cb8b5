/** The first stages of a team: from nobody to everybody, a person before each that shifts traffic. */
export const FIRST_STAGES = [
  { name: 'Canary_0', weight: 0, approval: null },
  { name: 'Canary_10', weight: 10, approval: 'production' },
  { name: 'Canary_50', weight: 50, approval: 'production' },
  { name: 'Canary_100', weight: 100, approval: 'production' },
  { name: 'Promote', promote: 'swap', approval: 'production' },
  { name: 'Finish', finish: true, approval: null },
] as const
