import { redactor } from '../../process/redact.ts'

/** Every secret of one registry client passes here before its first use. */
export interface Secrets {
  /** Tells the host to mask it, and remembers it; gives it back. */
  keep(secret: string): string
  /** A text from outside without any of the kept ones. */
  hide(text: string): string
}

export function createSecrets(mask: (secret: string) => void): Secrets {
  const known = new Set<string>()
  return {
    keep(secret) {
      if (secret !== '' && !known.has(secret)) {
        known.add(secret)
        mask(secret)
      }
      return secret
    },
    hide: (text) => redactor(known)(text),
  }
}
