import { collectionOf } from '../../../src/host/azure/address.ts'

test.each([
  ['https://dev.azure.com/fabrikam', 'https://dev.azure.com/fabrikam/'],
  ['https://dev.azure.com/fabrikam/', 'https://dev.azure.com/fabrikam/'],
  ['https://fabrikam.visualstudio.com/', 'https://dev.azure.com/fabrikam/'],
  ['https://fabrikam.visualstudio.com', 'https://dev.azure.com/fabrikam/'],
  ['https://Fabrikam-x.visualstudio.com/DefaultCollection/', 'https://dev.azure.com/Fabrikam-x/'],
  ['https://tfs.example.com/tfs/DefaultCollection', 'https://tfs.example.com/tfs/DefaultCollection/'],
  ['https://dev.azure.com/', null],
  ['https://visualstudio.com.example.com', null],
  ['fabrikam', null],
  ['', null],
])('%j is the collection %j', (url, collection) => {
  expect(collectionOf(url)).toBe(collection)
})
