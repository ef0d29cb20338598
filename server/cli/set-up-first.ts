import type { Box, StartOptions } from '../main.ts'
import { startSetup } from '../setup/serve.ts'

export type SetUpOutcome =
  { end: 'stopped' } | { end: 'finished'; next: StartOptions } | { end: 'failed'; message: string }

/** Serves 初期設定 until it is finished, or the box is asked to stop. The code goes to standard error, and nowhere else. */
export async function setUpFirst(
  options: StartOptions,
  onReady: (box: Box) => void,
  stopped: Promise<unknown>,
): Promise<SetUpOutcome> {
  const begun = await startSetup(options)
  if (!begun.ok) return { end: 'failed', message: begun.message }
  const { box, code, finished, next } = begun.setup
  const { dataDir } = options
  process.stderr.write(
    `\n初期設定を始めます。ブラウザーで ${box.plainUrl?.replace('127.0.0.1', 'localhost') ?? box.url} を開き、次のコードを入力してください。\n\n    コード  ${code}\n\nコードは起動のたびに変わります。新しいコードは kusuribako setup code --data ${dataDir} でも出せます。\n\n`,
  )
  onReady(box)
  const end = await Promise.race([stopped.then(() => 'stopped' as const), finished.then(() => 'finished' as const)])
  await box.close()
  if (end === 'stopped') return { end }
  process.stderr.write('初期設定が終わりました。薬箱を始めます。\n')
  return { end, next }
}
