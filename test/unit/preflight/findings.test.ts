import { describe, expect, test } from '@jest/globals'
import { CODES } from '../../../src/preflight/codes.ts'
import type { Files } from './inspecting.ts'
import { edited, inspect, shown, MODEL, ROLLOUT, ROUTE } from './inspecting.ts'
import {
  GATEWAY,
  GRANT,
  HPA,
  HTTP,
  HTTP_ROUTE,
  LIVE_ROUTE,
  MESH,
  NAMESPACE,
  ONLY_ROUTE,
  SHARED,
  SPLIT,
  SUBSETS,
  TWO_PORTS,
  autoscaler,
  before,
  configMap,
  container,
  destinationRule,
  rule,
  rules,
  seen,
} from './scenes.ts'

interface Row {
  readonly name: string
  readonly files: Files
  readonly found: readonly string[]
}

const TABLES: { readonly [family: string]: readonly Row[] } = {
  routes: [
    { name: 'nothing to find', files: {}, found: [] },
    {
      name: 'destination that is mistyped',
      files: { route: edited(ROUTE, 'host: svc-green', 'host: svc-gren') },
      found: [
        'error route.yaml:18:34 missing-host: VirtualService abtesting/model routes to Service abtesting/svc-gren, which is not in the manifests (there are svc-green, svc-blue): requests for it are answered with 503; did you mean svc-green? (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'destination in another namespace, offline',
      files: { route: edited(ROUTE, 'host: svc-green', 'host: legacy.other.svc.cluster.local') },
      found: [
        'warning route.yaml:18:34 missing-host: VirtualService abtesting/model routes to Service other/legacy, which is not in the manifests: requests for it are answered with 503; name a Service of namespace other, or add it to the manifests (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'Service with its namespace alone, which Istio does not complete',
      files: { route: edited(ROUTE, 'host: svc-green', 'host: svc-green.abtesting') },
      found: [
        'error route.yaml:18:34 missing-host: VirtualService abtesting/model routes to "svc-green.abtesting", which Istio does not complete, as it does names without a dot: requests for it are answered with 503; write svc-green.abtesting.svc.cluster.local (IST0101)',
      ],
    },
    {
      name: 'Service without the domain',
      files: { route: edited(ROUTE, 'host: svc-green', 'host: svc-green.abtesting.svc') },
      found: [
        'error route.yaml:18:34 missing-host: VirtualService abtesting/model routes to "svc-green.abtesting.svc", which Istio does not complete, as it does names without a dot: requests for it are answered with 503; write svc-green.abtesting.svc.cluster.local (IST0101)',
      ],
    },
    {
      name: 'public host of two labels, with its ServiceEntry',
      files: {
        route: `${edited(ROUTE, 'host: svc-green', 'host: example.com')}---
apiVersion: networking.istio.io/v1
kind: ServiceEntry
metadata: { name: example }
spec: { hosts: [example.com], ports: [{ number: 80, name: http, protocol: HTTP }], resolution: DNS }
`,
      },
      found: [],
    },
    {
      name: 'public host without ServiceEntry',
      files: { route: edited(ROUTE, 'host: svc-green', 'host: models.other.example') },
      found: [
        'warning route.yaml:18:34 missing-host: VirtualService abtesting/model routes to "models.other.example", which is no name of a Service and in no ServiceEntry: requests for it are answered with 503; write NAME.NAMESPACE.svc.cluster.local, or add a ServiceEntry for it (IST0101)',
      ],
    },
    {
      name: 'mirror to a Service that is not there',
      files: { route: rule('mirror: { host: svc-blu }') },
      found: [
        'error route.yaml:17:23 missing-host: VirtualService abtesting/model mirrors to Service abtesting/svc-blu, which is not in the manifests (there are svc-green, svc-blue): the copies go nowhere, and nobody is told; did you mean svc-blue? (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'mirror in the list of mirrors',
      files: { route: rule('mirrors: [{ destination: { host: svc-bleu } }]') },
      found: [
        'error route.yaml:17:40 missing-host: VirtualService abtesting/model mirrors to Service abtesting/svc-bleu, which is not in the manifests (there are svc-green, svc-blue): the copies go nowhere, and nobody is told; did you mean svc-blue? (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'subset without DestinationRule',
      files: { route: edited(ROUTE, '{ host: svc-green,', '{ host: svc-green, subset: v1,') },
      found: [
        'warning route.yaml:18:53 missing-subset: VirtualService abtesting/model routes to the subset "v1" of svc-green, and no DestinationRule has it: requests for it are answered with 503; add the subset to the DestinationRule, with the labels of its pods (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'subset that the DestinationRule has not',
      files: {
        route:
          edited(ROUTE, '{ host: svc-green,', '{ host: svc-green, subset: v3,') +
          destinationRule('[{ name: v1, labels: { version: green } }]'),
      },
      found: [
        'error route.yaml:18:53 missing-subset: VirtualService abtesting/model routes to the subset "v3" of svc-green, and DestinationRule model has v1: requests for it are answered with 503; did you mean v1? (IST0101)',
      ],
    },
    {
      name: 'Gateway that is mistyped',
      files: { route: edited(ROUTE, '[edge]', '[edgy]') },
      found: [
        'error route.yaml:12:14 missing-gateway: VirtualService abtesting/model names Gateway abtesting/edgy, which is not in the manifests: no gateway serves the route, and requests are answered with 404; did you mean edge? (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'Gateway in another namespace than written',
      files: { route: edited(ROUTE, '[edge]', '[other/edge]') },
      found: [
        'warning route.yaml:12:14 missing-gateway: VirtualService abtesting/model names Gateway other/edge, which is not in the manifests: no gateway serves the route, and requests are answered with 404; write abtesting/edge (IST0101)',
      ],
    },
    {
      name: 'Gateway that somebody else brings',
      files: { route: ROUTE.slice(ROUTE.indexOf('---')) },
      found: [
        'warning route.yaml:6:14 missing-gateway: VirtualService abtesting/model names Gateway abtesting/edge, which is not in the manifests: no gateway serves the route, and requests are answered with 404; name a Gateway of namespace abtesting, or add it to routes[].manifests (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'host that the Gateway does not serve',
      files: { route: edited(ROUTE, 'hosts: ["*"]', 'hosts: [shop.example.com]') },
      found: [
        'warning route.yaml:12:14 host-not-in-gateway: VirtualService abtesting/model has the host models.example.com, and Gateway edge serves shop.example.com: the gateway answers requests for it with 404; add it to the servers of the Gateway, or write a host that is there (IST0132)',
      ],
    },
    {
      name: 'two ports and no port named',
      files: {
        model: TWO_PORTS,
        route: edited(ROUTE, 'host: svc-green, port: { number: 5001 }', 'host: svc-green'),
      },
      found: [
        'error route.yaml:18:26 port-required: VirtualService abtesting/model routes to Service svc-green, which has the ports 5001 (http), 8500 (grpc), without saying which: Envoy then takes the port of the gateway, which the Service does not have, and answers 503; write port: { number: 5001 } (IST0112)',
      ],
    },
    {
      name: 'port that the Service has not',
      files: {
        route: edited(
          ROUTE,
          'host: svc-green, port: { number: 5001 }',
          'host: svc-green, port: { number: 80 }',
        ),
      },
      found: [
        'error route.yaml:18:61 missing-port: VirtualService abtesting/model routes to port 80 of Service svc-green, which has 5001 (http): requests for it are answered with 503; write port: { number: 5001 } (IST0101)',
      ],
    },
    {
      name: 'field that does not exist',
      files: { route: edited(ROUTE, '{ number: 5001 } }, weight: 0', '{ number: 5001 } }, wieght: 0') },
      found: [
        'error route.yaml:19:78 unknown-field: VirtualService abtesting/model has the field spec.http[1].route[1].wieght, which VirtualServices do not have: the API server drops it without an error, and what it was to do does not happen; write the field as the API spells it, or remove it (IST0133)',
      ],
    },
    {
      name: 'value that istiod refuses',
      files: { route: edited(ROUTE, 'weight: 100', 'weight: -1') },
      found: [
        "error route.yaml:8:1 route-invalid: VirtualService abtesting/model is refused by istiod's webhook: weight -1 < 0; correct what it names (IST0106)",
      ],
    },
    {
      name: 'type that the API server refuses',
      files: { route: edited(ROUTE, 'weight: 100', 'weight: "100"') },
      found: [
        'error route.yaml:18:79 route-invalid: VirtualService abtesting/model is refused by the API server: spec.http[1].route[0].weight: Invalid value: "string": spec.http[1].route[0].weight in body must be of type integer: "string"; correct what it names (IST0106)',
      ],
    },
    {
      name: 'mirror of 101 percent',
      files: { route: rule('mirror: { host: svc-blue }\n      mirrorPercentage: { value: 101 }') },
      found: [
        "error route.yaml:8:1 route-invalid: VirtualService abtesting/model is refused by istiod's webhook: mirror_percentage must have a max value of 100 (it has 101.000000); correct what it names (IST0106)",
      ],
    },
    {
      name: 'mirror of -1 percent',
      files: { route: rule('mirror: { host: svc-blue }\n      mirrorPercentage: { value: -1 }') },
      found: [
        "error route.yaml:8:1 route-invalid: VirtualService abtesting/model is refused by istiod's webhook: mirror_percentage must have a min value of 0 (it has -1.000000); correct what it names (IST0106)",
      ],
    },
    {
      name: 'mirror and mirrors',
      files: {
        route: rule('mirror: { host: svc-blue }\n      mirrors: [{ destination: { host: svc-blue } }]'),
      },
      found: [
        "error route.yaml:8:1 route-invalid: VirtualService abtesting/model is refused by istiod's webhook: HTTP route cannot contain both mirror and mirrors; correct what it names (IST0106)",
      ],
    },
    {
      name: 'star as host in the mesh',
      files: { route: edited(edited(ROUTE, '[edge]', '[edge, mesh]'), '[models.example.com]', '["*"]') },
      found: [
        "error route.yaml:8:1 route-invalid: VirtualService abtesting/model is refused by istiod's webhook: wildcard host * is not allowed for virtual services bound to the mesh gateway; correct what it names (IST0106)",
      ],
    },
    {
      name: 'no hosts',
      files: { route: edited(ROUTE, '  hosts: [models.example.com]\n', '') },
      found: [
        'error route.yaml:12:3 route-invalid: VirtualService abtesting/model has no hosts: it would be a delegate, and those have no gateways; write hosts: with the names that clients ask for (IST0106)',
      ],
    },
    {
      name: 'header match called uri',
      files: { route: edited(ROUTE, '{ x-api-version:', '{ uri:') },
      found: [
        'error route.yaml:15:33 ignored-header-match: VirtualService abtesting/model has in http[0] a match on a header called uri: Istio ignores it there, so the rule matches more than it says; write uri: beside headers:, not below',
      ],
    },
    {
      name: 'old versions of the API',
      files: { route: ROUTE.replaceAll('istio.io/v1', 'istio.io/v1alpha3') },
      found: [
        'warning route.yaml:1:13 deprecated-api: Gateway abtesting/edge uses networking.istio.io/v1alpha3: it is converted at each read and write, and a later version may stop serving it; write apiVersion: networking.istio.io/v1 (IST0002)',
        'warning route.yaml:8:13 deprecated-api: VirtualService abtesting/model uses networking.istio.io/v1alpha3: it is converted at each read and write, and a later version may stop serving it; write apiVersion: networking.istio.io/v1 (IST0002)',
      ],
    },
    {
      name: 'mirror_percent',
      files: { route: rule('mirror: { host: svc-blue }\n      mirror_percent: 100') },
      found: [
        'warning route.yaml:18:23 deprecated-field: VirtualService abtesting/model has mirror_percent in http[1]: it still works, and a later version may drop it; write mirrorPercentage: { value: 100 } (IST0002)',
      ],
    },
    {
      name: 'mirrorPercent',
      files: { route: rule('mirror: { host: svc-blue }\n      mirrorPercent: 100') },
      found: [
        'warning route.yaml:18:22 deprecated-field: VirtualService abtesting/model has mirrorPercent in http[1]: it still works, and a later version may drop it; write mirrorPercentage: { value: 100 } (IST0002)',
      ],
    },
    {
      name: 'mirror_percent beside mirrorPercentage',
      files: {
        route: rule(
          'mirror: { host: svc-blue }\n      mirrorPercentage: { value: 10 }\n      mirror_percent: 100',
        ),
      },
      found: [
        'warning route.yaml:19:23 deprecated-field: VirtualService abtesting/model has mirror_percent in http[1], and mirrorPercentage, which wins: it still works, and a later version may drop it; remove mirror_percent (IST0002)',
      ],
    },
    {
      name: 'placeholder in a route',
      files: { route: edited(ROUTE, '[models.example.com]', '[models.example.com, "<YOUR_HOST>"]') },
      found: [
        `error route.yaml:8:1 route-invalid: VirtualService abtesting/model is refused by istiod's webhook: domain name "<YOUR_HOST>" invalid (label "<YOUR_HOST>" invalid); correct what it names (IST0106)`,
        'error route.yaml:13:31 unresolved-placeholder: VirtualService abtesting/model still has <YOUR_HOST> in spec.hosts[1]: it is taken literally; write the real value',
      ],
    },
    {
      name: 'traffic for another host',
      files: { route: edited(ROUTE, '[models.example.com]', '[m.example.com]') },
      found: [
        'warning route.yaml:13:10 traffic-host: VirtualService abtesting/model is for m.example.com, and traffic.url asks for models.example.com: the traffic check would ask for a host that the rollout does not shift; write one of them in traffic.url, or add models.example.com to the route',
      ],
    },
  ],
  order: [
    {
      name: 'rule without match in front',
      files: {
        route: edited(
          ROUTE,
          '    - match: [{ headers: { x-api-version: { exact: blue } } }]\n      route',
          '    - name: all\n      route',
        ),
      },
      found: [
        'error route.yaml:15:7 unreachable-rule: VirtualService abtesting/model has in http[0] "all" a rule that takes every request (no match), in front of http[1]: that one is never reached; move it to the end (IST0130)',
      ],
    },
    {
      name: 'match of the empty kind in front',
      files: { route: edited(ROUTE, '[{ headers: { x-api-version: { exact: blue } } }]', '[{ name: all }]') },
      found: [
        'error route.yaml:15:7 unreachable-rule: VirtualService abtesting/model has in http[0] a rule that takes every request (everything), in front of http[1]: that one is never reached; move it to the end (IST0130)',
      ],
    },
    {
      name: 'the same match twice',
      files: { route: before('[{ headers: { x-api-version: { exact: blue } } }]') },
      found: [
        'error route.yaml:17:7 unreachable-rule: VirtualService abtesting/model has in http[1] (header x-api-version exact blue) a rule whose requests http[0] already takes: no request ever reaches it; move it before http[0], or remove it (IST0130)',
      ],
    },
    {
      name: 'narrower path behind a wider one',
      files: {
        route: before(
          '[{ uri: { prefix: /score } }]',
          '[{ uri: { exact: /score/v2 }, method: { exact: POST } }]',
        ),
      },
      found: [
        'error route.yaml:17:7 unreachable-rule: VirtualService abtesting/model has in http[1] (uri exact /score/v2, method exact POST) a rule whose requests http[0] already takes: no request ever reaches it; move it before http[0], or remove it (IST0130)',
      ],
    },
    {
      name: 'narrower header behind presence',
      files: { route: before('[{ headers: { X-Api-Version: {} } }]') },
      found: [
        'error route.yaml:17:7 unreachable-rule: VirtualService abtesting/model has in http[1] (header x-api-version exact blue) a rule whose requests http[0] already takes: no request ever reaches it; move it before http[0], or remove it (IST0130)',
      ],
    },
    {
      name: 'one of two matches taken',
      files: {
        route: before('[{ uri: { prefix: /a } }]', '[{ uri: { prefix: /a/b } }, { uri: { prefix: /c } }]'),
      },
      found: [
        'warning route.yaml:17:15 shadowed-match: VirtualService abtesting/model has in http[1] the match uri prefix /a/b, which http[0] takes first: requests that fit both go by the earlier rule; move the rule before http[0], or remove the match (IST0131)',
      ],
    },
    {
      name: 'wider behind narrower is no finding',
      files: { route: before('[{ uri: { prefix: /a/b } }]', '[{ uri: { prefix: /a } }]') },
      found: [],
    },
    {
      name: 'patterns are not compared',
      files: { route: before('[{ uri: { regex: ".*" } }]', '[{ uri: { prefix: /a } }]') },
      found: [],
    },
  ],
  mesh: [
    {
      name: 'LoadBalancer behind a route for the mesh (S16)',
      files: {
        model: MODEL.replaceAll(
          'spec:\n  selector: { app: model',
          'spec:\n  type: LoadBalancer\n  selector: { app: model',
        ),
        route: MESH,
      },
      found: [
        'error route.yaml:5:3 mesh-only-route: VirtualService abtesting/model applies to mesh sidecars only; Service svc-green is reached from outside the mesh (type: LoadBalancer): no sidecar is in the way of those clients, so none of its rules applies to them and they are spread over all pods of the Service; write gateways: [YOUR-GATEWAY, mesh] and hosts: with the name that clients use, and make the Service a ClusterIP',
        'warning route.yaml:5:3 mesh-only-traffic: VirtualService abtesting/model is for clients in the mesh, and traffic.from is the runner: the requests of the traffic check do not pass a sidecar, so they do not see the weights; run the pipeline in a pod with a sidecar, or apply deploy/mesh-probe.yaml and write traffic.from: { pod: app=mesh-probe }, or add a gateway to the route',
        'warning route.yaml:5:10 traffic-host: VirtualService abtesting/model is for svc-green, and traffic.url asks for models.example.com: the traffic check would ask for a host that the rollout does not shift; write one of them in traffic.url, or add models.example.com to the route',
      ],
    },
    {
      name: 'NodePort behind a route that names the mesh',
      files: {
        model: MODEL.replaceAll(
          'spec:\n  selector: { app: model',
          'spec:\n  type: NodePort\n  selector: { app: model',
        ),
        route: edited(MESH, '  hosts:', '  gateways: [mesh]\n  hosts:'),
      },
      found: [
        'warning route.yaml:5:3 mesh-only-traffic: VirtualService abtesting/model is for clients in the mesh, and traffic.from is the runner: the requests of the traffic check do not pass a sidecar, so they do not see the weights; run the pipeline in a pod with a sidecar, or apply deploy/mesh-probe.yaml and write traffic.from: { pod: app=mesh-probe }, or add a gateway to the route',
        'error route.yaml:5:13 mesh-only-route: VirtualService abtesting/model applies to mesh sidecars only; Service svc-green is reached from outside the mesh (type: NodePort): no sidecar is in the way of those clients, so none of its rules applies to them and they are spread over all pods of the Service; write gateways: [YOUR-GATEWAY, mesh] and hosts: with the name that clients use, and make the Service a ClusterIP',
        'warning route.yaml:6:10 traffic-host: VirtualService abtesting/model is for svc-green, and traffic.url asks for models.example.com: the traffic check would ask for a host that the rollout does not shift; write one of them in traffic.url, or add models.example.com to the route',
      ],
    },
    {
      name: 'mesh beside a gateway is no finding',
      files: {
        model: MODEL.replaceAll(
          'spec:\n  selector: { app: model',
          'spec:\n  type: LoadBalancer\n  selector: { app: model',
        ),
        route: edited(ROUTE, '[edge]', '[edge, mesh]'),
      },
      found: [],
    },
    {
      name: 'ClusterIP, and traffic from the runner',
      files: { route: MESH },
      found: [
        'warning route.yaml:5:3 mesh-only-traffic: VirtualService abtesting/model is for clients in the mesh, and traffic.from is the runner: the requests of the traffic check do not pass a sidecar, so they do not see the weights; run the pipeline in a pod with a sidecar, or apply deploy/mesh-probe.yaml and write traffic.from: { pod: app=mesh-probe }, or add a gateway to the route',
        'warning route.yaml:5:10 traffic-host: VirtualService abtesting/model is for svc-green, and traffic.url asks for models.example.com: the traffic check would ask for a host that the rollout does not shift; write one of them in traffic.url, or add models.example.com to the route',
      ],
    },
    {
      name: 'two routes for one host of the mesh',
      files: { route: `${MESH}---\n${MESH.replace('name: model', 'name: other')}` },
      found: [
        'warning route.yaml:5:3 mesh-only-traffic: VirtualService abtesting/model is for clients in the mesh, and traffic.from is the runner: the requests of the traffic check do not pass a sidecar, so they do not see the weights; run the pipeline in a pod with a sidecar, or apply deploy/mesh-probe.yaml and write traffic.from: { pod: app=mesh-probe }, or add a gateway to the route',
        'warning route.yaml:5:10 traffic-host: VirtualService abtesting/model is for svc-green, and traffic.url asks for models.example.com: the traffic check would ask for a host that the rollout does not shift; write one of them in traffic.url, or add models.example.com to the route',
        'warning route.yaml:17:10 duplicate-mesh-host: VirtualService abtesting/other and VirtualService model both route svc-green.abtesting in the mesh: which of them a sidecar takes is not defined; put the rules of both into one (IST0109)',
      ],
    },
  ],
  subsets: [
    {
      name: 'subset whose labels no pod has',
      files: {
        rollout: SUBSETS,
        model: SHARED,
        route:
          SPLIT +
          destinationRule(
            '[{ name: green, labels: { version: green } }, { name: blue, labels: { version: bleu } }]',
            'svc',
          ),
      },
      found: [
        'error route.yaml:24:80 subset-without-pods: DestinationRule abtesting/model has the subset blue with version=bleu, which no pod template has (app=model,version=green; app=model,version=blue): requests for it are answered with 503 (no healthy upstream) as soon as it gets weight; write the labels of its pods, e.g. version: … (IST0173)',
      ],
    },
    {
      name: "subset of nobody's",
      files: {
        rollout: SUBSETS,
        model: SHARED,
        route: SPLIT + destinationRule('[{ name: old, labels: { version: old } }]', 'svc'),
      },
      found: [
        'warning route.yaml:24:34 subset-without-pods: DestinationRule abtesting/model has the subset old with version=old, which no pod template has (app=model,version=green; app=model,version=blue): requests for it are answered with 503 (no healthy upstream) as soon as it gets weight; write the labels of its pods, e.g. version: … (IST0173)',
      ],
    },
    {
      name: 'subsets that shiftgate adds are no finding',
      files: { rollout: SUBSETS, model: SHARED, route: SPLIT },
      found: [],
    },
    {
      name: 'two DestinationRules for one Service',
      files: {
        rollout: SUBSETS,
        model: SHARED,
        route:
          SPLIT +
          destinationRule('[]', 'svc') +
          destinationRule('[]', 'svc.abtesting.svc.cluster.local', 'second'),
      },
      found: [
        'error route.yaml:30:9 ambiguous-destination-rule: DestinationRule abtesting/second is one of 2 for Service abtesting/svc: model, second: Istio merges or ignores them by age, so subsets can vanish; put all subsets into one; the rollout file says which with routes[].destinationRule',
      ],
    },
    {
      name: 'DestinationRule for nothing',
      files: { route: ROUTE + destinationRule('[]', 'svc-gren') },
      found: [
        'error route.yaml:25:9 missing-host: DestinationRule abtesting/model is for Service abtesting/svc-gren, which is not in the manifests (there are svc-green, svc-blue): its subsets and policies apply to nothing; did you mean svc-green? (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'the same subset twice',
      files: {
        rollout: SUBSETS,
        model: SHARED,
        route:
          SPLIT +
          destinationRule(
            '[{ name: green, labels: { version: green } }, { name: green, labels: { version: green } }]',
            'svc',
          ),
      },
      found: [
        "error route.yaml:19:1 route-invalid: DestinationRule abtesting/model is refused by istiod's webhook: duplicate subset names: green; correct what it names (IST0106)",
      ],
    },
  ],
  workloads: [
    {
      name: 'ConfigMap by another name (S13)',
      files: {
        model:
          container('envFrom: [{ configMapRef: { name: resnet50-configs } }]') +
          configMap('tfserving-configs'),
      },
      found: [
        'error model.yaml:12:45 missing-config: Deployment abtesting/model-green reads ConfigMap resnet50-configs (envFrom of container model), which is not in the manifests (there is tfserving-configs): they stay in CreateContainerConfigError and never become ready; write the name of a ConfigMap that is there, or add it to the manifests (or, if it is in the cluster already, look there with --online)',
      ],
    },
    {
      name: 'ConfigMap that somebody else brings',
      files: { model: container('envFrom: [{ configMapRef: { name: shared } }]') },
      found: [
        'warning model.yaml:12:45 missing-config: Deployment abtesting/model-green reads ConfigMap shared (envFrom of container model), which is not in the manifests: they stay in CreateContainerConfigError and never become ready; write the name of a ConfigMap that is there, or add it to the manifests (or, if it is in the cluster already, look there with --online)',
      ],
    },
    {
      name: 'ConfigMap that is optional',
      files: { model: container('envFrom: [{ configMapRef: { name: shared, optional: true } }]') },
      found: [],
    },
    {
      name: 'Secret',
      files: {
        model: container('env: [{ name: TOKEN, valueFrom: { secretKeyRef: { name: token, key: t } } }]'),
      },
      found: [
        'warning model.yaml:12:67 missing-config: Deployment abtesting/model-green reads Secret token (env TOKEN of container model), which is not in the manifests: they stay in CreateContainerConfigError and never become ready; create it before the rollout; --online looks whether it is there',
      ],
    },
    {
      name: 'Secret that the manifests bring',
      files: {
        model: `${MODEL}---\napiVersion: v1\nkind: Secret\nmetadata: { name: token }\nstringData: { t: x }\n`,
      },
      found: [
        'error model.yaml:23:7 secret-in-manifests: Secret abtesting/token is among the manifests: the record would hold its data, so the first stage is refused; create it separately, and refer to it by name',
      ],
    },
    {
      name: 'Secret beside a route, of whose manifests only the route is applied',
      files: {
        route: `${ROUTE}---\napiVersion: v1\nkind: Secret\nmetadata: { name: tls }\nstringData: { t: x }\n`,
      },
      found: [],
    },
    {
      name: 'ConfigMap in a volume',
      files: {
        model:
          edited(
            MODEL,
            '      containers:',
            '      volumes: [{ name: v, configMap: { name: modle } }]\n      containers:',
          ) + configMap('model'),
      },
      found: [
        'error model.yaml:9:47 missing-config: Deployment abtesting/model-green reads ConfigMap modle (volume v), which is not in the manifests (there is model): they stay in CreateContainerConfigError and never become ready; did you mean model? (or, if it is in the cluster already, look there with --online)',
      ],
    },
    {
      name: 'replicas and autoscaler',
      files: {
        model:
          edited(MODEL, 'spec:\n  selector', 'spec:\n  replicas: 2\n  selector') +
          autoscaler('${deployment}'),
      },
      found: [
        'warning model.yaml:5:13 replicas-with-autoscaler: Deployment abtesting/model-green has replicas: 2, and HorizontalPodAutoscaler model-green targets it: each `kubectl apply` or `helm upgrade` of it sets the number of pods back, in the middle of the load (shiftgate leaves the field out); remove replicas',
      ],
    },
    {
      name: 'autoscaler for nothing',
      files: { model: MODEL + autoscaler('modle') },
      found: [
        'error model.yaml:25:25 autoscaler-conflict: HorizontalPodAutoscaler abtesting/model-blue and HorizontalPodAutoscaler model-green both scale Deployment modle: they set its replicas in turn (AmbiguousSelector); keep one of them',
        'warning model.yaml:25:72 autoscaler-target: HorizontalPodAutoscaler abtesting/model-green scales Deployment modle, which is not in the manifests: it scales nothing; write the name of a Deployment, e.g. ${deployment} (or, if it is in the cluster already, look there with --online)',
      ],
    },
    {
      name: 'no readinessProbe',
      files: { model: edited(MODEL, '          readinessProbe: { httpGet: { path: /, port: 5001 } }\n', '') },
      found: [
        'warning model.yaml:10:11 no-readiness-probe: Deployment abtesting/model-green has no readinessProbe in container model: Kubernetes calls it ready before the model is loaded (shiftgate asks it one real request before traffic moves, a restart later does not); write readinessProbe: { httpGet: { path: …, port: … } }',
      ],
    },
    {
      name: 'probe of the port only',
      files: { model: edited(MODEL, 'httpGet: { path: /, port: 5001 }', 'tcpSocket: { port: 8500 }') },
      found: [
        'warning model.yaml:13:27 tcp-readiness: Deployment abtesting/model-green asks container model only whether port 8500 is open: the port is open before the model is loaded; write readinessProbe: { httpGet: { path: …, port: … } }',
      ],
    },
    {
      name: 'tag latest beside the model',
      files: {
        model: edited(
          MODEL,
          '          image: ${image}',
          '          image: ${image}\n        - name: log\n          image: fluent/fluent-bit:latest',
        ),
      },
      found: [
        'warning model.yaml:13:18 floating-tag: Deployment abtesting/model-green runs fluent/fluent-bit:latest in container log: two pods of one version can run different models, and the way back gets what the tag means then; write the digest, REPOSITORY@sha256:…',
      ],
    },
    {
      name: 'port without a name',
      files: { model: edited(MODEL, '{ name: http, port: 5001 }', '{ port: 5001 }') },
      found: [
        'warning model.yaml:20:11 port-name: Service abtesting/svc-green has no name for port 5001: Istio has to guess the protocol from the first bytes, and HTTP rules do not apply when it guesses wrong; write name: http, or appProtocol: http (IST0118)',
      ],
    },
    {
      name: 'port name that is no protocol',
      files: { model: edited(MODEL, '{ name: http, port: 5001 }', '{ name: tf-serving-http, port: 5001 }') },
      found: [
        'warning model.yaml:20:19 port-name: Service abtesting/svc-green calls port 5001 tf-serving-http: Istio has to guess the protocol from the first bytes, and HTTP rules do not apply when it guesses wrong; write name: http-tf-serving, or appProtocol: http (IST0118)',
      ],
    },
    {
      name: 'appProtocol instead of a name',
      files: {
        model: edited(MODEL, '{ name: http, port: 5001 }', '{ name: rest, port: 5001, appProtocol: http }'),
      },
      found: [],
    },
    {
      name: 'injection by annotation',
      files: {
        model: edited(
          MODEL,
          'metadata: { labels: { app: model, version: "${version}" } }',
          'metadata: { annotations: { sidecar.istio.io/inject: "true" }, labels: { app: model, version: "${version}" } }',
        ),
      },
      found: [
        'warning model.yaml:7:57 deprecated-annotation: Deployment abtesting/model-green has the annotation sidecar.istio.io/inject: it may not work in later versions of Istio; write it as a label of the pod template: labels: { sidecar.istio.io/inject: "true" } (IST0135)',
      ],
    },
    {
      name: 'versions that do not differ',
      files: {
        rollout: edited(ROLLOUT, 'image: registry.example/scoring\n', ''),
        model: edited(MODEL, '${image}', 'registry.example/scoring:3'),
      },
      found: [
        'warning model.yaml:9:7 versions-alike: Deployment abtesting/model-blue has the same pods as Deployment model-green: image, environment and volumes: the rollout would compare a model with itself; write what tells the versions apart as ${NAME} with versions.*.values',
      ],
    },
    {
      name: 'versions that differ in env',
      files: {
        rollout: edited(ROLLOUT, 'image: registry.example/scoring\n', ''),
        model: edited(
          MODEL,
          '          image: ${image}',
          '          image: registry.example/scoring:3\n          env: [{ name: V, value: "${version}" }]',
        ),
      },
      found: [],
    },
  ],
  'http routes': [
    { name: 'nothing to find', files: { rollout: HTTP, route: HTTP_ROUTE }, found: [] },
    {
      name: 'backend that is not there',
      files: { rollout: HTTP, route: edited(HTTP_ROUTE, 'name: svc-green', 'name: svc-gren') },
      found: [
        'error route.yaml:16:19 missing-host: HTTPRoute abtesting/model routes to Service abtesting/svc-gren, which is not in the manifests (there are svc-green, svc-blue): the reference is not resolved (BackendNotFound), and requests are answered with 500; did you mean svc-green? (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'backend without port',
      files: { rollout: HTTP, route: edited(HTTP_ROUTE, 'svc-green, port: 5001', 'svc-green') },
      found: [
        'error route.yaml:16:11 backend-port-required: HTTPRoute abtesting/model routes to Service svc-green without port: the reference is not resolved, and requests are answered with 500; write port: 5001',
      ],
    },
    {
      name: 'backend port that the Service has not',
      files: { rollout: HTTP, route: edited(HTTP_ROUTE, 'svc-green, port: 5001', 'svc-green, port: 80') },
      found: [
        'error route.yaml:16:36 missing-port: HTTPRoute abtesting/model routes to port 80 of Service svc-green, which has 5001: the reference is not resolved (BackendNotFound), and requests are answered with 500; write port: 5001 (IST0101)',
      ],
    },
    {
      name: 'backend in another namespace without grant',
      files: {
        rollout: HTTP,
        route: edited(HTTP_ROUTE, 'svc-green, port: 5001', 'svc-green, namespace: other, port: 5001'),
      },
      found: [
        'warning route.yaml:16:19 missing-host: HTTPRoute abtesting/model routes to Service other/svc-green, which is not in the manifests: the reference is not resolved (BackendNotFound), and requests are answered with 500; name a Service of namespace other (or, if it is in the cluster already, look there with --online) (IST0101)',
        'warning route.yaml:16:41 reference-not-granted: HTTPRoute abtesting/model routes to Service other/svc-green, and no ReferenceGrant of other allows HTTPRoutes of abtesting: the reference is refused (RefNotPermitted), and requests are answered with 500; add a ReferenceGrant to other: from HTTPRoute of abtesting, to Service svc-green (or, if it is in the cluster already, look there with --online)',
      ],
    },
    {
      name: 'backend in another namespace with grant',
      files: {
        rollout: HTTP,
        route: `${edited(HTTP_ROUTE, 'svc-green, port: 5001', 'svc-green, namespace: other, port: 5001')}---\n${GRANT}`,
      },
      found: [
        'warning route.yaml:16:19 missing-host: HTTPRoute abtesting/model routes to Service other/svc-green, which is not in the manifests: the reference is not resolved (BackendNotFound), and requests are answered with 500; name a Service of namespace other (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'parent that is not there',
      files: {
        rollout: HTTP,
        route: edited(HTTP_ROUTE, 'parentRefs: [{ name: edge }', 'parentRefs: [{ name: edgy }'),
      },
      found: [
        'error route.yaml:12:24 missing-gateway: HTTPRoute abtesting/model has the parent Gateway abtesting/edgy, which is not in the manifests: no gateway serves the route, and requests are answered with 404; did you mean edge? (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'parent in another namespace',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          'parentRefs: [{ name: edge }',
          'parentRefs: [{ name: edge, namespace: infra }',
        ),
      },
      found: [
        'warning route.yaml:12:24 missing-gateway: HTTPRoute abtesting/model has the parent Gateway infra/edge, which is not in the manifests: no gateway serves the route, and requests are answered with 404; name one that is there; one of another namespace with namespace: (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'no parents',
      files: { rollout: HTTP, route: edited(HTTP_ROUTE, 'parentRefs: [{ name: edge }]', 'parentRefs: []') },
      found: [
        'error route.yaml:12:3 missing-gateway: HTTPRoute abtesting/model has no parentRefs: it is attached to nothing, and takes no request; write parentRefs: [{ name: YOUR-GATEWAY }] (IST0101)',
      ],
    },
    {
      name: 'listener that is not there',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          'parentRefs: [{ name: edge }',
          'parentRefs: [{ name: edge, sectionName: htp }',
        ),
      },
      found: [
        'error route.yaml:12:43 missing-listener: HTTPRoute abtesting/model wants the listener htp of Gateway edge, which has http (port 80): the route is not attached, and requests are answered with 404; did you mean http?',
      ],
    },
    {
      name: 'hostname that no listener has',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          'name: http, port: 80, protocol: HTTP',
          'name: http, port: 80, protocol: HTTP, hostname: "*.example.org"',
        ),
      },
      found: [
        'warning route.yaml:12:16 host-not-in-gateway: HTTPRoute abtesting/model has the host models.example.com, and Gateway edge serves *.example.org: the gateway answers requests for it with 404; write a hostname that a listener has (IST0132)',
      ],
    },
    {
      name: 'Service parent without group',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          'parentRefs: [{ name: edge }',
          'parentRefs: [{ kind: Service, name: svc-green }',
        ),
      },
      found: [
        'error route.yaml:12:24 missing-gateway: HTTPRoute abtesting/model has the parent Service svc-green without group: "": the group of a parentRef is gateway.networking.k8s.io unless it says otherwise, where there are no Services; write group: "" beside kind: Service (IST0101)',
      ],
    },
    {
      name: 'port of a Service parent',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          'parentRefs: [{ name: edge }',
          'parentRefs: [{ group: "", kind: Service, name: svc-green, port: 80 }',
        ),
      },
      found: [
        'warning route.yaml:12:3 mesh-only-traffic: HTTPRoute abtesting/model is for clients in the mesh, and traffic.from is the runner: the requests of the traffic check do not pass a sidecar, so they do not see the weights; run the pipeline in a pod with a sidecar, or apply deploy/mesh-probe.yaml and write traffic.from: { pod: app=mesh-probe }, or add a gateway to the route',
        'error route.yaml:12:67 missing-listener: HTTPRoute abtesting/model has the parent port 80 of Service svc-green, which has 5001: the route is not attached, and requests are answered with 404; write port: 5001',
      ],
    },
    {
      name: 'Service parent that a load balancer reaches',
      files: {
        rollout: HTTP,
        model: edited(
          MODEL,
          'spec:\n  selector: { app: model, version: "${version}" }\n  ports',
          'spec:\n  type: LoadBalancer\n  selector: { app: model, version: "${version}" }\n  ports',
        ),
        route: edited(
          HTTP_ROUTE,
          'parentRefs: [{ name: edge }',
          'parentRefs: [{ group: "", kind: Service, name: svc-green, port: 5001 }',
        ),
      },
      found: [
        'warning route.yaml:12:3 mesh-only-traffic: HTTPRoute abtesting/model is for clients in the mesh, and traffic.from is the runner: the requests of the traffic check do not pass a sidecar, so they do not see the weights; run the pipeline in a pod with a sidecar, or apply deploy/mesh-probe.yaml and write traffic.from: { pod: app=mesh-probe }, or add a gateway to the route',
        'error route.yaml:12:16 mesh-only-route: HTTPRoute abtesting/model applies to mesh sidecars only; Service svc-green is reached from outside the mesh (type: LoadBalancer): no sidecar is in the way of those clients, so none of its rules applies to them and they are spread over all pods of the Service; add the Gateway that those clients use to parentRefs, and make the Service a ClusterIP',
      ],
    },
    {
      name: 'the same beside a Gateway is no finding',
      files: {
        rollout: HTTP,
        model: edited(
          MODEL,
          'spec:\n  selector: { app: model, version: "${version}" }\n  ports',
          'spec:\n  type: LoadBalancer\n  selector: { app: model, version: "${version}" }\n  ports',
        ),
        route: edited(
          HTTP_ROUTE,
          'parentRefs: [{ name: edge }',
          'parentRefs: [{ name: edge }, { group: "", kind: Service, name: svc-green, port: 5001 }',
        ),
      },
      found: [],
    },
    {
      name: 'more than 16 rules',
      files: { rollout: HTTP, route: edited(HTTP_ROUTE, '  rules:\n', `  rules:\n${rules(16)}`) },
      found: [
        'error route.yaml:15:5 too-many-rules: HTTPRoute abtesting/model has 17 rules: 17 of at most 16: the Gateway API allows 16, and the API server would refuse the stage; move some of the rules into a second HTTPRoute with the same parents',
      ],
    },
    {
      name: 'Gateway of another namespace that takes routes of its own only',
      files: {
        rollout: HTTP,
        route: edited(
          edited(HTTP_ROUTE, 'metadata: { name: edge }', 'metadata: { name: edge, namespace: infra }'),
          'parentRefs: [{ name: edge }]',
          'parentRefs: [{ name: edge, namespace: infra }]',
        ),
      },
      found: [
        'warning route.yaml:12:16 parent-not-allowed: HTTPRoute abtesting/model is in abtesting, and the listeners of Gateway infra/edge take routes of infra only: the route is not accepted (NotAllowedByListeners), and requests are answered with 404; write allowedRoutes: { namespaces: { from: All } } in the listener, or move the route',
      ],
    },
    {
      name: '16 rules and a header stage',
      files: {
        rollout: edited(HTTP, 'weight: 0 }', 'weight: 0, headers: [{ a: "1" }, { b: "2" }] }'),
        route: edited(HTTP_ROUTE, '  rules:\n', `  rules:\n${rules(14)}`),
      },
      found: [
        'error route.yaml:15:5 too-many-rules: HTTPRoute abtesting/model has 15 rules, and stage Blue_0 adds 2: 17 of at most 16: the Gateway API allows 16, and the API server would refuse the stage; move some of the rules into a second HTTPRoute with the same parents',
      ],
    },
    {
      name: 'the same match twice',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          '  rules:\n',
          '  rules:\n    - matches: [{ path: { type: PathPrefix, value: / } }]\n      backendRefs: [{ name: svc-green, port: 5001 }]\n',
        ),
      },
      found: [
        'error route.yaml:17:7 unreachable-rule: HTTPRoute abtesting/model has in rules[1] only matches that rules[0] has too: of equal matches the first rule gets every request; put the backendRefs of both into rules[0], or remove one rule (IST0130)',
      ],
    },
    {
      name: 'one of two matches twice',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          '    - backendRefs',
          '    - matches: [{ headers: [{ name: A, value: "1" }] }]\n      backendRefs: [{ name: svc-green, port: 5001 }]\n    - matches: [{ headers: [{ name: a, type: Exact, value: "1" }] }, { path: { value: /b } }]\n      backendRefs',
        ),
      },
      found: [
        'warning route.yaml:17:17 shadowed-match: HTTPRoute abtesting/model has in rules[1] a match that rules[0] has too: of equal matches the first rule gets every request; remove one of the two (IST0131)',
      ],
    },
    {
      name: 'the order of the list decides nothing between different matches',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          'weight: 0 }\n',
          `weight: 0 }
    - matches: [{ path: { value: /score } }, { headers: [{ name: a, value: "1" }] }]
      backendRefs: [{ name: svc-green, port: 5001 }]
    - matches: [{ path: { type: Exact, value: /score } }, { path: { value: /score }, method: POST }]
      backendRefs: [{ name: svc-green, port: 5001 }]
`,
        ),
      },
      found: [],
    },
    {
      name: 'a path by pattern beside a rule for every path',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          '  rules:\n',
          `  rules:
    - matches: [{ path: { type: RegularExpression, value: "/v[0-9]+" } }]
      backendRefs: [{ name: svc-green, port: 5001 }]
    - matches: [{ path: { type: RegularExpression, value: "/w" } }, { path: { value: /x } }]
      backendRefs: [{ name: svc-green, port: 5001 }]
`,
        ),
      },
      found: [
        'error route.yaml:15:7 unreachable-rule: HTTPRoute abtesting/model has in rules[0] (path RegularExpression /v[0-9]+) a rule whose requests rules[2] (everything) already takes: a path by RegularExpression comes after every other path, wherever the rule stands (in Istio; the Gateway API leaves it open); write the path as Exact or PathPrefix, or remove the rule (IST0130)',
        'warning route.yaml:17:17 shadowed-match: HTTPRoute abtesting/model has in rules[1] the match path RegularExpression /w, whose requests rules[2] (everything) takes: a path by RegularExpression comes after every other path, wherever the rule stands (in Istio; the Gateway API leaves it open); write the path as Exact or PathPrefix, or remove the match (IST0131)',
      ],
    },
    {
      name: 'a path by pattern where the wider rule wants something else too',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          '    - backendRefs',
          `    - matches: [{ path: { type: RegularExpression, value: "/v[0-9]+" } }]
      backendRefs: [{ name: svc-green, port: 5001 }]
    - matches: [{ path: { value: /score } }, { method: POST }, { headers: [{ name: a, value: "1" }] }]
      backendRefs`,
        ),
      },
      found: [],
    },
    {
      name: 'percent and fraction',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          '    - backendRefs',
          '    - filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: svc-blue, port: 5001 }, percent: 10, fraction: { numerator: 1 } } }]\n      backendRefs',
        ),
      },
      found: [
        'error route.yaml:15:55 route-invalid: HTTPRoute abtesting/model is refused by the API server: only one of percent or fraction may be specified; remove percent (IST0106)',
      ],
    },
    {
      name: 'mirror of 101 percent',
      files: {
        rollout: HTTP,
        route: edited(
          HTTP_ROUTE,
          '    - backendRefs',
          '    - filters: [{ type: RequestMirror, requestMirror: { backendRef: { name: svc-blu, port: 5001 }, percent: 101 } }]\n      backendRefs',
        ),
      },
      found: [
        'error route.yaml:15:55 route-invalid: HTTPRoute abtesting/model is refused by the API server: percent 101 is no whole number from 0 to 100; write one, or a fraction (IST0106)',
        'error route.yaml:15:77 missing-host: HTTPRoute abtesting/model mirrors to Service abtesting/svc-blu, which is not in the manifests (there are svc-green, svc-blue): the copies go nowhere, and nobody is told; did you mean svc-blue? (or, if it is in the cluster already, look there with --online) (IST0101)',
      ],
    },
    {
      name: 'no weight at all',
      files: { rollout: HTTP, route: edited(HTTP_ROUTE, 'weight: 100', 'weight: 0') },
      found: [
        'error route.yaml:16:9 route-invalid: HTTPRoute abtesting/model gives every backend of rules[0] the weight 0: all requests are answered with 500; write the whole weight for the stable version (IST0106)',
      ],
    },
    {
      name: 'old version of the API',
      files: {
        rollout: HTTP,
        route: edited(HTTP_ROUTE, 'k8s.io/v1\nkind: HTTPRoute', 'k8s.io/v1alpha2\nkind: HTTPRoute'),
      },
      found: [
        'error route.yaml:8:13 removed-api: HTTPRoute abtesting/model uses gateway.networking.k8s.io/v1alpha2: the API server refuses it; write apiVersion: gateway.networking.k8s.io/v1',
      ],
    },
  ],
  online: [
    {
      name: 'everything is there',
      files: { route: ONLY_ROUTE, cluster: seen([NAMESPACE, GATEWAY]) },
      found: [],
    },
    {
      name: 'nothing is there',
      files: {
        route: ONLY_ROUTE,
        model: container('envFrom: [{ secretRef: { name: token } }]'),
        cluster: seen([]),
      },
      found: [
        'error route.yaml:6:14 missing-gateway: VirtualService abtesting/model names Gateway abtesting/edge, which is not in the manifests or the cluster: no gateway serves the route, and requests are answered with 404; name a Gateway of namespace abtesting, or add it to routes[].manifests (IST0101)',
        'error model.yaml:12:42 missing-config: Deployment abtesting/model-green reads Secret token (envFrom of container model), which is not in the manifests or the cluster: they stay in CreateContainerConfigError and never become ready; write the name of a Secret that is there, or create it',
        'error  missing-namespace: Namespace abtesting (in the cluster) is not there: nothing can be created in it; kubectl create namespace abtesting',
      ],
    },
    {
      name: 'no right to look',
      files: {
        model: container('envFrom: [{ secretRef: { name: token } }]'),
        cluster: {
          objects: [NAMESPACE],
          unknown: [
            {
              ref: { apiVersion: 'v1', kind: 'Secret', namespace: 'abtesting', name: 'token' },
              why: 'secrets is forbidden',
            },
          ],
        },
      },
      found: [
        'warning  not-looked: Secret abtesting/token (in the cluster) could not be looked for (secrets is forbidden): nobody has checked it; give the account the right to get it, or look yourself: kubectl get secret token',
      ],
    },
    {
      name: 'second autoscaler in the cluster',
      files: { model: MODEL + autoscaler('${deployment}'), cluster: seen([NAMESPACE, HPA]) },
      found: [
        'error model.yaml:25:25 autoscaler-conflict: HorizontalPodAutoscaler abtesting/model-green and HorizontalPodAutoscaler by-hand both scale Deployment model-green: they set its replicas in turn (AmbiguousSelector); keep one of them',
      ],
    },
    {
      name: 'route in the cluster with a dead rule',
      files: { route: '', cluster: seen([NAMESPACE, GATEWAY, LIVE_ROUTE]) },
      found: [
        'error  unreachable-rule: VirtualService abtesting/model (in the cluster) has in http[0] a rule that takes every request (no match), in front of http[1]: that one is never reached; move it to the end (IST0130)',
      ],
    },
  ],
}

describe.each(Object.entries(TABLES))('%s', (_, rows) => {
  test.each(rows)('$name', async ({ files, found }) => {
    const findings = await inspect(files)
    expect(findings.map(shown)).toEqual(found)
    for (const one of findings) {
      const { why, fix, istio } = one
      expect(one.object).toMatch(/^[A-Z]\w+ \S+$/)
      expect(one.message).toContain(`: ${why}; ${fix}${istio === null ? '' : ` (${istio})`}`)
      expect(why.length * fix.length).toBeGreaterThan(0)
      // A manifest has a place; what is in the cluster has none.
      if (one.file === undefined) expect(one.message).toContain('(in the cluster)')
      else expect([one.line, one.column]).toEqual([expect.any(Number), expect.any(Number)])
    }
  })
})

test('every code is found somewhere above', () => {
  const rows = Object.values(TABLES).flat()
  const found = new Set(
    rows.flatMap((row) => row.found.map((text) => / ([a-z]+(-[a-z]+)*): /.exec(text)![1])),
  )
  expect(Object.keys(CODES).filter((code) => !found.has(code))).toEqual([])
})
