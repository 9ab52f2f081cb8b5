// What is compared. A case: `name`, sides `a` and `b`, and `missing()`, which says why it cannot run here, or null.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { root } from '../bundle.mjs'
import { clusterBench } from './cluster.mjs'
import { processTime } from './measure.mjs'

const cli = path.join(root, 'dist/cli.cjs')
const example = path.join(root, 'examples/mlopspython/rollout.yaml')
/** The Node that runs this script, and the one that NODE24 names. */
const nodes = [process.execPath, ...(process.env.NODE24 ? [process.env.NODE24] : [])]

const started = (node, label, ...args) => ({ label, run: () => processTime(node, args) })
const missing = (...files) => {
  const gone = files.find((file) => !existsSync(file))
  return gone === undefined ? null : `there is no ${path.relative(root, gone)}`
}

const cluster = clusterBench(cli)
const absent = () => 'KUBECONFIG and REGISTRY name no cluster'

/** Removes what the cases made, after the last of them. */
export const closeCases = () => cluster?.close()
export const figures = () => cluster?.figures() ?? null

export const cases = nodes.flatMap((node, i) => {
  const version = i === 0 ? process.version : 'NODE24'
  const bare = started(node, '`node -e 0`', '-e', '0')
  return [
    {
      name: `start, Node ${version}`,
      a: started(node, '`--version`', cli, '--version'),
      b: bare,
      missing: () => missing(cli),
    },
    {
      name: `parse a file, Node ${version}`,
      a: started(node, '`validate`', cli, 'validate', example),
      b: bare,
      missing: () => missing(cli, example),
    },
    ...(cluster === null
      ? [{ name: `weight advance, Node ${version}`, missing: absent }]
      : [
          {
            name: `weight advance over kubectl, Node ${version}`,
            a: cluster.advance(node),
            b: cluster.patch,
            missing: () => null,
          },
          {
            name: `weight advance over Helm, Node ${version}`,
            a: cluster.advance(node),
            b: cluster.helm,
            missing: () => (cluster.helmIsThere ? null : 'there is no helm on the PATH'),
          },
        ]),
  ]
})
