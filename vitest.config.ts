import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', './test/plainSummary.ts'],
    // What waits, waits for something to happen; on a machine that does other work as well that may take long.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
    // Real trainings and terminals share two cores in CI: more workers only make each of them slower.
    maxWorkers: 2,
  },
});
