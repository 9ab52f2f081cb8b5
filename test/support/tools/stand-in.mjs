import { appendFileSync } from 'node:fs'

/** Writes down what a tool was asked, one JSON document in a line, for the test to read. */
export function record(what, value) {
  appendFileSync(process.env.STAND_IN_LOG, `${JSON.stringify({ [what]: value })}\n`)
}

/** Long options with a value (each a list), flags, and what is left; `unknown` ends the tool. */
export function argumentsOf(argv, withValue, flags, unknown) {
  const options = {}
  const rest = []
  for (let i = 0; i < argv.length; i++) {
    const name = /^--(.+)$/.exec(argv[i])?.[1]
    if (name === undefined) rest.push(argv[i])
    else if (flags.includes(name)) options[name] = true
    else if (withValue.includes(name)) (options[name] ??= []).push(argv[++i])
    else unknown(argv[i])
  }
  return { options, rest }
}
