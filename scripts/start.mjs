// `npm start`: installs what is missing, builds the pages, runs the demo pharmacy in var/demo until Ctrl-C.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment, installBuildPackages, installPackages, node, root, run, say, start } from './setup.mjs'

await start(async (args) => {
  await installBuildPackages()
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
    const stop = () => {
      // On Ctrl-C the terminal tells the box itself (SIGINT) and npm tells us once more: SIGTERM, once, adds no second SIGINT.
      if (!isStopping) box.kill('SIGTERM')
      isStopping = true
    }
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
    box.once('error', (error) => {
      say(error.message)
      resolve(1)
    })
    box.once('exit', (code) => resolve(code ?? (isStopping ? 0 : 1)))
  })
}
