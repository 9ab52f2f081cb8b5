/** The first stages of a team: from nobody to everybody, a person before each that shifts traffic. */
export const FIRST_STAGES = [
  { name: 'Canary_0', weight: 0, approval: null },
  { name: 'Canary_10', weight: 10, approval: 'production-10' },
  { name: 'Canary_50', weight: 50, approval: 'production-50' },
  { name: 'Canary_100', weight: 100, approval: 'production-100' },
  { name: 'Promote', promote: 'swap', approval: 'production-promote' },
  { name: 'Finish', finish: true, approval: null },
] as const
