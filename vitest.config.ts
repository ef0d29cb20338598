import { defineConfig } from 'vitest/config'

const never = ['**/node_modules/**', '**/dist/**', 'var/**']
const e2e = ['test/**/*.e2e.test.ts']

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
        // Whole boxes, browsers and file servers: one at a time, when everything small is known to hold.
        extends: true,
        test: {
          name: 'e2e',
          include: e2e,
          exclude: never,
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
