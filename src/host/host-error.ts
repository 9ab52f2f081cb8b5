/** A CI host said no, or nothing. */
export class HostError extends Error {
  /** 0: no answer. */
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.name = 'HostError'
    this.status = status
  }
}
