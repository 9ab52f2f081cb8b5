// Bundles src/main/* into dist/. The result is committed: actions and tasks run it from a clone, with nothing installed.
import { statSync } from 'node:fs'
import path from 'node:path'
import { bundle, root } from './bundle.mjs'

const dist = path.join(root, 'dist')
for (const name of await bundle(dist)) {
  console.log(`dist/${name}  ${Math.ceil(statSync(path.join(dist, name)).size / 1024)} KiB`)
}
