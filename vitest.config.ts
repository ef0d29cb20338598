import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', '**/dist/**', 'var/**']
const e2e = ['test/**/*.e2e.test.ts']
const inBrowser = ['test/{browser,manual-pictures}*.e2e.test.ts']

export default defineConfig({
  test: {
    environment: 'node',
    pool: 'forks',
    // What depends on the machine's time zone must fail here and not in Tokyo.
    env: { TZ: 'UTC' },
    passWithNoTests: false,
    allowOnly: false,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.ts'],
          exclude: [...never, ...e2e],
          testTimeout: 30_000,
          hookTimeout: 30_000,
          maxWorkers: 2,
          sequence: { groupOrder: 0 },
        },
      },
      {
        // Pages in a browser, one file at a time: two of them beside each other leave neither the machine that a counter has.
        extends: true,
        test: {
          name: 'e2e-browser',
          include: inBrowser,
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          expect: { poll: { timeout: 15_000 } },
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
      {
        // Whole boxes, reader daemons, networks and file servers, whose faults are a matter of time: one at a time.
        extends: true,
        test: {
          name: 'e2e',
          include: e2e,
          exclude: [...never, ...inBrowser],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
})
