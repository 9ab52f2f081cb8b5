import { quoted } from './reading.ts'
import { text } from './scalar-shapes.ts'
import type { Complaint } from './scalar-shapes.ts'
import type { Shape } from './shape.ts'
import { suggest } from './suggest.ts'

const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*'

export const repository: Shape<string> = text({
  expected: 'an image repository without tag or digest, such as myregistry.azurecr.io/diabetes-scoring',
  type: 'repository',
  pattern: `(?:[A-Za-z0-9](?:[A-Za-z0-9.\\-]*[A-Za-z0-9])?(?::\\d+)?/)?${PART}(?:/${PART})*`,
  most: 255,
  complaint: repositoryComplaint,
  advice: (value) =>
    value === value.toLowerCase() ? 'correct it' : `write ${value.slice(0, 100).toLowerCase()}`,
})

function repositoryComplaint(value: string): Complaint | null {
  const url = /^[a-z]+:\/\//i.exec(value)
  if (url !== null) return { what: `${quoted(value)} is a URL`, todo: `remove "${url[0]}"` }
  const version = /@.*$|:[^/]*$/.exec(value)
  if (version === null || version.index === 0) return null
  const kind = version[0].startsWith('@') ? 'a digest' : 'a tag'
  return {
    what: `${quoted(value)} has ${kind}`,
    todo: `remove ${quoted(version[0])}: which image is released is said once, at the start, with --image`,
  }
}

export const TAG_PATTERN = '[A-Za-z0-9_][A-Za-z0-9_.\\-]{0,127}'

export const tag: Shape<string> = text({
  expected: 'a tag: up to 128 letters, digits, "_", "." and "-", not starting with "." or "-"',
  type: 'tag',
  pattern: TAG_PATTERN,
  most: 128,
  advice: (value) => {
    const word = value.replace(/[^A-Za-z0-9_.-]+/g, '-').replace(/^[.-]+/, '')
    return word === '' ? 'choose another tag' : `write for example ${word}`
  },
})

export const baseImage: Shape<string> = text({
  expected: 'an image with Python and pip, such as python:3.12-slim-bookworm',
  type: 'image',
  pattern: '[A-Za-z0-9][A-Za-z0-9._/:@\\-]*',
  most: 400,
})

/** What image registries and Kubernetes nodes know, by their usual names. */
const PLATFORMS = [
  'linux/amd64',
  'linux/arm64',
  'linux/arm/v7',
  'linux/386',
  'linux/ppc64le',
  'linux/riscv64',
  'linux/s390x',
]

export function platform(more: readonly string[] = []): Shape<string> {
  const known = [...PLATFORMS, ...more]
  return text({
    expected: 'a platform such as linux/amd64',
    type: 'platform',
    pattern: known.join('|'),
    most: 50,
    advice: (value) => {
      const near = suggest(value, known)
      return near === null ? `write one of ${known.join(', ')}` : `did you mean ${near}?`
    },
  })
}
