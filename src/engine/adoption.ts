import type { KubeReader } from '../kube/client.ts'
import { identity } from '../kube/object.ts'
import type { Ref } from '../kube/object.ts'
import type { Role } from '../mesh/route-state.ts'
import { adoptionProblems } from '../plan/adoption.ts'
import type { AdoptionInput } from '../plan/adoption.ts'
import { refused } from '../process/errors.ts'

/** Throws `refused` when what is there does not fit the manifests; nothing has been written yet. */
export async function checkAdoption(kube: KubeReader, input: Omit<AdoptionInput, 'services'>): Promise<void> {
  const { rollout, roles, live } = input
  // The team may keep its Services elsewhere than in the rollout's manifests.
  const serviceOf = async (role: Role) => {
    const { service: name } = roles[role].backend
    const ref: Ref = { apiVersion: 'v1', kind: 'Service', namespace: rollout.namespace, name }
    return live.get(identity(ref)) ?? (await kube.get(ref))
  }
  const services = { stable: await serviceOf('stable'), canary: await serviceOf('canary') }
  const problems = adoptionProblems({ ...input, services })
  if (problems.length > 0) throw refused(...problems)
}
