import { resolve } from 'node:path'
import { bringBackRoot, replaceRoot } from '../lan/root-replacement.ts'
import { trustWords } from '../lan/trust-files.ts'
import { askBox } from '../ops/control.ts'

export interface TrustReplaceFlags {
  data: string
  yes?: boolean
  back?: boolean
}

const warning = `認証局を取り替えると、すべての端末・サテライトで警告が出て、「薬箱を信頼する」手順をやり直すまで薬箱を開けません。
休みの日に、すべての端末を回れるときに行ってください。前の認証局は 30 日のあいだ残り、--back で戻せます。
続けるには --yes を付けてください。
`

/**
 * `kusuribako trust-replace`: a new authority for a box that is stopped, or with `--back` the one before it. Exit code 1 when nothing was
 * changed.
 */
export async function runTrustReplace({ data, yes = false, back = false }: TrustReplaceFlags): Promise<number> {
  const dataDir = resolve(data)
  if (!yes) return fail(warning)
  if ((await askBox(dataDir, 'ping')).ok) return fail('薬箱が動いています。止めてから、もう一度実行してください。\n')
  const outcome = back ? bringBackRoot(dataDir, Date.now()) : await replaceRoot({ dataDir, now: Date.now() })
  if (!outcome.ok) {
    if ('message' in outcome) return fail(`${outcome.message}\n`)
    return fail(back ? '戻せる認証局がありません。\n' : '認証局はまだありません。薬箱を一度動かすと作られます。\n')
  }
  process.stdout.write(
    `${back ? '前の認証局に戻しました。' : '認証局を取り替えました。'}薬箱を起動してください。\n確認のことば: ${trustWords(outcome.cert)}\n`,
  )
  return 0
}

function fail(message: string): number {
  process.stderr.write(message)
  return 1
}
