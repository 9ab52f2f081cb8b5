import type { Fields, Schema } from './schema.ts'

const TEXT: Fields = {
  fields: { exact: 'string', prefix: 'string', regex: 'string' },
  oneOf: ['exact', 'prefix', 'regex'],
}
const DESTINATION: Fields = {
  fields: { host: 'string', subset: 'string', port: { fields: { number: 'uint32' } } },
  required: ['host'],
}
const PERCENT: Fields = { fields: { value: 'number' } }
const STRINGS: Schema = { list: 'string' }
const CHANGES: Fields = { fields: { add: { map: 'string' }, set: { map: 'string' }, remove: STRINGS } }
const HEADERS: Fields = { fields: { request: CHANGES, response: CHANGES } }

const MATCH: Fields = {
  fields: {
    name: 'string',
    uri: TEXT,
    scheme: TEXT,
    method: TEXT,
    authority: TEXT,
    headers: { map: TEXT },
    withoutHeaders: { map: TEXT },
    queryParams: { map: TEXT },
    port: 'uint32',
    ignoreUriCase: 'boolean',
    gateways: STRINGS,
    sourceLabels: { map: 'string' },
    sourceNamespace: 'string',
    statPrefix: 'string',
  },
}

const RULE: Fields = {
  fields: {
    name: 'string',
    match: { list: MATCH },
    route: {
      list: {
        fields: { destination: DESTINATION, weight: 'integer', headers: HEADERS },
        required: ['destination'],
      },
    },
    redirect: {
      fields: {
        uri: 'string',
        prefixRewrite: 'string',
        authority: 'string',
        port: 'uint32',
        derivePort: 'string',
        scheme: 'string',
        redirectCode: 'uint32',
      },
      oneOf: ['port', 'derivePort'],
    },
    directResponse: {
      fields: {
        status: 'uint32',
        body: { fields: { string: 'string', bytes: 'string' }, oneOf: ['string', 'bytes'] },
      },
      required: ['status'],
    },
    delegate: { fields: { name: 'string', namespace: 'string' } },
    rewrite: {
      fields: {
        uri: 'string',
        authority: 'string',
        uriRegexRewrite: { fields: { match: 'string', rewrite: 'string' } },
      },
    },
    timeout: 'duration',
    retries: {
      fields: {
        attempts: 'integer',
        perTryTimeout: 'duration',
        retryOn: 'string',
        backoff: 'duration',
        retryRemoteLocalities: 'boolean',
        retryIgnorePreviousHosts: 'boolean',
      },
    },
    fault: {
      fields: {
        delay: {
          fields: {
            percentage: PERCENT,
            percent: 'integer',
            fixedDelay: 'duration',
            exponentialDelay: 'duration',
          },
          oneOf: ['fixedDelay', 'exponentialDelay'],
        },
        abort: {
          fields: {
            percentage: PERCENT,
            httpStatus: 'integer',
            grpcStatus: 'string',
            http2Error: 'string',
          },
          oneOf: ['httpStatus', 'grpcStatus', 'http2Error'],
        },
      },
    },
    mirror: DESTINATION,
    mirrors: {
      list: { fields: { destination: DESTINATION, percentage: PERCENT }, required: ['destination'] },
    },
    mirrorPercent: 'uint32',
    mirror_percent: 'uint32',
    mirrorPercentage: PERCENT,
    corsPolicy: 'any',
    headers: HEADERS,
  },
}

/** `spec` of a VirtualService as far as HTTP goes; tcp and tls are taken as they are. */
export const VIRTUAL_SERVICE: Fields = {
  fields: {
    hosts: STRINGS,
    gateways: STRINGS,
    http: { list: RULE },
    tcp: 'any',
    tls: 'any',
    exportTo: STRINGS,
  },
}

/** `spec` of a DestinationRule; traffic policies are taken as they are. */
export const DESTINATION_RULE: Fields = {
  fields: {
    host: 'string',
    trafficPolicy: 'any',
    subsets: {
      list: {
        fields: { name: 'string', labels: { map: 'string' }, trafficPolicy: 'any' },
        required: ['name'],
      },
    },
    exportTo: STRINGS,
    workloadSelector: 'any',
  },
  required: ['host'],
}
