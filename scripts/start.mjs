// `npm start`: installs what is missing, builds the pages, runs the demo pharmacy in var/demo until Ctrl-C.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment, installPackages, node, root, run, say, start } from './setup.mjs'

await start(async (args) => {
  await installPackages()
  say('画面を組み立てます (building the UI)')
  const code = await run(node, ['ui/build.ts'])
  if (code !== 0) {
    say('画面を組み立てられませんでした (the UI could not be built)')
    return code
  }
  return serve(['demo', '--data', join(root, 'var/demo'), '--port', '8470', ...args])
})

function serve(args) {
  return new Promise((resolve) => {
    const box = spawn(join(root, 'bin/kusuribako'), args, { env: environment(), stdio: 'inherit' })
    let isStopping = false
    const stop = (signal) => {
      // On Ctrl-C the terminal has told the box itself, and npm tells us once more: the box must hear it once.
      if (!isStopping && !(signal === 'SIGINT' && process.stdin.isTTY)) box.kill(signal)
      isStopping = true
    }
    process.on('SIGINT', stop)
    process.on('SIGTERM', stop)
    process.on('SIGHUP', stop)
    box.once('error', (error) => {
      say(error.message)
      resolve(1)
    })
    box.once('exit', (code) => resolve(code ?? (isStopping ? 0 : 1)))
  })
}
