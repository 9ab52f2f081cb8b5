import type { KubeObject } from '../../../src/kube/object.ts'
import { deploymentReady, explainNotReady } from '../../../src/workload/readiness.ts'
import { configReferences } from '../../../src/workload/references.ts'

const deployment = (status: object, spec: object = {}, generation = 4): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'model-blue', namespace: 'n', generation },
  spec,
  status: { observedGeneration: generation, ...status },
})
const counts = (replicas: number, updatedReplicas: number, readyReplicas: number) => ({
  replicas,
  updatedReplicas,
  readyReplicas,
})

test.each<[string, KubeObject, number, boolean, boolean, string]>([
  ['all', deployment(counts(3, 3, 3)), 3, false, true, '3 of 3 pods ready, generation 4 observed'],
  [
    'more than needed',
    deployment(counts(5, 5, 4)),
    3,
    false,
    true,
    '4 of 3 pods ready, generation 4 observed',
  ],
  ['some', deployment(counts(3, 3, 2)), 3, false, false, '2 of 3 pods ready, generation 4 observed'],
  ['none, with an empty status', deployment({}), 1, false, false, '0 of 1 pods ready, generation 4 observed'],
  [
    'old pods may be the ready ones',
    deployment(counts(4, 2, 3)),
    2,
    false,
    false,
    '1 of 2 pods ready, 2 old pods left, generation 4 observed',
  ],
  [
    'old pods do not matter',
    deployment(counts(4, 3, 4)),
    3,
    false,
    true,
    '3 of 3 pods ready, 1 old pod left, generation 4 observed',
  ],
  [
    'old pods matter',
    deployment(counts(4, 3, 4)),
    3,
    true,
    false,
    '3 of 3 pods ready, 1 old pod left, generation 4 observed',
  ],
  [
    'status of an older generation',
    deployment({ ...counts(3, 3, 3), observedGeneration: 3 }),
    3,
    false,
    false,
    'generation 4 not observed yet, only 3',
  ],
  [
    'status of no generation',
    deployment({ observedGeneration: undefined }),
    1,
    false,
    false,
    'generation 4 not observed yet',
  ],
  ['nothing needed', deployment({}), 0, false, true, '0 of 0 pods ready, generation 4 observed'],
  [
    'paused',
    deployment(counts(1, 0, 1), { paused: true }),
    1,
    false,
    false,
    '0 of 1 pods ready, 1 old pod left, the Deployment is paused, generation 4 observed',
  ],
  [
    'ready for too short a time',
    deployment({ ...counts(2, 2, 2), availableReplicas: 1 }, { minReadySeconds: 10 }),
    2,
    false,
    false,
    '1 of 2 pods ready, generation 4 observed',
  ],
  [
    'deadline exceeded',
    deployment({
      ...counts(1, 1, 0),
      conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }],
    }),
    1,
    false,
    false,
    '0 of 1 pods ready, its progress deadline is exceeded, generation 4 observed',
  ],
])('%s', (_, object, needed, onlyNew, ready, text) => {
  expect(deploymentReady(object, needed, { onlyNew })).toEqual({ ready, text })
})

const POD = 'model-blue-7d9-x'
interface PodOptions {
  readonly name?: string
  readonly hash?: string
  readonly created?: string
  readonly status?: object
  readonly deleted?: boolean
}
const pod = ({
  name = POD,
  hash = '7d9',
  created = '2026-01-02',
  status = {},
  deleted = false,
}: PodOptions): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    uid: `uid-${name}`,
    creationTimestamp: created,
    labels: { 'pod-template-hash': hash },
    ...(deleted ? { deletionTimestamp: 't' } : {}),
  },
  status,
})
const waiting = (reason: string, message?: string, more: object = {}) => ({
  containerStatuses: [
    { name: 'model', ready: false, restartCount: 0, state: { waiting: { reason, message } }, ...more },
  ],
})
const event = (reason: string, message: string, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e' },
  involvedObject: { kind: 'Pod', name: POD, uid: `uid-${POD}` },
  type: 'Warning',
  reason,
  message,
  ...more,
})
const ended = (terminated: object) => ({ lastState: { terminated } })
const NO_CONFIG = 'configmap "resnet50-configs" not found'
const UNAVAILABLE = 'Get "https://r.example/v2/": dial tcp: i/o timeout'

