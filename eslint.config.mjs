import { defineConfig } from 'eslint/config'
import tseslint from 'typescript-eslint'
import { importDirection } from './scripts/lint/rule.mjs'

const NO_DEFAULT_EXPORT = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: the importer then uses the same word.',
}
const OUTSIDE_WORLD = ['env', 'argv', 'exit', 'exitCode'].map((property) => ({
  object: 'process',
  property,
  message: 'Only src/host and src/main look at the process; pass the value in.',
}))
const IMPURE = ['process', 'fetch', 'setTimeout', 'setInterval', 'setImmediate'].map((name) => ({
  name,
  message: 'This folder only computes; effects are passed in or live elsewhere.',
}))

export default defineConfig(
  { ignores: ['dist', 'coverage', 'node_modules', 'tmp', 'test/fixtures', 'examples', '**/*.js'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    plugins: { project: { rules: { 'import-direction': importDirection } } },
    rules: {
      eqeqeq: 'error',
      'no-restricted-syntax': ['error', NO_DEFAULT_EXPORT],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // What an AbortSignal gives as its reason is passed on as it is.
      '@typescript-eslint/only-throw-error': [
        'error',
        { allowThrowingUnknown: true, allowThrowingAny: true },
      ],
      '@typescript-eslint/prefer-promise-reject-errors': [
        'error',
        { allowThrowingUnknown: true, allowThrowingAny: true },
      ],
      '@typescript-eslint/use-unknown-in-catch-callback-variable': 'error',
      // Ports are promises even where an adapter has nothing to wait for, and numbers are what messages are made of.
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: {
      'max-lines': ['error', { max: 300 }],
      // Kubernetes objects of any kind are read by path; each module says by a cast what it expects there.
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      'project/import-direction': 'error',
      'no-restricted-properties': ['error', ...OUTSIDE_WORLD],
    },
  },
  { files: ['src/host/**/*.ts', 'src/main/**/*.ts'], rules: { 'no-restricted-properties': 'off' } },
  {
    files: ['src/{spec,plan,mesh,stats,report,workload}/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', ...IMPURE],
      'no-restricted-properties': [
        'error',
        ...OUTSIDE_WORLD,
        { object: 'Date', property: 'now', message: 'Time is passed in.' },
        { object: 'Math', property: 'random', message: 'Randomness is passed in.' },
      ],
      'no-restricted-syntax': [
        'error',
        NO_DEFAULT_EXPORT,
        { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Time is passed in.' },
      ],
    },
  },
  {
    // Tests read what comes out of processes and sockets, which has no type; the checks are the assertions.
    files: ['test/**/*.ts'],
    rules: {
      'no-console': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-empty-function': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    files: ['scripts/**/*.mjs', '*.mjs'],
    rules: { eqeqeq: 'error', 'no-unused-vars': 'error', 'no-undef': 'off', 'prefer-const': 'error' },
  },
)
