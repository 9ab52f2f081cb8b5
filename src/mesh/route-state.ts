import type { Backend, HeaderRoute } from '../spec/rollout.ts'

/** The two versions of a rollout with their roles, as the routers see them. */
export interface Sides {
  readonly stable: Side
  readonly canary: Side
}
export interface Side {
  /** Version name. */
  readonly name: string
  readonly backend: Backend
}
export type Role = keyof Sides

/** What our rule should serve: a complete state, nothing carries over. */
export type RouteState =
  /** Both versions are named in the rule. */
  | {
      readonly kind: 'split'
      /** Percent to the canary, 0..100 in steps of 0.01. */
      readonly weight: number
      readonly headers: readonly HeaderRoute[]
      /** Percent of requests copied to the canary; 0: none. */
      readonly mirror: number
    }
  /** Only one version is named anywhere in the route: before a canary exists, and after finish. Pins point at it too. */
  | { readonly kind: 'single'; readonly role: Role }

export const splitAt = (weight: number): RouteState => ({ kind: 'split', weight, headers: [], mirror: 0 })

/** Percent of the weighted traffic that goes to the canary in this state. */
export function canaryShare(state: RouteState): number {
  return state.kind === 'split' ? state.weight : state.role === 'canary' ? 100 : 0
}
