/** The fields of Istio's networking API (v1, v1beta1, v1alpha3 alike) that decide what a gateway does with HTTP. */

export interface StringMatch {
  readonly exact?: string
  readonly prefix?: string
  readonly regex?: string
}

export interface HttpMatch {
  readonly name?: string
  readonly uri?: StringMatch
  readonly scheme?: StringMatch
  readonly method?: StringMatch
  readonly authority?: StringMatch
  readonly headers?: Readonly<Record<string, StringMatch | null>>
  readonly withoutHeaders?: Readonly<Record<string, StringMatch | null>>
  readonly queryParams?: Readonly<Record<string, StringMatch | null>>
  readonly port?: number
  readonly ignoreUriCase?: boolean
  readonly gateways?: readonly string[]
  readonly sourceLabels?: Readonly<Record<string, string>>
  readonly sourceNamespace?: string
}

export interface Destination {
  readonly host: string
  readonly subset?: string
  readonly port?: { readonly number?: number }
}

export interface HeaderChanges {
  readonly set?: Readonly<Record<string, string>>
  readonly add?: Readonly<Record<string, string>>
  readonly remove?: readonly string[]
}

export interface Headers {
  readonly request?: HeaderChanges
  readonly response?: HeaderChanges
}

export interface WeightedDestination {
  readonly destination: Destination
  readonly weight?: number
  readonly headers?: Headers
}

export interface Rewrite {
  readonly uri?: string
  readonly authority?: string
  readonly uriRegexRewrite?: { readonly match: string; readonly rewrite: string }
}

export interface Redirect {
  readonly uri?: string
  readonly prefixRewrite?: string
  readonly authority?: string
  readonly port?: number
  readonly derivePort?: 'FROM_PROTOCOL_DEFAULT' | 'FROM_REQUEST_PORT'
  readonly scheme?: string
  readonly redirectCode?: number
}

export interface DirectResponse {
  readonly status: number
  readonly body?: { readonly string?: string; readonly bytes?: string }
}

export interface Retries {
  readonly attempts?: number
  readonly perTryTimeout?: string
  readonly retryOn?: string
  readonly backoff?: string
}

export interface Percent {
  readonly value?: number
}

export interface Fault {
  readonly delay?: { readonly percentage?: Percent; readonly percent?: number; readonly fixedDelay?: string }
  readonly abort?: { readonly percentage?: Percent; readonly httpStatus?: number }
}

export interface HttpRule {
  readonly name?: string
  readonly match?: readonly HttpMatch[]
  readonly route?: readonly WeightedDestination[]
  readonly redirect?: Redirect
  readonly directResponse?: DirectResponse
  readonly delegate?: { readonly name: string; readonly namespace?: string }
  readonly rewrite?: Rewrite
  readonly timeout?: string
  readonly retries?: Retries
  readonly fault?: Fault
  readonly mirror?: Destination
  readonly mirrors?: readonly { readonly destination: Destination; readonly percentage?: Percent }[]
  readonly mirrorPercent?: number | null
  readonly mirror_percent?: number | null
  readonly mirrorPercentage?: Percent
  readonly corsPolicy?: unknown
  readonly headers?: Headers
}

export interface VirtualServiceSpec {
  readonly hosts?: readonly string[]
  readonly gateways?: readonly string[]
  readonly http?: readonly HttpRule[]
  readonly exportTo?: readonly string[]
}

export interface GatewaySpec {
  readonly selector?: Readonly<Record<string, string>>
  readonly servers?: readonly Server[]
}

export interface Server {
  readonly port: { readonly number: number; readonly protocol: string; readonly name?: string }
  readonly hosts: readonly string[]
  readonly tls?: { readonly httpsRedirect?: boolean; readonly mode?: string }
}

export interface DestinationRuleSpec {
  readonly host: string
  readonly subsets?: readonly { readonly name: string; readonly labels?: Readonly<Record<string, string>> }[]
  readonly exportTo?: readonly string[]
}

export interface ServiceSpec {
  readonly ports?: readonly { readonly port: number; readonly name?: string }[]
  readonly type?: string
}