const cases: [
  string,
  { pods: KubeObject[]; events?: KubeObject[]; logs?: { [key: string]: string }; status?: object },
  string[],
  boolean,
][] = [
  [
    'all is well',
    { pods: [pod({ status: { conditions: [{ type: 'Ready', status: 'True' }] } })] },
    [],
    false,
  ],
  ['no pods yet', { pods: [] }, [], false],
  ['it has just begun', { pods: [pod({ status: waiting('ContainerCreating') })] }, [], false],
  [
    'a pod that goes away does not matter',
    { pods: [pod({ status: waiting('ImagePullBackOff', 'x'), deleted: true })] },
    [],
    false,
  ],
  [
    'image that does not exist',
    {
      pods: [
        pod({
          status: waiting('ImagePullBackOff', 'Back-off pulling image "r.example/m:1": manifest unknown'),
        }),
      ],
    },
    [
      `pod ${POD}: container model: ImagePullBackOff: Back-off pulling image "r.example/m:1": manifest unknown`,
    ],
    true,
  ],
  [
    'image that may not be pulled',
    { pods: [pod({ status: waiting('ErrImagePull', 'pull access denied') })] },
    [`pod ${POD}: container model: ErrImagePull: pull access denied`],
    true,
  ],
  [
    'registry that does not answer',
    { pods: [pod({ status: waiting('ImagePullBackOff', UNAVAILABLE) })] },
    [`pod ${POD}: container model: ImagePullBackOff: ${UNAVAILABLE}`],
    false,
  ],
  [
    'registry that has not answered three times',
    {
      pods: [pod({ status: waiting('ImagePullBackOff', UNAVAILABLE) })],
      events: [event('Failed', `Failed to pull image "m": ${UNAVAILABLE}`, { count: 3 })],
    },
    [`pod ${POD}: container model: ImagePullBackOff: ${UNAVAILABLE}`],
    true,
  ],
  [
    'image that is never pulled',
    { pods: [pod({ status: waiting('ErrImageNeverPull', 'image is not present') })] },
    [`pod ${POD}: container model: ErrImageNeverPull: image is not present`],
    true,
  ],
  [
    'image name that is none',
    { pods: [pod({ status: waiting('InvalidImageName', 'bad reference') })] },
    [`pod ${POD}: container model: InvalidImageName: bad reference`],
    true,
  ],
  [
    'missing ConfigMap',
    { pods: [pod({ status: waiting('CreateContainerConfigError', NO_CONFIG) })] },
    [`pod ${POD}: container model: CreateContainerConfigError: ${NO_CONFIG}`],
    false,
  ],
  [
    'missing ConfigMap, again and again',
    {
      pods: [pod({ status: waiting('CreateContainerConfigError', NO_CONFIG) })],
      events: [event('Failed', `Error: ${NO_CONFIG}`, { count: 4 })],
    },
    [`pod ${POD}: container model: CreateContainerConfigError: ${NO_CONFIG}`],
    true,
  ],
  [
    'another failure counted before does not make this one last',
    {
      pods: [pod({ status: waiting('CreateContainerConfigError', NO_CONFIG) })],
      events: [event('Failed', 'Error: ImagePullBackOff', { count: 9 })],
    },
    [`pod ${POD}: container model: CreateContainerConfigError: ${NO_CONFIG}`],
    false,
  ],
  [
    'crash with a last line',
    {
      pods: [
        pod({
          status: waiting('CrashLoopBackOff', 'back-off 10s', {
            restartCount: 1,
            ...ended({ exitCode: 1, reason: 'Error' }),
          }),
        }),
      ],
      logs: { [`${POD}/model`]: 'Traceback\nKeyError: MODEL_PATH\n\n' },
    },
    [
      `pod ${POD}: container model: CrashLoopBackOff: ended with exit code 1, 1 restart; last line: KeyError: MODEL_PATH`,
    ],
    false,
  ],
  [
    'crash again and again',
    {
      pods: [
        pod({
          status: waiting('CrashLoopBackOff', 'back-off 40s', {
            restartCount: 3,
            ...ended({ exitCode: 139, reason: 'Error', message: 'segfault' }),
          }),
        }),
      ],
    },
    [
      `pod ${POD}: container model: CrashLoopBackOff: ended with exit code 139, 3 restarts; last line: segfault`,
    ],
    true,
  ],
  [
    'too little memory',
    {
      pods: [
        pod({
          status: waiting('CrashLoopBackOff', '', {
            restartCount: 2,
            ...ended({ exitCode: 137, reason: 'OOMKilled' }),
          }),
        }),
      ],
    },
    [
      `pod ${POD}: container model: CrashLoopBackOff: OOMKilled: it needed more memory than its limit, 2 restarts`,
    ],
    false,
  ],
  [
    'ended, and not started again yet',
    {
      pods: [
        pod({
          status: {
            containerStatuses: [
              {
                name: 'model',
                ready: false,
                restartCount: 0,
                state: { terminated: { exitCode: 2, reason: 'Error' } },
              },
            ],
          },
        }),
      ],
    },
    [`pod ${POD}: container model: ended with exit code 2`],
    false,
  ],
  [
    'no room on the nodes',
    {
      pods: [
        pod({
          status: {
            conditions: [
              {
                type: 'PodScheduled',
                status: 'False',
                reason: 'Unschedulable',
                message: '0/3 nodes are available: 3 Insufficient cpu.',
              },
            ],
          },
        }),
      ],
    },
    [`pod ${POD}: Unschedulable: 0/3 nodes are available: 3 Insufficient cpu.`],
    false,
  ],
  [
    'probe that fails',
    {
      pods: [
        pod({ status: { containerStatuses: [{ name: 'model', ready: false, state: { running: {} } }] } }),
      ],
      events: [
        event('Unhealthy', 'old', { lastTimestamp: '1' }),
        event('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 503', {
          lastTimestamp: '2',
        }),
      ],
    },
    [`pod ${POD}: container model: Readiness probe failed: HTTP probe failed with statuscode: 503`],
    false,
  ],
  [
    'runs, and nobody says why it is not ready',
    {
      pods: [
        pod({ status: { containerStatuses: [{ name: 'model', ready: false, state: { running: {} } }] } }),
      ],
      events: [event('Unhealthy', 'of another pod', { involvedObject: { name: POD, uid: 'older' } })],
    },
    [`pod ${POD}: container model: running, but not ready yet`],
    false,
  ],
  [
    'init container',
    {
      pods: [
        pod({
          status: {
            initContainerStatuses: [
              { name: 'model-loader', ready: false, restartCount: 0, state: { terminated: { exitCode: 1 } } },
            ],
            ...waiting('PodInitializing'),
          },
        }),
      ],
    },
    [`pod ${POD}: init container model-loader: ended with exit code 1`],
    false,
  ],
  [
    'volume that cannot be mounted',
    {
      pods: [pod({ status: waiting('ContainerCreating') })],
      events: [event('FailedMount', 'MountVolume.SetUp failed for volume "config": configmap "c" not found')],
    },
    [`pod ${POD}: FailedMount: MountVolume.SetUp failed for volume "config": configmap "c" not found`],
    false,
  ],
  [
    'evicted',
    { pods: [pod({ status: { phase: 'Failed', reason: 'Evicted', message: 'low on memory' } })] },
    [`pod ${POD}: Evicted: low on memory`],
    false,
  ],
  [
    'no pod can be created',
    {
      pods: [],
      status: {
        conditions: [
          { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'exceeded quota: q' },
        ],
      },
    },
    ['no pod can be created: FailedCreate: exceeded quota: q'],
    false,
  ],
  [
    'the same of several pods is said once',
    {
      pods: ['model-7d9-a', 'model-7d9-b', 'model-7d9-c'].map((name) =>
        pod({ name, status: waiting('CreateContainerConfigError', `${NO_CONFIG} for ${name}`) }),
      ),
    },
    [`pod model-7d9-a and 2 more: container model: CreateContainerConfigError: ${NO_CONFIG} for model-7d9-a`],
    false,
  ],
  [
    'older pods do not matter',
    {
      pods: [
        pod({
          name: 'old',
          hash: 'aaa',
          created: '2026-01-01',
          status: waiting('CrashLoopBackOff', '', { restartCount: 9 }),
        }),
        pod({ status: waiting('ContainerCreating') }),
      ],
    },
    [],
    false,
  ],
]

