const project = (name, extra = {}) => ({
  displayName: name,
  rootDir: import.meta.dirname,
  testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  // Types are checked once, by `npm run types`; tests only strip them.
  transform: {
    '\\.ts$': [
      'ts-jest',
      {
        useESM: true,
        diagnostics: false,
        tsconfig: {
          module: 'esnext',
          moduleResolution: 'bundler',
          target: 'es2022',
          allowImportingTsExtensions: true,
          noEmit: true,
          isolatedModules: true,
        },
      },
    ],
  },
  ...extra,
})

export default {
  projects: [project('unit'), project('scenario'), project('contract'), project('cluster')],
  testTimeout: 60_000,
  // Jest leaves one core to itself, and of two that is half; most of the time is spent waiting for child processes.
  maxWorkers: '100%',
}
