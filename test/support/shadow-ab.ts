/** The rollout files of examples/shadow-ab, and where each reads the answers that it compares. */
export const SHADOW_AB = [
  { file: 'rollout.yaml', source: 'pod logs', copied: true },
  { file: 'rollout-gateway.yaml', source: 'pod logs', copied: true },
  { file: 'rollout-file.yaml', source: '/tmp/app.log', copied: true },
  { file: 'rollout-replay.yaml', source: 'replay', copied: false },
] as const
