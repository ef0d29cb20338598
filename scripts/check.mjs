// `npm run check`: lint, format, types and dead code. Every step runs and every failure is shown.
import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { environment, installPackages, node, root, say, start } from './setup.mjs'

/** The longest first; two run at a time. */
const steps = [
  ['lint', 'eslint/bin/eslint.js', '--max-warnings', '0', '.'],
  ['types', 'typescript/bin/tsc', '--noEmit', '-p', '.'],
  ['types (ui)', 'typescript/bin/tsc', '--noEmit', '-p', 'ui'],
  ['types (ui build and tests)', 'typescript/bin/tsc', '--noEmit', '-p', 'ui/tsconfig.node.json'],
  ['format', 'prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'],
  ['dead code', 'knip/bin/knip.js', '--no-progress'],
  ['dead code (shipped)', 'knip/bin/knip.js', '--no-progress', '--production'],
]

/** Runs every step; gives the names of those that failed. */
export async function check() {
  const waiting = [...steps]
  const failed = []
  const work = async () => {
    for (let step = waiting.shift(); step; step = waiting.shift()) {
      const [name, tool, ...args] = step
      const began = Date.now()
      const { code, output } = await capture(tool, args)
      say(`check: ${name} ${code === 0 ? 'ok' : 'FAILED'} (${((Date.now() - began) / 1000).toFixed(1)} s)`)
      if (code !== 0) {
        failed.push(name)
        say(output.trimEnd())
      }
    }
  }
  await Promise.all([work(), work()])
  say(failed.length === 0 ? 'check: all ok' : `check: FAILED (${failed.join(', ')})`)
  return failed
}

function capture(tool, args) {
  return new Promise((resolve) => {
    const child = spawn(node, [`node_modules/${tool}`, ...args], {
      cwd: root,
      env: environment(process.stderr.isTTY ? { FORCE_COLOR: '1' } : {}),
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output += text
      })
    }
    child.once('error', (error) => resolve({ code: 127, output: error.message }))
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  await start(async () => {
    await installPackages()
    return (await check()).length === 0 ? 0 : 1
  })
}
