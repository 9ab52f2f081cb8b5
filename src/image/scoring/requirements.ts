/** pip's name of the server that runs the script. */
export const SERVER = 'azureml-inference-server-http'
export const SERVER_VERSION = '1.5.1'
/** Minor version of the oldest Python 3 that this server runs on. */
export const OLDEST_PYTHON = 9

export interface RequirementsProblem {
  /** 1-based. */
  readonly line: number
  readonly message: string
}

/** `//user:password@`, `//token:@`, and `//token@` by its length: names of users are shorter. */
const SECRET = /:\/\/(?:[^/\s@]*:[^/\s@]*|[^/\s@:$]{20,})@/

/** Paths, in each place where pip takes one. A repository can be `--editable` too: it is cloned. */
const LOCAL = [
  /^(?:-e|--editable)[\s=]*(?!\s|=|[\w+]+:\/\/)\S/,
  /^(?:\.{1,2}(?:\/|$)|\/|file:)/,
  /^[\w.[\],-]+\s*@\s*file:/,
  /^(?:-f|--find-links)[\s=]*(?!\s|=|\$|https?:\/\/)\S/,
  /^(?:-i|--index-url|--extra-index-url)[\s=]*file:/,
]

/** What in a pip requirements file cannot be installed in an image that gets this one file. */
export function requirementsProblems(text: string): RequirementsProblem[] {
  return text.split('\n').flatMap((written, i): RequirementsProblem[] => {
    const line = written.replace(/(^|\s)#.*$/, '').trim()
    const todo = 'the image gets this file alone; write the requirements out here'
    const include = /^(?:-r|-c|--requirement|--constraint)[\s=]*(\S+)/.exec(line)
    if (include) return [{ line: i + 1, message: `it includes ${JSON.stringify(include[1])}; ${todo}` }]
    if (SECRET.test(line))
      return [
        {
          line: i + 1,
          message:
            'it has a password in a URL, which would stay in the image; use a Dockerfile with "secrets"',
        },
      ]
    if (LOCAL.some((pattern) => pattern.test(line)))
      return [
        {
          line: i + 1,
          message: `it installs ${JSON.stringify(line)} from a folder; the image gets this file alone; publish it as a package, or use a Dockerfile`,
        },
      ]
    return []
  })
}

/** Whether pip takes the requirements only as a whole with hashes; then nothing without one can be installed beside them. */
export function hasHashes(text: string): boolean {
  return /(?:^|\s)--(?:hash|require-hashes)\b/.test(withoutComments(text))
}

const withoutComments = (text: string) => text.replace(/(^|\s)#.*$/gm, '$1')

/** Whether the file, pip's or conda's, names the scoring server itself, so that ours is not added. A comment names nothing. */
export function namesServer(text: string): boolean {
  return /(?:^|[[,])[ \t]*-?[ \t]*["']?azureml[-_.]inference[-_.]server[-_.]http\b/im.test(
    withoutComments(text),
  )
}
