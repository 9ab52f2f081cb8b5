import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { KubeObject } from '../../../src/kube/object.ts'
import { destinationRule, services } from '../../contract/gateway-objects.ts'
import type { GatewayUnderTest } from '../../contract/gateway.contract.ts'

const { REGISTRY } = process.env
const run = promisify(execFile)

async function kubectl(args: readonly string[], objects: readonly KubeObject[] = []): Promise<string> {
  const child = run('kubectl', args)
  child.child.stdin?.end(JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects }))
  return (await child).stdout
}

/** A tiny image of the contract's backend, on the registry's node base image. */
async function pushBackend(image: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'backend-'))
  try {
    await cp(join(import.meta.dirname, '../../contract/gateway-backend.mjs'), join(folder, 'backend.mjs'))
    const file = `FROM ${REGISTRY}/base/node:20\nCOPY backend.mjs .\nCMD ["node", "backend.mjs"]\n`
    await writeFile(join(folder, 'Dockerfile'), file)
    await run('docker', ['build', '-q', '-t', image, folder])
    await run('docker', ['push', '-q', image])
  } finally {
    await rm(folder, { recursive: true })
  }
}

function deployment(namespace: string, version: string, image: string): KubeObject {
  const labels = { app: 'echo', version }
  const container = {
    name: 'backend',
    image,
    imagePullPolicy: 'Always',
    env: [
      { name: 'NAME', value: version },
      { name: 'BACKEND_PORT', value: '8080' },
    ],
    ports: [{ containerPort: 8080 }],
    readinessProbe: { httpGet: { path: '/ready', port: 8080 }, periodSeconds: 1 },
  }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: `echo-${version}`, namespace },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { terminationGracePeriodSeconds: 1, containers: [container] },
      },
    },
  }
}

/** The contract's Services and backends in a namespace of their own, behind the gateway at this address. */
export async function envoyGateway(url: string): Promise<GatewayUnderTest> {
  const id = `gw-${process.pid}-${Date.now().toString(36)}`
  const image = `${REGISTRY}/${id}/backend:test`
  await pushBackend(image)
  const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: id } }
  await kubectl(['apply', '-f', '-'], [namespace])
  const workloads = ['a', 'b'].map((version) => deployment(id, version, image))
  await kubectl(['apply', '-f', '-'], [...services(id), destinationRule(id), ...workloads])
  await kubectl(['-n', id, 'rollout', 'status', 'deploy/echo-a', 'deploy/echo-b', '--timeout=90s'])
  return {
    url,
    namespace: id,
    domain: `${id}.test`,
    apply: async (objects) => void (await kubectl(['apply', '-f', '-'], objects)),
    remove: async (objects) => {
      if (objects.length > 0) await kubectl(['delete', '--ignore-not-found', '-f', '-'], objects)
    },
    close: async () => void (await kubectl(['delete', 'namespace', id, '--wait=false'])),
  }
}
