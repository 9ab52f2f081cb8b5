/** Stands for the digest where only the shape of the manifests matters. Nothing has it. */
export const EXAMPLE_DIGEST = `sha256:${'0'.repeat(64)}`
