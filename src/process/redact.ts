/** A text from outside without any of the secrets. */
export function redactor(secrets: Iterable<string>): (text: string) => string {
  // Longest first: a secret may contain another one.
  const known = [...secrets].filter((secret) => secret !== '').sort((a, b) => b.length - a.length)
  return (text) => known.reduce((rest, secret) => rest.replaceAll(secret, '***'), text)
}
