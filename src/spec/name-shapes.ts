import { quoted } from './reading.ts'
import { text } from './scalar-shapes.ts'
import type { Complaint } from './scalar-shapes.ts'
import type { Shape } from './shape.ts'

const LABEL = '[a-z0-9](?:[a-z0-9\\-]*[a-z0-9])?'

/** A DNS label, as Kubernetes wants for Services, namespaces and label values. */
export function dnsLabel(what: string, most = 63): Shape<string> {
  return text({
    expected: `${what}: a DNS label of at most ${most} characters (a-z, 0-9 and "-")`,
    type: 'name',
    pattern: LABEL,
    most,
    advice: (value) => slugAdvice(value, most),
  })
}

/** The name of a Kubernetes object whose names may have dots. */
export function objectName(what: string): Shape<string> {
  return text({
    expected: `${what} (a-z, 0-9, "-" and ".")`,
    type: 'name',
    pattern: `${LABEL}(?:\\.${LABEL})*`,
    most: 253,
    advice: (value) => slugAdvice(value, 253),
  })
}

function slugAdvice(value: string, most: number): string {
  const slug = value
    .slice(0, 300)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, most)
    .replace(/^-|-$/g, '')
  return slug === '' ? 'choose another name' : `write for example ${slug}`
}

export const stageName: Shape<string> = text({
  expected: 'a stage name: letters, digits and "_", not starting with a digit',
  type: 'name',
  pattern: '[A-Za-z_][A-Za-z0-9_]*',
  most: 63,
  advice: (value) => {
    const word = value.slice(0, 60).replace(/[^A-Za-z0-9_]+/g, '_')
    return `write for example ${/^\d/.test(word) ? `_${word}` : word}; pipeline hosts use it as an identifier`
  },
})

/** Upper case, so that no name of the team can hide a placeholder of ours such as `${version}`. */
export const placeholderName: Shape<string> = text({
  expected: 'a placeholder name in capitals such as GRAB_CUT_ITERS',
  type: 'NAME',
  pattern: '[A-Z_][A-Z0-9_]*',
  most: 100,
  advice: (value) =>
    `write for example ${value
      .slice(0, 60)
      .toUpperCase()
      .replace(/[^A-Z0-9_]+/g, '_')
      .replace(/^(?=\d)/, '_')}`,
})

export const variableName: Shape<string> = text({
  expected: 'the name of an environment variable such as SCORE_TOKEN',
  type: 'NAME',
  pattern: '[A-Za-z_][A-Za-z0-9_]*',
  most: 200,
  advice: (value) => (value.startsWith('$') ? 'write the name without "$" and brackets' : 'correct it'),
})

/** An HTTP header name (RFC 9110 token). */
export const headerName: Shape<string> = text({
  expected: 'a header name (letters, digits and "-")',
  type: 'header',
  pattern: "[A-Za-z0-9!#$%&'*+.^_`|~\\-]+",
  most: 100,
  advice: (value) =>
    /:\s*$/.test(value) ? 'remove the second ":"' : 'remove the signs that no header name can have',
})

export const environmentName: Shape<string> = text({
  expected: 'the name of an environment whose approval opens the stage',
  type: 'environment',
  most: 255,
})

export const approverName: Shape<string> = text({
  expected: 'an account as the pipeline host names it, such as octocat',
  type: 'account',
  pattern: '[A-Za-z0-9](?:[A-Za-z0-9._@\\-]*[A-Za-z0-9])?',
  most: 100,
  advice: (value) => (value.startsWith('@') ? 'write it without "@"' : 'correct it'),
})

/** A path relative to the rollout file's folder. */
export function path(what: string): Shape<string> {
  return text({
    expected: `${what}, relative to the rollout file`,
    type: 'path',
    most: 1_000,
    complaint: pathComplaint,
  })
}

function pathComplaint(value: string): Complaint | null {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(value))
    return {
      what: `${quoted(value)} is a URL`,
      todo: 'fetch it in an earlier step, and name the local file or folder',
    }
  if (/^(?:[/\\]|[A-Za-z]:)/.test(value))
    return {
      what: `${quoted(value)} is an absolute path`,
      todo: 'write it relative to the rollout file: other machines have other folders',
    }
  if (/^~/.test(value))
    return {
      what: `${quoted(value)} starts in a home folder`,
      todo: 'write it relative to the rollout file: other machines have other folders',
    }
  if (value.includes('\\'))
    return { what: `${quoted(value)} has "\\" in it`, todo: 'write "/" between folders, on Windows too' }
  return null
}
