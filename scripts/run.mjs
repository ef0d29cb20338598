// node scripts/run.mjs FILE [ARGS…]: runs one of the project's programs on the pinned Node, from any folder.
import { installPackages, node, run, start } from './setup.mjs'

await start(async (args) => {
  await installPackages()
  return run(node, ['--disable-warning=ExperimentalWarning', ...args])
})
