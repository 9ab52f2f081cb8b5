import { CommandError } from '../../process/errors.ts'

/** `shown` is the input that names the connection. */
export function failedConnection(shown: string, why: string): CommandError {
  return new CommandError('invalid', [
    { code: 'bad-connection', message: `the service connection of input "${shown}" cannot be used: ${why}` },
  ])
}