test.each(cases)('%s', (_, { status = {}, events = [], ...input }, lines, fatalEarly) => {
  expect(explainNotReady({ deployment: deployment(status), events, ...input })).toEqual({ lines, fatalEarly })
})

test('what the pods of a workload read at their start', () => {
  const spec = {
    containers: [
      {
        name: 'tf-serving',
        envFrom: [
          { configMapRef: { name: 'resnet50-configs' } },
          { secretRef: { name: 's', optional: true } },
        ],
        env: [
          { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } },
          { name: 'A', value: '1' },
        ],
      },
    ],
    volumes: [
      { name: 'v', configMap: { name: 'files' } },
      { name: 'w', secret: { secretName: 'tls' } },
      { name: 'x', emptyDir: {} },
      { name: 'p', projected: { sources: [{ secret: { name: 'one' } }, { configMap: { name: 'files' } }] } },
    ],
  }
  const references = configReferences(deployment({}, { template: { spec } }))
  expect(references.map(({ kind, name, from }) => `${kind} ${name}: ${from}`)).toEqual([
    'ConfigMap resnet50-configs: envFrom of container tf-serving',
    'Secret keys: env KEY of container tf-serving',
    'ConfigMap files: volume v',
    'Secret tls: volume w',
    'Secret one: volume p',
  ])
})
