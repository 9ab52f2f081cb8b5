import { embeddedGateway } from './embedded-gateway.ts'
import { gatewayContract } from './gateway.contract.ts'
import { httpRouteContract } from './http-route.contract.ts'

gatewayContract('embedded', embeddedGateway)
httpRouteContract('embedded', embeddedGateway, null)
