import { resolve } from 'node:path'
import { askBox } from '../ops/control.ts'

/** `kusuribako tap CARD_ID`: a touch on the virtual reader of the running box. */
export async function runTap(cardId: string, flags: { data: string; reader?: string }): Promise<number> {
  if (!/^[0-9A-Za-z_-]{1,64}$/.test(cardId)) {
    process.stderr.write('カード番号は半角の英数字で 64 文字までです。\n')
    return 2
  }
  const answer = await askBox(resolve(flags.data), 'tap', { cardId, reader: flags.reader })
  if (!answer.ok) {
    process.stderr.write('薬箱が動いていません。kusuribako serve --reader virtual で始めてください。\n')
    return 1
  }
  if (answer.body !== true) {
    process.stderr.write('仮想リーダーがありません。kusuribako serve に --reader virtual を付けてください。\n')
    return 1
  }
  return 0
}
