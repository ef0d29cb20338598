import type { Fate } from './queue.ts'

const again = 'もう一度タッチ(読み取り)してもらってください。'

/** What became of a touch, in one line for the satellite's own log: never whose card it was. */
export const fateWords: Record<Fate, (reader: string) => string> = {
  lost: (reader) => `「${reader}」のタッチ 1 件を箱に届けられませんでした。${again}`,
  'in-doubt': (reader) =>
    `「${reader}」のタッチ 1 件に箱の返事がありません。箱につながったら、届いていたかどうかを確かめます。`,
  late: (reader) => `「${reader}」のタッチ 1 件は届くのが遅れたため、箱が受け取りませんでした。${again}`,
  refused: (reader) => `「${reader}」のタッチ 1 件を箱が保存できませんでした。箱の画面を見てください。${again}`,
  'never-came': (reader) => `「${reader}」の返事のなかったタッチ 1 件は、箱に届いていませんでした。${again}`,
  came: (reader) => `「${reader}」の返事のなかったタッチ 1 件は、箱に届いていました。`,
}

export const overflowWords = 'たまりすぎたリーダーの記録を、古いものから捨てました(タッチは捨てていません)。'

export type Trouble =
  'unreached' | 'untrusted' | 'no-answer' | 'not-understood' | 'invalid' | 'wait' | 'unknown-key' | 'replaced'

/** Why the box cannot be used, and what to do. `detail` is for the technician. */
export const troubleWords: Record<Trouble, string> = {
  unreached: '箱につながりません。箱の電源と LAN を確かめてください。つながるまで試しつづけます。',
  untrusted:
    '箱の証明書を確かめられないため、何も送っていません。--ca のファイル、--box の名前、この機械の日付を確かめてください。',
  'no-answer': '箱の返事がありません。返事があるまで試しつづけます。',
  'not-understood':
    '箱がこのサテライトのことばを受け付けません。--box のアドレスと、箱とサテライトの版が同じかを確かめてください。',
  invalid:
    '箱がこのサテライトの記録の一部を受け付けないため、その記録を捨てて続けます。箱とサテライトの版が同じかを確かめてください。',
  wait: '箱がいまは受け付けられません。待ってから試します。',
  'unknown-key':
    '箱がこの鍵を知りません(取り消されたか、書き間違いです)。箱で kusuribako satellite-key add を実行して、新しい鍵を置いてください。',
  replaced:
    'この鍵は、あとから動きだした別のサテライトが使っています。1 台に 1 つずつ、箱で kusuribako satellite-key add を実行して鍵を作ってください。',
}
