import path from 'node:path'
import { stringify } from 'yaml'
import { expandPipeline, expandTemplate } from '../../support/azure-expand.ts'

test('placeholder', () => {
  const stages = [{ name: 'Blue_0' }, { name: 'Blue_50', environment: 'abtestenv' }]
  const out = expandTemplate(path.resolve('pipelines/abtest.yml'), { stages, connection: { connectionType: 'kubernetes', kubernetesServiceConnection: 'k' } })
  console.log(stringify(out))
})
