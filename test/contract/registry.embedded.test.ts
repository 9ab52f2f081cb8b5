import { startRegistry } from '../support/registry/registry-server.ts'
import { registryContract } from './registry.contract.ts'

registryContract('embedded', async () => {
  const server = await startRegistry()
  return { host: server.host, settings: {}, close: () => server.close() }
})
