import { FIELD_MANAGER, type KubeClient } from '../../src/kube/client.ts'
import { refOf, type KubeObject } from '../../src/kube/object.ts'
import { code, configMaps, deployment, ours, sharedRoute, unique, withMeta } from './kube-client-objects.ts'

/** Server-side apply and field ownership, as Kubernetes 1.34 does them; part of the client's contract. */
export function applyContract(
  under: () => { readonly client: KubeClient; readonly namespace: string },
): void {
  describe('server-side apply', () => {
    let client: KubeClient
    let namespace: string
    beforeAll(() => {
      client = under().client
      namespace = under().namespace
    })
    const fresh = configMaps(() => namespace)
    const read = async (object: KubeObject) => (await client.get(refOf(object)))!

    describe('apply', () => {
      const force = { force: true }
      const gently = { force: false }

      test('creates, and owns exactly what it sent', async () => {
        const wanted = fresh({ a: '1' }, { app: 'x' })
        const made = await client.apply(wanted, gently)
        expect(made).toMatchObject(wanted)
        expect(made.metadata.managedFields).toMatchObject([
          { manager: FIELD_MANAGER, operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV1' },
        ])
        expect(ours(made)).toEqual({ 'f:data': { 'f:a': {} }, 'f:metadata': { 'f:labels': { 'f:app': {} } } })
      })
      test('again changes nothing: same resourceVersion', async () => {
        const wanted = fresh()
        const made = await client.apply(wanted, force)
        expect((await client.apply(wanted, force)).metadata.resourceVersion).toBe(
          made.metadata.resourceVersion,
        )
      })
      test('takes what it had read, managedFields and all', async () => {
        const made = await client.apply(fresh(), force)
        expect(await code(client.apply({ ...made, data: { a: '2' } }, force))).toBe('done')
      })
      test('removes what it formerly applied, and leaves what others added', async () => {
        const wanted = fresh({ a: '1', b: '2' })
        await client.apply(wanted, gently)
        await client.patch(refOf(wanted), [{ op: 'add', path: '/data/theirs', value: 'x' }])
        const next = await client.apply({ ...wanted, data: { a: '3' } }, gently)
        expect(next.data).toEqual({ a: '3', theirs: 'x' })
        expect(ours(next)).toEqual({ 'f:data': { 'f:a': {} } })
      })
      test('over a value that somebody else wrote conflicts, unless it is the same value', async () => {
        const theirs = await client.create(fresh({ a: 'theirs', b: 'same' }))
        const wanted = (a: string): KubeObject => ({
          ...fresh({ a, b: 'same' }),
          metadata: { name: theirs.metadata.name, namespace },
        })
        expect(await code(client.apply(wanted('ours'), gently))).toBe('conflict')
        expect(await read(theirs)).toEqual(theirs)
        expect(await code(client.apply(wanted('theirs'), gently))).toBe('done')
      })
      test('with force takes the field over', async () => {
        const theirs = await client.create(fresh({ a: 'theirs', b: 'theirs' }))
        const next = await client.apply(
          { ...fresh({ a: 'ours' }), metadata: { name: theirs.metadata.name, namespace } },
          force,
        )
        expect(next.data).toEqual({ a: 'ours', b: 'theirs' })
        const update = next.metadata.managedFields!.find(({ operation }) => operation === 'Update')
        expect(update?.fieldsV1).toEqual({ 'f:data': { '.': {}, 'f:b': {} } })
      })
      test('with a resourceVersion that is no longer the stored one conflicts, even with force', async () => {
        const made = await client.apply(fresh(), force)
        await client.patch(refOf(made), [{ op: 'replace', path: '/data/a', value: '2' }])
        expect(await code(client.apply({ ...made, data: { a: '3' } }, force))).toBe('conflict')
        expect((await read(made)).data).toEqual({ a: '2' })
      })
      test('with the resourceVersion of an object that is gone makes a new one; only a uid prevents that', async () => {
        const gone = withMeta(fresh(), { resourceVersion: '1', uid: '00000000-0000-0000-0000-000000000001' })
        expect(await code(client.apply(gone, force))).toBe('conflict')
        expect(await client.get(refOf(gone))).toBeNull()
        expect(await code(client.apply(withMeta(gone, { uid: undefined }), force))).toBe('done')
      })
      test('in a namespace that does not exist is not-found', async () => {
        expect(await code(client.apply(withMeta(fresh(), { namespace: 'no-such-namespace' }), force))).toBe(
          'not-found',
        )
      })
      test('owns a list of routes as a whole', async () => {
        const wanted = sharedRoute(namespace, unique(), 100)
        const made = await client.apply(wanted, gently)
        expect(ours(made)).toEqual({ 'f:spec': { 'f:gateways': {}, 'f:hosts': {}, 'f:http': {} } })
        await client.patch(refOf(made), [{ op: 'replace', path: '/spec/http/0/name', value: 'theirs' }])
        expect(await code(client.apply(wanted, gently))).toBe('conflict')
      })
      test('owns containers one by one', async () => {
        const wanted = deployment(namespace, unique())
        const made = await client.apply(wanted, gently)
        await client.patch(refOf(made), [
          {
            op: 'add',
            path: '/spec/template/spec/containers/-',
            value: { name: 'sidecar', image: 'sidecar:1' },
          },
          { op: 'replace', path: '/spec/replicas', value: 0 },
        ])
        const image = 'model:2'
        const containers = [{ name: 'model', image, env: [{ name: 'KEPT', value: '1' }] }]
        const template = { ...wanted.spec.template, spec: { containers } }
        const next = await client.apply({ ...wanted, spec: { ...wanted.spec, template } }, gently)
        expect(next.spec.replicas).toBe(0)
        expect(next.spec.template.spec.containers).toMatchObject([
          { name: 'model', image, env: [{ name: 'KEPT', value: '1' }] },
          { name: 'sidecar', image: 'sidecar:1' },
        ])
        expect(next.spec.template.spec.containers[0].env).toHaveLength(1)
      })
    })

    describe('managedFields', () => {
      test('without our entry are stored by replace, and nobody conflicts over our fields any more', async () => {
        const made = await client.apply(fresh({ a: '1' }), { force: false })
        await client.patch(refOf(made), [{ op: 'add', path: '/data/b', value: '2' }])
        const before = await read(made)
        const managedFields = before.metadata.managedFields!.filter(({ operation }) => operation !== 'Apply')
        const dropped = await client.replace(withMeta(before, { managedFields }))
        expect(ours(dropped)).toBeNull()
        expect(dropped.data).toEqual({ a: '1', b: '2' })
        expect(
          await code(
            client.apply(
              { ...fresh({ a: '9' }), metadata: { name: made.metadata.name, namespace } },
              { force: false },
            ),
          ),
        ).toBe('done')
      })
      test('keep fields that an apply no longer names when our entry was dropped', async () => {
        const made = await client.apply(fresh({ a: '1', b: '2' }), { force: false })
        await client.replace(withMeta(await read(made), { managedFields: [{}] }))
        const next = await client.apply(
          { ...fresh({ a: '1' }), metadata: { name: made.metadata.name, namespace } },
          { force: false },
        )
        expect(next.data).toEqual({ a: '1', b: '2' })
      })
    })
  })
}
