const SUFFIX: { readonly [suffix: string]: readonly [base: bigint, power: number] } = {
  n: [10n, -9],
  u: [10n, -6],
  m: [10n, -3],
  '': [10n, 0],
  k: [10n, 3],
  M: [10n, 6],
  G: [10n, 9],
  T: [10n, 12],
  P: [10n, 15],
  E: [10n, 18],
  Ki: [2n, 10],
  Mi: [2n, 20],
  Gi: [2n, 30],
  Ti: [2n, 40],
  Pi: [2n, 50],
  Ei: [2n, 60],
}

/** Value of a Kubernetes quantity in 1e-48 units; null when the text is no quantity. */
function parse(quantity: unknown): bigint | null {
  if (typeof quantity !== 'string' && typeof quantity !== 'number') return null
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,2})|([numkMGTPE]|[KMGTPE]i)?)$/.exec(
    String(quantity),
  )
  if (!match) return null
  const [, sign, whole = '', fraction = '', exponent, suffix = ''] = match
  if ((whole === '' && fraction === '') || whole.length > 30 || fraction.length > 30) return null
  const [base, power] = exponent === undefined ? SUFFIX[suffix]! : ([10n, Number(exponent)] as const)
  let value = BigInt(whole + fraction) * 10n ** 48n
  value = power < 0 ? value / base ** BigInt(-power) : value * base ** BigInt(power)
  value /= 10n ** BigInt(fraction.length)
  return sign === '-' ? -value : value
}

/** `1000m`, `1` and 1 are the same amount; `1Gi` and `1024Mi` too. False for anything that is no quantity. */
export function sameQuantity(a: unknown, b: unknown): boolean {
  const left = parse(a)
  return left !== null && left === parse(b)
}

/** Where built-in kinds keep quantities; elsewhere `1` and `1000m` are two texts. Keys may contain dots and slashes, but no blanks. */
const QUANTITIES =
  /(^| )resources (limits|requests) [^ ]+$|^spec hard [^ ]+$|(^| )(sizeLimit|divisor)$|^spec metrics( \w+)? target (averageValue|value)$/

/** `path` without list indexes. */
export function isQuantityPath(path: readonly string[]): boolean {
  return QUANTITIES.test(path.join(' '))
}
