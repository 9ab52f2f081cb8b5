import { appended } from '../../../src/image/layers/append.ts'
import type { Addition, ImageConfig, ImageManifest } from '../../../src/image/layers/append.ts'

const digest = (digit: string) => `sha256:${digit.repeat(64)}`

const MANIFEST: ImageManifest = {
  schemaVersion: 2,
  mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
  config: { mediaType: 'application/vnd.docker.container.image.v1+json', digest: digest('c'), size: 10 },
  layers: [
    { mediaType: 'application/vnd.docker.image.rootfs.diff.tar.gzip', digest: digest('1'), size: 100 },
    { mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd', digest: digest('2'), size: 200 },
  ],
}
const CONFIG: ImageConfig = {
  architecture: 'arm64',
  os: 'linux',
  variant: 'v8',
  created: '2026-01-02T03:04:05Z',
  docker_version: '20.10',
  container: 'f00',
  config: {
    Env: ['PATH=/opt/env/bin', 'HOME=/root'],
    Cmd: ['python3'],
    Entrypoint: null,
    Hostname: 'f00',
    Image: digest('9'),
    Labels: { team: 'ml' },
    OnBuild: null,
    StopSignal: 'SIGINT',
  },
  rootfs: { type: 'layers', diff_ids: [digest('a'), digest('b')] },
  history: [{ created: '2026-01-02T03:04:05Z', created_by: 'base' }],
}
const ADDITION: Addition = {
  layers: [
    { digest: digest('3'), size: 300, what: 'script' },
    { digest: digest('4'), size: 400, what: 'model' },
  ],
  environment: { HOME: '/tmp', X: '1' },
  labels: { l: 'v' },
  workingDir: '/opt/scoring',
  user: '10001:10001',
  port: 5001,
  entrypoint: ['azmlinfsrv'],
}

describe('an image with layers on top', () => {
  const { manifest, config } = appended({ manifest: MANIFEST, config: CONFIG }, ADDITION)

  test('is an OCI image with the layers of the base and ours', () => {
    expect(JSON.parse(manifest.bytes.toString())).toEqual({
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: {
        mediaType: 'application/vnd.oci.image.config.v1+json',
        digest: config.digest,
        size: config.bytes.length,
      },
      layers: [
        { mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip', digest: digest('1'), size: 100 },
        { mediaType: 'application/vnd.oci.image.layer.v1.tar+zstd', digest: digest('2'), size: 200 },
        { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: digest('3'), size: 300 },
        { mediaType: 'application/vnd.oci.image.layer.v1.tar', digest: digest('4'), size: 400 },
      ],
    })
  })

  test('keeps the settings of the base, but not where it was built and what it ran', () => {
    expect(JSON.parse(config.bytes.toString())).toEqual({
      architecture: 'arm64',
      os: 'linux',
      variant: 'v8',
      created: '2026-01-02T03:04:05Z',
      config: {
        Env: ['PATH=/opt/env/bin', 'HOME=/tmp', 'X=1'],
        Entrypoint: ['azmlinfsrv'],
        ExposedPorts: { '5001/tcp': {} },
        Labels: { team: 'ml', l: 'v' },
        StopSignal: 'SIGINT',
        User: '10001:10001',
        WorkingDir: '/opt/scoring',
      },
      rootfs: { type: 'layers', diff_ids: [digest('a'), digest('b'), digest('3'), digest('4')] },
      history: [
        { created: '2026-01-02T03:04:05Z', created_by: 'base' },
        { created: '2026-01-02T03:04:05Z', created_by: 'shiftgate: script' },
        { created: '2026-01-02T03:04:05Z', created_by: 'shiftgate: model' },
      ],
    })
  })

  test('has the same digest whatever the order of keys', () => {
    const labels = { b: '1', a: '2' }
    const one = appended({ manifest: MANIFEST, config: CONFIG }, { ...ADDITION, labels })
    const two = appended(
      { manifest: MANIFEST, config: Object.fromEntries(Object.entries(CONFIG).reverse()) as ImageConfig },
      { ...ADDITION, labels: { a: '2', b: '1' } },
    )
    expect(one.manifest.digest).toBe(two.manifest.digest)
    expect(one.manifest.digest).not.toBe(manifest.digest)
  })
})
