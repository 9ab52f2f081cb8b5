/** Where tools and files that know logins are found. */
export interface Workplace {
  readonly env: { readonly [name: string]: string | undefined }
  readonly folder: string
  readonly signal: AbortSignal | undefined
}
