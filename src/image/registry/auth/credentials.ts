/** What a registry or its token server is shown. `source` says in messages where it came from. */
export type Credentials =
  | { readonly kind: 'anonymous'; readonly source: string }
  | {
      readonly kind: 'password'
      readonly username: string
      readonly password: string
      readonly source: string
    }
  /** A refresh token of the registry's own token server (`identitytoken` of the Docker config). */
  | { readonly kind: 'identity-token'; readonly token: string; readonly source: string }
  /** Azure Container Registry only: exchanged there for a refresh token. */
  | {
      readonly kind: 'entra'
      readonly accessToken: string
      /** Null: the registry takes it from the token. */
      readonly tenant: string | null
      readonly source: string
    }

/** For messages. */
export function describeCredentials(credentials: Credentials): string {
  switch (credentials.kind) {
    case 'anonymous':
      return 'no credentials'
    case 'password':
      return `the credentials of ${JSON.stringify(credentials.username)} from ${credentials.source}`
    case 'identity-token':
    case 'entra':
      return `the token from ${credentials.source}`
  }
}
