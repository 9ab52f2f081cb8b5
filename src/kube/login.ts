import type { JsonObject } from './object.ts'

/** A command of the user's machine that prints credentials (kubelogin, gke-gcloud-auth-plugin, aws, …). */
export interface ExecPlugin {
  /** `client.authentication.k8s.io/v1` or `…/v1beta1`. */
  readonly apiVersion: string
  /** Absolute path, or a name to be found in PATH. */
  readonly command: string
  readonly args: readonly string[]
  readonly env: readonly { readonly name: string; readonly value: string }[]
  readonly installHint: string | null
  /** What the plugin is told about the cluster when it asks for it (`provideClusterInfo`). */
  readonly cluster: JsonObject | null
  /** File and field, for messages. */
  readonly where: string
}

/** How we say who we are. A client certificate can come in addition. */
export type Login =
  | { readonly kind: 'none' }
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'token-file'; readonly path: string; readonly fallback: string | null }
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'exec'; readonly plugin: ExecPlugin }

/** PEM texts. */
export interface ClientCertificate {
  readonly cert: string
  readonly key: string
}

/** Everything that is needed to talk to one API server; plain data. */
export interface ResolvedKubeconfig {
  /** `https://host:port[/path]`, without a slash at the end. */
  readonly server: string
  readonly namespace: string
  readonly context: string | null
  /** Where it comes from, for messages: `/home/me/.kube/config, context prod, user ci`. */
  readonly origin: string
  /** PEM bundle; null means the authorities that Node trusts. */
  readonly ca: string | null
  /** True: the server's certificate is not checked. */
  readonly insecure: boolean
  /** Name that the server's certificate must have, when it is not the host of `server`. */
  readonly serverName: string | null
  /** Wins over the proxy variables of the environment. */
  readonly proxyUrl: string | null
  readonly clientCertificate: ClientCertificate | null
  readonly login: Login
  /** `Impersonate-*` headers. */
  readonly impersonate: Readonly<Record<string, string | readonly string[]>>
}
