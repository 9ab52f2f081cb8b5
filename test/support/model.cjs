// Stands for a scoring image: answers each request with one word.
const word = process.argv[2]
require('http')
  .createServer((request, response) => {
    request.resume()
    response.end(request.url === '/' ? 'Healthy' : word)
  })
  .listen(Number(process.env.PORT), '127.0.0.1')
