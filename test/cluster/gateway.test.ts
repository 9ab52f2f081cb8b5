import { jest } from '@jest/globals'
import { gatewayContract } from '../contract/gateway.contract.ts'
import { httpRouteContract } from '../contract/http-route.contract.ts'
import { envoyGateway } from './support/envoy-gateway.ts'

const { KUBECONFIG, GATEWAY_URL, REGISTRY } = process.env

if (!KUBECONFIG || !GATEWAY_URL || !REGISTRY) {
  test.skip('gateway contract on a real mesh: needs KUBECONFIG, GATEWAY_URL and REGISTRY', () => {})
} else {
  jest.setTimeout(120_000)
  gatewayContract('istiod and Envoy', () => envoyGateway(GATEWAY_URL))
  const { GATEWAY_API_URL, GATEWAY_API_PARENT = 'istio-system/testbed' } = process.env
  if (GATEWAY_API_URL) {
    httpRouteContract('istiod and Envoy', () => envoyGateway(GATEWAY_API_URL), GATEWAY_API_PARENT)
  }
}
