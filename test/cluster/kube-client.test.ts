import { realKubeClient } from '../contract/kube-client.real.ts'
import { skipped } from './support/environment.ts'

const { KUBECONFIG, REGISTRY } = process.env

if (!KUBECONFIG || !REGISTRY) skipped('kube client on a real API server', 'needs KUBECONFIG and REGISTRY')
else realKubeClient({ kubeconfig: KUBECONFIG, registry: REGISTRY })
