/**
 * What a README leaves for its reader to fill in: `[YOUR_BUCKET]`, `<PROJECT_ID>`, `<your-registry>`, CHANGE_ME. In a text with blanks
 * `[LOG_LEVEL]` may be a format and `<MAX_SIZE>` an element, so only what addresses the reader counts there.
 */
export function leftover(text: string): string | null {
  const addressed =
    /[[<](?:enter |insert |put )?your[-_ ][\w .-]*[\]>]|\b(?:CHANGE_?ME|REPLACE_?ME|FILL_?ME_IN)\b/i.exec(
      text,
    )
  if (addressed) return addressed[0]
  if (/\s|<\//.test(text)) return null
  return (
    /\[[A-Z][A-Z0-9]+(?:[_-][A-Z0-9]{2,})+\]|<[A-Z][A-Z0-9]+(?:[_-][A-Z0-9]{2,})+>/.exec(text)?.[0] ?? null
  )
}
