import { defineConfig } from 'vitest/config';

/** An end to what hangs, milliseconds; no test is late on a busy machine. */
const PATIENCE = 300_000;

export default defineConfig({
  test: {
    // Twice the cores of the smallest machine: tests also wait, for timers and for processes that they started
    maxWorkers: 4,
    projects: [
      { test: { name: 'unit', include: ['test/unit/**/*.test.ts'], testTimeout: PATIENCE, isolate: false } },
      {
        // One project for all that need the application: each project has workers of its own, and each worker loads it anew
        test: {
          name: 'service',
          include: ['test/{integration,e2e,browser}/**/*.test.ts'],
          globalSetup: 'test/support/database-server.ts',
          testTimeout: PATIENCE,
          hookTimeout: PATIENCE,
          isolate: false,
        },
      },
    ],
  },
});
