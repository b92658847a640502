import { defineConfig } from 'vitest/config';

// `fast` runs before each commit (npm run check); `edges` holds what needs a browser or a database server, and
// the long stories. `npm test` runs both.
export default defineConfig({
  test: {
    globalSetup: './test/support/one-temporary-folder.ts',
    reporters: ['default', './test/support/closing-line-reporter.ts'],
    // Many tests wait for processes of their own: a core kept free would stand idle.
    maxWorkers: '100%',
    // Ends what hangs; how long a test takes on a busy machine tells nothing.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    projects: [
      {
        extends: true,
        test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: ['test/edges/**', 'test/stories/**'] },
      },
      { extends: true, test: { name: 'edges', include: ['test/edges/**/*.test.ts', 'test/stories/**/*.test.ts'] } },
    ],
  },
});
