import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    reporters: ['default', './test/plainSummary.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Real trainings and terminals share two cores in CI: more workers only make each of them slower.
    maxWorkers: 2,
  },
});
