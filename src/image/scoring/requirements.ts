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

/** What in a pip requirements file cannot be installed in an image that gets this one file. */
export function requirementsProblems(text: string): RequirementsProblem[] {
  return text.split('\n').flatMap((written, i): RequirementsProblem[] => {
    const line = written.replace(/(^|\s)#.*$/, '').trim()
    const todo = 'the image gets this file alone; write the requirements out here'
    const include = /^(?:-r|-c|--requirement|--constraint)[\s=]*(\S+)/.exec(line)
    if (include) return [{ line: i + 1, message: `it includes ${JSON.stringify(include[1])}; ${todo}` }]
    const local = /^(?:(?:-e|--editable)[\s=]*\S+|\.{1,2}(?:\/.*)?$|\/\S*|file:\S*)/.exec(line)
    if (local)
      return [
        {
          line: i + 1,
          message: `it installs ${JSON.stringify(line)} from a folder; the image gets this file alone; publish it as a package, or use a Dockerfile`,
        },
      ]
    if (/^[^#]*:\/\/[^/\s@]+:[^/\s@]+@/.test(line))
      return [
        {
          line: i + 1,
          message:
            'it has a password in a URL, which would stay in the image; use a Dockerfile with "secrets"',
        },
      ]
    return []
  })
}

/** Whether the file, pip's or conda's, names the scoring server itself, so that ours is not added. A comment names nothing. */
export function namesServer(text: string): boolean {
  const said = text.replace(/(^|\s)#.*$/gm, '$1')
  return /(?:^|[[,])[ \t]*-?[ \t]*["']?azureml[-_.]inference[-_.]server[-_.]http\b/im.test(said)
}
