import { projectOf } from '../../../src/image/builders/gcloud.ts'

test.each([
  ['europe-docker.pkg.dev/my-project/ml/iris', 'my-project'],
  ['us-central1-docker.pkg.dev/my-project/ml/team/iris', 'my-project'],
  ['gcr.io/my-project/iris', 'my-project'],
  ['eu.gcr.io/my-project/team/iris', 'my-project'],
  // Of an old Workspace domain: a colon cannot be in the name of an image.
  ['us-docker.pkg.dev/example.com/my-project/ml/iris', 'example.com:my-project'],
  ['gcr.io/example.com/my-project/iris', 'example.com:my-project'],
  ['gcr.io/my-project', null],
  ['docker.io/my-project/iris', null],
  ['registry.example.com/gcr.io/my-project/iris', null],
])('the project of %s', (repository, project) => {
  expect(projectOf(repository)).toBe(project)
})
