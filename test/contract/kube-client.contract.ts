import { FIELD_MANAGER, type KubeClient } from '../../src/kube/client.ts'
import { refOf, type KubeObject } from '../../src/kube/object.ts'
import { applyContract } from './kube-client-apply.contract.ts'
import { code, configMaps, sharedRoute, unique, withMeta } from './kube-client-objects.ts'

export interface KubeServerUnderTest {
  readonly client: KubeClient
  /** Exists, and is empty but for what a cluster puts into every namespace. */
  readonly namespace: string
  close?(): Promise<void>
}

/** What a client and its API server must do together, so that the embedded server stands for a real one. Measured on Kubernetes 1.34. */
export function kubeClientContract(name: string, setup: () => Promise<KubeServerUnderTest>): void {
  describe(`kube client: ${name}`, () => {
    let client: KubeClient
    let namespace: string
    let under: KubeServerUnderTest
    beforeAll(async () => {
      under = await setup()
      client = under.client
      namespace = under.namespace
    })
    afterAll(async () => {
      client.close()
      await under.close?.()
    })

    const fresh = configMaps(() => namespace)
    const read = async (object: KubeObject) => (await client.get(refOf(object)))!

    describe('create', () => {
      test('gives the stored object, with uid, resourceVersion and our managedFields entry', async () => {
        const wanted = fresh({ a: '1', text: 'größer 模型' }, { app: 'x' })
        const made = await client.create(wanted)
        expect(made).toMatchObject(wanted)
        expect(made.metadata.uid).toMatch(/./)
        expect(made.metadata.resourceVersion).toMatch(/^\d+$/)
        expect(Date.parse(made.metadata.creationTimestamp!)).toBeGreaterThan(0)
        expect(made.metadata.managedFields).toMatchObject([
          { manager: FIELD_MANAGER, operation: 'Update', apiVersion: 'v1', fieldsType: 'FieldsV1' },
        ])
        expect(await read(wanted)).toEqual(made)
      })

      test('of what exists already is already-exists, and changes nothing', async () => {
        const made = await client.create(fresh())
        expect(
          await code(
            client.create({ ...fresh({ a: '2' }), metadata: { name: made.metadata.name, namespace } }),
          ),
        ).toBe('already-exists')
        expect(await read(made)).toEqual(made)
      })

      test('in a namespace that does not exist is not-found', async () => {
        expect(await code(client.create(withMeta(fresh(), { namespace: 'no-such-namespace' })))).toBe(
          'not-found',
        )
      })

      test('of content that breaks the rules is invalid', async () => {
        expect(await code(client.create(withMeta(fresh(), { name: 'Not_A_Name' })))).toBe('invalid')
      })
    })

    describe('absence', () => {
      const unknown = { apiVersion: 'no-such-group.example.com/v1', kind: 'Thing' }
      test('of an object is null', async () => {
        expect(await client.get(refOf(fresh()))).toBeNull()
      })
      test('of a kind is null and empty', async () => {
        expect(await client.get({ ...unknown, namespace, name: 'x' })).toBeNull()
        expect(await client.list({ ...unknown, namespace })).toEqual([])
        expect(await client.list({ apiVersion: 'v1', kind: 'NoSuchKind', namespace })).toEqual([])
      })
      test('of a kind is not-found for writes', async () => {
        const thing = { ...unknown, metadata: { name: 'x', namespace } }
        expect(await code(client.create(thing))).toBe('not-found')
        expect(await code(client.apply(thing, { force: true }))).toBe('not-found')
      })
      test('of the object is not-found for replace and patch, false for delete', async () => {
        const missing = fresh()
        expect(await code(client.replace(withMeta(missing, { resourceVersion: '1' })))).toBe('not-found')
        expect(await code(client.patch(refOf(missing), [{ op: 'add', path: '/data', value: {} }]))).toBe(
          'not-found',
        )
        expect(await client.delete(refOf(missing), { uid: 'x' })).toBe(false)
      })
    })

    describe('replace', () => {
      test('stores the whole object under a new resourceVersion and the same uid', async () => {
        const made = await client.create(fresh({ a: '1', b: '2' }))
        const next = await client.replace({ ...made, data: { b: '3' } })
        expect(next.data).toEqual({ b: '3' })
        expect(next.metadata.uid).toBe(made.metadata.uid)
        expect(next.metadata.resourceVersion).not.toBe(made.metadata.resourceVersion)
      })
      test('of a version that is no longer the stored one conflicts, and changes nothing', async () => {
        const made = await client.create(fresh())
        const next = await client.replace({ ...made, data: { a: '2' } })
        expect(await code(client.replace({ ...made, data: { a: '3' } }))).toBe('conflict')
        expect(await read(made)).toEqual(next)
      })
      test('of two writers at once lets one through', async () => {
        const made = await client.create(fresh())
        const writers = ['2', '3', '4', '5'].map((a) => code(client.replace({ ...made, data: { a } })))
        expect((await Promise.all(writers)).sort()).toEqual(['conflict', 'conflict', 'conflict', 'done'])
      })
      test('that changes nothing keeps the resourceVersion', async () => {
        const made = await client.create(fresh())
        expect((await client.replace(made)).metadata.resourceVersion).toBe(made.metadata.resourceVersion)
      })
      test('with the uid of an object that is gone conflicts', async () => {
        const first = await client.create(fresh())
        await client.delete(refOf(first), { uid: first.metadata.uid })
        const { metadata } = await client.create({
          ...fresh(),
          metadata: { name: first.metadata.name, namespace },
        })
        const stale = withMeta(first, { resourceVersion: metadata.resourceVersion })
        expect(['conflict', 'invalid']).toContain(await code(client.replace(stale)))
      })
      test('of an immutable ConfigMap is invalid when it touches the data', async () => {
        const made = await client.create({ ...fresh(), immutable: true })
        expect(await code(client.replace({ ...made, data: { a: '2' } }))).toBe('invalid')
        expect(await code(client.replace(withMeta(made, { labels: { still: 'possible' } })))).toBe('done')
      })
    })

    describe('strict replace', () => {
      const route = (more: object) => ({
        apiVersion: 'networking.istio.io/v1',
        kind: 'VirtualService',
        metadata: { name: `strict-${String(Math.random()).slice(2)}`, namespace },
        spec: {
          hosts: ['models.example.com'],
          http: [{ route: [{ destination: { host: 'model' } }], ...more }],
        },
      })
      test('refuses a field that the server does not know, and names it', async () => {
        const made = await client.create(route({}))
        const next = { ...made, spec: route({ mirrorShare: 10 }).spec }
        await expect(client.replace(next, { strict: true })).rejects.toMatchObject({
          code: 'invalid',
          message: expect.stringContaining('unknown field "spec.http[0].mirrorShare"') as unknown,
        })
        expect(await read(made)).toEqual(made)
        const known = { ...made, spec: route({ timeout: '10s' }).spec }
        expect((await client.replace(known, { strict: true })).spec).toEqual(known.spec)
      })
      test('else it is left out without a word', async () => {
        const made = await client.create(route({}))
        const stored = await client.replace({ ...made, spec: route({ mirrorShare: 10 }).spec })
        expect(stored.spec).toEqual(made.spec)
      })
    })

    describe('patch', () => {
      test('applies its operations in order', async () => {
        const made = await client.create(fresh({ a: '1', b: '2' }))
        const next = await client.patch(refOf(made), [
          { op: 'test', path: '/data/a', value: '1' },
          { op: 'replace', path: '/data/a', value: '4' },
          { op: 'test', path: '/data/a', value: '4' },
          { op: 'add', path: '/metadata/annotations', value: { 'example.com/note': 'x' } },
          { op: 'replace', path: '/metadata/annotations/example.com~1note', value: 'y' },
          { op: 'remove', path: '/data/b' },
        ])
        expect(next.data).toEqual({ a: '4' })
        expect(next.metadata.annotations).toEqual({ 'example.com/note': 'y' })
        expect(await read(made)).toEqual(next)
      })
      test.each<[string, Parameters<KubeClient['patch']>[1]]>([
        [
          'a test that fails',
          [
            { op: 'add', path: '/data/b', value: '2' },
            { op: 'test', path: '/data/a', value: 'other' },
          ],
        ],
        [
          'a test of a path that is not there',
          [
            { op: 'add', path: '/data/b', value: '2' },
            { op: 'test', path: '/data/no/where', value: 'x' },
          ],
        ],
        [
          'a test of another resourceVersion',
          [
            { op: 'test', path: '/metadata/resourceVersion', value: '1' },
            { op: 'add', path: '/data/b', value: '2' },
          ],
        ],
        [
          'another resourceVersion written',
          [
            { op: 'replace', path: '/metadata/resourceVersion', value: '1' },
            { op: 'add', path: '/data/b', value: '2' },
          ],
        ],
      ])('with %s conflicts, and changes nothing', async (_name, patch) => {
        const made = await client.create(fresh())
        expect(await code(client.patch(refOf(made), patch))).toBe('conflict')
        expect(await read(made)).toEqual(made)
      })
      test('with a test of the stored resourceVersion goes through once', async () => {
        const made = await client.create(fresh())
        const patch = [
          { op: 'test', path: '/metadata/resourceVersion', value: made.metadata.resourceVersion },
          { op: 'replace', path: '/data/a', value: '2' },
        ] as const
        expect(await code(client.patch(refOf(made), patch))).toBe('done')
        expect(await code(client.patch(refOf(made), patch))).toBe('conflict')
      })
      test('that does not fit, without any test, is invalid', async () => {
        const made = await client.create(fresh())
        expect(await code(client.patch(refOf(made), [{ op: 'remove', path: '/data/zz' }]))).toBe('invalid')
      })
      test('reaches into lists, and appends with a dash', async () => {
        const made = await client.create(sharedRoute(namespace, unique(), 100))
        const next = await client.patch(refOf(made), [
          { op: 'test', path: '/spec/http/0/route/1/destination/host', value: 'blue' },
          { op: 'replace', path: '/spec/http/0/route/0/weight', value: 90 },
          { op: 'replace', path: '/spec/http/0/route/1/weight', value: 10 },
          {
            op: 'add',
            path: '/spec/http/-',
            value: { name: 'last', route: [{ destination: { host: 'green' } }] },
          },
          {
            op: 'add',
            path: '/spec/http/0',
            value: {
              name: 'first',
              match: [{ uri: { exact: '/x' } }],
              route: [{ destination: { host: 'green' } }],
            },
          },
        ])
        expect(next.spec.http.map((rule: { name: string }) => rule.name)).toEqual(['first', 'main', 'last'])
        expect(next.spec.http[1].route.map((to: { weight: number }) => to.weight)).toEqual([90, 10])
        expect(next.metadata.generation).toBe(made.metadata.generation! + 1)
      })
    })

    describe('delete', () => {
      test.each<[string, { uid?: string; resourceVersion?: string }]>([
        ['another uid', { uid: '00000000-0000-0000-0000-000000000000' }],
        ['another resourceVersion', { resourceVersion: '1' }],
      ])('with %s conflicts, and the object stays', async (_name, guard) => {
        const made = await client.create(fresh())
        expect(await code(client.delete(refOf(made), guard))).toBe('conflict')
        expect(await read(made)).toEqual(made)
      })
      test('takes the object away: true, then false', async () => {
        const made = await client.create(fresh())
        const { uid, resourceVersion } = made.metadata
        expect(await client.delete(refOf(made), { uid, resourceVersion })).toBe(true)
        expect(await client.get(refOf(made))).toBeNull()
        expect(await client.delete(refOf(made), { uid })).toBe(false)
      })
    })

    describe('list', () => {
      const group = `list-${Date.now()}`
      const members: Record<string, Record<string, string>> = { one: { v: '1' }, two: { v: '2' }, none: {} }
      const names: Record<string, string> = {}
      beforeAll(async () => {
        for (const [role, labels] of Object.entries(members)) {
          const made = await client.create(fresh({}, { group, ...labels }))
          names[made.metadata.name] = role
        }
      })
      test.each<[string, string[]]>([
        ['', ['none', 'one', 'two']],
        ['v=1', ['one']],
        ['v==1', ['one']],
        ['v!=1', ['none', 'two']],
        ['v', ['one', 'two']],
        ['!v', ['none']],
        ['v in (1,2)', ['one', 'two']],
        ['v in (1, 3)', ['one']],
        ['v notin (1)', ['none', 'two']],
        ['v=1,v=2', []],
      ])('by labels: %j', async (selector, expected) => {
        const labelSelector = [`group=${group}`, selector].filter(Boolean).join(',')
        const found = await client.list({ apiVersion: 'v1', kind: 'ConfigMap', namespace, labelSelector })
        expect(found.map(({ metadata }) => names[metadata.name]).sort()).toEqual(expected)
        for (const { apiVersion, kind } of found)
          expect({ apiVersion, kind }).toEqual({ apiVersion: 'v1', kind: 'ConfigMap' })
      })
      test('by name, of one namespace or of all', async () => {
        const [name = ''] = Object.keys(names)
        const query = { apiVersion: 'v1', kind: 'ConfigMap', fieldSelector: `metadata.name=${name}` }
        const place = ({ metadata }: KubeObject) => `${metadata.namespace}/${metadata.name}`
        expect((await client.list({ ...query, namespace })).map(place)).toEqual([`${namespace}/${name}`])
        expect((await client.list(query)).map(place)).toEqual([`${namespace}/${name}`])
        expect(await client.list({ ...query, namespace: 'no-such-namespace' })).toEqual([])
      })
      test('gives objects as get does', async () => {
        const listed = await client.list({
          apiVersion: 'v1',
          kind: 'ConfigMap',
          namespace,
          labelSelector: `group=${group},v=1`,
        })
        expect(listed[0]).toEqual(await read(listed[0]!))
      })
    })

    applyContract(() => under)

    test('generation counts changes of the spec, not of labels', async () => {
      const made = await client.create(sharedRoute(namespace, unique(), 100))
      expect(made.metadata.generation).toBe(1)
      const labelled = await client.replace(withMeta(made, { labels: { x: 'y' } }))
      expect(labelled.metadata.generation).toBe(1)
      const shifted = await client.replace({ ...labelled, spec: sharedRoute(namespace, 'x', 50).spec })
      expect(shifted.metadata.generation).toBe(2)
    })
  })
}
