/** A finding of the steps before the preflight: reading the rollout file and its manifests, and bringing the routes to each stage. */
export interface EarlierInfo {
  readonly title: string
  readonly why: string
  readonly fix: string
  /** Code in `istioctl analyze` of what would come of it, where it has one. */
  readonly istio: string | null
}

const of = (title: string, why: string, fix: string, istio: string | null = null): EarlierInfo => ({
  title,
  why,
  fix,
  istio,
})

export const EARLIER: { readonly [code: string]: EarlierInfo } = {
  'manifest-yaml': of(
    'A manifest is not valid YAML (lost indentation, an excerpt, a template)',
    'kubectl would refuse it, and a lenient reader would apply half of it',
    'what belongs to a key indented below it',
  ),
  'manifest-shape': of(
    'A document is no Kubernetes object, or has no apiVersion, kind, name or spec (`spec:` left empty is `spec: null`)',
    'the API server refuses it, or stores an object that does nothing',
    'the missing part; `hosts` and `http` below `spec`',
  ),
  'manifest-name': of(
    'A name that Kubernetes does not take',
    'the API server refuses it',
    'lower-case letters, digits and -',
  ),
  'manifest-placeholder': of(
    'A `${placeholder}` without value',
    'there is nothing to write in its place',
    'a value under the version’s `values`',
  ),
  'manifest-leftover': of(
    '`[YOUR_BUCKET]`, `<PROJECT_ID>`, CHANGE_ME … in a manifest',
    'it is taken literally',
    'the real value',
  ),
  'manifest-text': of(
    'A number or boolean where Kubernetes wants text',
    'the API server refuses it',
    'quotes',
  ),
  'manifest-image': of(
    'An image reference that is none, or not the rollout’s',
    'the pods would not run what is rolled out',
    '`image: ${image}`',
  ),
  'manifest-api': of(
    'An apiVersion that Kubernetes has stopped serving',
    'the API server refuses it',
    'the one that the message names',
  ),
  'manifest-route': of(
    'A route among `manifests`',
    'it would be written anew with each version, and undo the weights',
    '`routes[].manifests`',
  ),
  'manifest-kind': of(
    'A kustomization as a plain file',
    'it is no object of the cluster',
    '`kustomize: FOLDER`',
  ),
  'manifest-hook': of('A Helm hook', 'nobody would run it at its time', 'a step before the rollout'),
  'manifest-namespace': of(
    'An object for another namespace',
    'the rollout creates and removes objects in its own only',
    'no namespace, or `${namespace}`',
  ),
  'manifest-duplicate': of('The same object twice', 'the second would overwrite the first', 'remove one'),
  'manifest-shared': of(
    'The same object in both versions, with different content',
    'whichever is applied last would count for both',
    '`${version}` in its name',
  ),
  'manifest-deployment': of(
    'The Deployment of a version is missing',
    'there would be no pods to send traffic to',
    '`name: ${deployment}`',
  ),
  'manifest-version': of(
    'A Deployment of the other version',
    'one version’s stage would change the other one’s pods',
    'one Deployment, `name: ${deployment}`',
  ),
  'manifest-overlap': of(
    'A selector that also matches the pods of another workload',
    'it counts and adopts them, and autoscalers stop with AmbiguousSelector',
    '`version: ${version}` in selector and pod labels',
  ),
  'manifest-selector': of(
    'A workload without selector, or whose selector misses its own pods',
    'the API server refuses it',
    'labels that agree',
  ),
  'manifest-service': of(
    'A Service that misses its pods, or reaches those of the other version',
    'the version gets no traffic, or traffic that no route gave it',
    'the label that tells the versions apart',
  ),
  'manifest-autoscaler': of(
    'Two autoscalers for one Deployment (HPA), or one without target',
    'they set its replicas in turn (AmbiguousSelector)',
    'one autoscaler',
  ),
  'manifest-render': of(
    'helm or kustomize could not render the manifests',
    'there is nothing to apply',
    'what the tool says; it is quoted',
  ),
  'manifest-unreadable': of(
    'A file that is not there',
    'there is nothing to apply',
    'a path from the folder of the rollout file',
  ),
  'header-shadowed': of(
    'Another rule of the route takes every request of a stage’s header rule (earlier in a VirtualService, first by precedence in an HTTPRoute)',
    'no request of the stage would ever reach the canary',
    'another header, or that rule behind the weighted one; in an HTTPRoute a path of the kind exact or prefix',
    'IST0130',
  ),
  'header-contradiction': of(
    'A header condition of a stage that the weighted rule excludes',
    'no request fits both, so none would reach the canary',
    'another value or header',
  ),
  'header-overlap': of(
    'Two conditions on one header or path, of the stage and of the weighted rule, that cannot be one',
    'the API has room for one condition, and it could say only one of the two',
    'another header or path, or the same condition',
  ),
  'header-precedence': of(
    'A header rule of a stage that HTTPRoute would serve before somebody else’s rule',
    'it would take requests that were never this rollout’s',
    'fewer headers, or another value that excludes that rule’s requests',
  ),
  'header-rewrite': of(
    'A header route whose path is no prefix, where the weighted rule replaces the prefix; or one with a path, where that rule matches several',
    'what is rewritten is the part that matched, so the canary would be asked for other paths than stable is',
    'a path of the kind prefix, or none',
  ),
}
