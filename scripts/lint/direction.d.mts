export function objection(
  importer: string,
  target: string,
  how: { typeOnly: boolean; inside: boolean },
): string | null
