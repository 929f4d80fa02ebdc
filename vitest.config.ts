import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/plainSummary.ts'],
    // What waits, waits for something to happen; on a machine that does other work as well that may take long.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // Real trainings and terminals mostly wait: 18 minutes of tests take 8 minutes of a processor, on two cores in CI.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: { name: 'usual', include: ['test/**/*.test.{ts,tsx}'], exclude: ['test/**/*.real.test.{ts,tsx}'] },
      },
      // What needs a scheduler, or lasts longer than `npm test` may in all: `npm run test:real`.
      { extends: true, test: { name: 'real', include: ['test/**/*.real.test.{ts,tsx}'] } },
    ],
  },
});
