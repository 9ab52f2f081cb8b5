import { parse } from 'yaml'

/** JSON, or YAML as apply patches may be; the text itself when it is neither, null when it is empty. */
export function parseBody(text: string): unknown {
  if (text.trim() === '') return null
  try {
    return JSON.parse(text)
  } catch {
    // Not JSON: the next attempt decides.
  }
  try {
    return parse(text) ?? null
  } catch {
    return text
  }
}
