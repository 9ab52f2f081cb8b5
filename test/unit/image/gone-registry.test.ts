import { clientOf, blobOf, bytesOf, rejection } from '../../support/registry/client.ts'
import { proxyServer } from '../../support/registry/proxy-server.ts'
import { startRegistry } from '../../support/registry/registry-server.ts'

/** As it answers since its shutdown, and as Artifact Registry does where nobody has made the repository of that name. */
test.each([
  [
    412,
    'FAILED_PRECONDITION',
    'Container Registry is deprecated and shutting down, please use the auto migration tool',
  ],
  [404, 'NAME_UNKNOWN', 'Repository "gcr.io" not found'],
  [403, 'DENIED', 'Permission "artifactregistry.repositories.uploadArtifacts" denied'],
])(
  'a push to gcr.io that is answered with %d says that the old registry is gone',
  async (status, code, message) => {
    const body = { errors: [{ code, message }] }
    const server = await startRegistry({
      fault: (seen) => (seen.method === 'POST' ? { status, body } : undefined),
    })
    const proxy = await proxyServer(server.host)
    const client = clientOf('eu.gcr.io/my-project/model', {
      plainHttp: true,
      proxy: { http: `http://${proxy.host}` },
    })
    try {
      const error = await rejection(client.writeBlob(blobOf(bytesOf(10))))
      expect(error).toMatchObject({ name: 'RegistryError', status })
      expect(error.message).toContain(message)
      expect(error.message).toContain('Container Registry was shut down on 2025-03-18')
      expect(error.message).toContain(
        'gcloud artifacts repositories create eu.gcr.io --repository-format=docker --location=europe --project=my-project',
      )
    } finally {
      client.close()
      await proxy.close()
      await server.close()
    }
  },
)
