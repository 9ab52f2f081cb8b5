/** An address with a slash at its end, so that paths can be put behind it; '' stays ''. */
export const slashed = (url: string) => (url === '' || url.endsWith('/') ? url : `${url}/`)

/** With a slash; null: no collection. Older organizations are still called by the address that they had before. */
export function collectionOf(url: string): string | null {
  const before = /^https:\/\/([\w-]+)\.visualstudio\.com(?:\/DefaultCollection)?\/?$/i.exec(url)?.[1]
  if (before !== undefined) return `https://dev.azure.com/${before}/`
  return /^https?:\/\/[^/]+\/./.test(url) ? slashed(url) : null
}
