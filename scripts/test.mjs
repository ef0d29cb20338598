// `npm test [-- VITEST ARGUMENTS]`: installs what is missing, checks the source, builds the pages, runs every test.
// The last line is always `tests: N passed, M failed`.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { check } from './check.mjs'
import { installPackages, installTestPackages, node, run, say, start } from './setup.mjs'

await start(async (args) => {
  let counts = { passed: 0, failed: 0, skipped: 0 }
  try {
    await installTestPackages()
    await installPackages()
    const failedChecks = await check()
    say('画面を組み立てます (building the UI)')
    const hasUi = (await run(node, ['ui/build.ts'])) === 0
    if (!hasUi) say('画面を組み立てられませんでした (the UI could not be built)')
    const vitest = await runVitest(args)
    counts = vitest.counts
    if (failedChecks.length > 0) say(`npm run check が失敗しました (check failed): ${failedChecks.join(', ')}`)
    const isGood = failedChecks.length === 0 && hasUi && vitest.code === 0 && counts.failed === 0 && counts.passed > 0
    return isGood ? 0 : 1
  } finally {
    const { passed, failed, skipped } = counts
    console.log(`tests: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`)
  }
})

async function runVitest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'kusuribako-tests-'))
  const report = join(folder, 'report.json')
  try {
    const code = await run(node, [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ])
    return { code, counts: count(report, code) }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function count(report, code) {
  let results
  try {
    results = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    return { passed: 0, failed: 1, skipped: 0 }
  }
  // A file that cannot even be loaded has no tests in it, and has failed all the same.
  const brokenFiles = results.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length
  const failed = results.numFailedTests + brokenFiles
  return {
    passed: results.numPassedTests,
    // Vitest fails without a failed test when an error escapes all of them; the line must not look clean then.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: results.numPendingTests + results.numTodoTests,
  }
}
