import type { KubeObject } from '../../src/kube/object.ts'

const ISTIO = 'networking.istio.io/v1'

export const gateway = (namespace: string, hosts: readonly string[], name = 'contract'): KubeObject => ({
  apiVersion: ISTIO,
  kind: 'Gateway',
  metadata: { name, namespace },
  spec: {
    selector: { istio: 'ingressgateway' },
    servers: [{ port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts }],
  },
})

export const virtualService = (
  namespace: string,
  spec: Record<string, unknown>,
  name = 'contract',
): KubeObject => ({ apiVersion: ISTIO, kind: 'VirtualService', metadata: { name, namespace }, spec })

export const destinationRule = (namespace: string): KubeObject => ({
  apiVersion: ISTIO,
  kind: 'DestinationRule',
  metadata: { name: 'echo', namespace },
  spec: {
    host: 'echo',
    subsets: [
      { name: 'a', labels: { version: 'a' } },
      { name: 'b', labels: { version: 'b' } },
      { name: 'nobody', labels: { version: 'nobody' } },
    ],
  },
})

/** `a` and `b` select one backend each, `echo` both, `two` both with two ports (neither is 80), `empty` none. */
export function services(namespace: string): KubeObject[] {
  const service = (name: string, selector: Record<string, string>, ports: readonly number[]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace },
    spec: {
      selector,
      ports: ports.map((port) => ({ name: `http-${port}`, port, targetPort: 8080, protocol: 'TCP' })),
    },
  })
  return [
    service('a', { app: 'echo', version: 'a' }, [80]),
    service('b', { app: 'echo', version: 'b' }, [5000]),
    service('echo', { app: 'echo' }, [80]),
    service('two', { app: 'echo' }, [8000, 8001]),
    service('empty', { app: 'nobody' }, [80]),
  ]
}
