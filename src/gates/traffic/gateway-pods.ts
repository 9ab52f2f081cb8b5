import type { KubeReader, PortForwarder } from '../../kube/client.ts'
import type { KubeObject } from '../../kube/object.ts'
import type { Traffic, TrafficSource } from '../../spec/rollout.ts'
import type { Dial } from './connection.ts'
import { CannotLook } from '../cannot-look.ts'
import type { Address } from './probing.ts'

/** Requests go into the gateway's pods, each replica by itself, through the API server: for gateways that have no address here. */
export function throughPods(
  kube: KubeReader & PortForwarder,
  traffic: Traffic,
  from: Extract<TrafficSource, { kind: 'pod' }>,
): { readonly addresses: () => Promise<readonly Address[]>; readonly dial: Dial } {
  const { namespace, selector } = from
  return {
    async addresses() {
      const pods = await kube.list({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: selector })
      const running = pods.filter(
        (pod) => pod['status']?.phase === 'Running' && !pod.metadata.deletionTimestamp,
      )
      if (running.length === 0) {
        throw new CannotLook(
          `traffic.from: no running pod in namespace ${namespace} has the labels ${selector}`,
        )
      }
      return running.map((pod) => {
        const port = portOf(pod, traffic)
        return { host: pod.metadata.name, port, text: `pod ${namespace}/${pod.metadata.name}:${port}` }
      })
    },
    dial: ({ host, port }) => kube.connect({ namespace, name: host, port }),
  }
}

/** Istio's own gateways listen on these in their pods, whatever their Service's port is. */
const ISTIO_PORTS: { readonly [protocol: string]: number } = { 'http:': 8080, 'https:': 8443 }

/** The url's port where the pod has it, or says nothing about ports; Istio's own port otherwise. */
function portOf(pod: KubeObject, traffic: Traffic): number {
  const { protocol, port } = new URL(traffic.url)
  const wanted = Number(port || (protocol === 'https:' ? 443 : 80))
  const containers = (pod['spec']?.containers ?? []) as { ports?: { containerPort: number }[] }[]
  const declared = containers.flatMap((c) => (c.ports ?? []).map((p) => p.containerPort))
  const usual = ISTIO_PORTS[protocol]
  if (declared.length === 0 || declared.includes(wanted)) return wanted
  if (usual !== undefined && declared.includes(usual)) return usual
  throw new CannotLook(
    `traffic.from: pod ${pod.metadata.name} has the ports ${declared.join(', ')}, and traffic.url asks for ${wanted}; name one of them in the url`,
  )
}
