import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import http from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { objectOf, plain, VALIDATION_CASES, type Verdict } from '../contract/gateway-validation.ts'

// RECORD=1 writes the file instead of comparing with it.
const file = join(import.meta.dirname, '../contract/gateway-validation.recorded.json')
const run = promisify(execFile)

if (!process.env.KUBECONFIG) {
  test.skip('validation by a real istiod: needs KUBECONFIG', () => {})
} else {
  const namespace = `gv-${process.pid}-${Date.now().toString(36)}`
  let proxy: ChildProcess
  let port = 0
  let recorded: Record<string, Verdict> = {}

  beforeAll(async () => {
    recorded = JSON.parse(await readFile(file, 'utf8').catch(() => '{}')) as Record<string, Verdict>
    await run('kubectl', ['create', 'namespace', namespace])
    const child = spawn('kubectl', ['proxy', '--port=0'], { stdio: ['ignore', 'pipe', 'inherit'] })
    proxy = child
    port = await new Promise((done) => {
      child.stdout.once('data', (text: Buffer) => done(Number(/:(\d+)/.exec(text.toString())?.[1])))
    })
  })
  afterAll(async () => {
    proxy?.kill()
    await run('kubectl', ['delete', 'namespace', namespace, '--wait=false'])
    if (process.env.RECORD) await writeFile(file, `${JSON.stringify(recorded, null, 2)}\n`)
  })

  test.each(VALIDATION_CASES)('$name', async (testCase) => {
    const object = objectOf(testCase, namespace)
    const folder = `/apis/networking.istio.io/v1/namespaces/${namespace}/${object.kind.toLowerCase()}s`
    const verdict = await post(port, `${folder}?dryRun=All&fieldValidation=Warn`, JSON.stringify(object))
    if (process.env.RECORD) recorded[testCase.name] = verdict
    expect(verdict).toEqual(recorded[testCase.name])
  })
}

function post(port: number, path: string, body: string): Promise<Verdict> {
  return new Promise((done, failed) => {
    const headers = { 'content-type': 'application/json' }
    const request = http.request({ port, method: 'POST', path, headers }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk: Buffer) => chunks.push(chunk))
      answer.on('end', () => {
        const { message = '' } = JSON.parse(Buffer.concat(chunks).toString()) as { message?: string }
        const header = answer.headers.warning ?? ''
        const warnings = [...String(header).matchAll(/299 - ("(?:[^"\\]|\\.)*")/g)].map(
          ([, text]) => JSON.parse(text!) as string,
        )
        done(plain({ status: answer.statusCode ?? 0, message, warnings }))
      })
    })
    request.on('error', failed)
    request.end(body)
  })
}
