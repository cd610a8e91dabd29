import { defineConfig } from 'vitest/config';

/** What `npm run test:mutation` runs for each change that it makes to the code: a test with a database would take hours. */
export default defineConfig({ test: { include: ['test/unit/**/*.test.ts'] } });
