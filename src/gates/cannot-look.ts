/** Nothing could be asked at all: verdict `error`, never a judgement about the canary. */
export class CannotLook extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'CannotLook'
  }
}
