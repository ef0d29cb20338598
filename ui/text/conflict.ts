/** Words for two versions of one record. */
export const conflictWords = {
  what: 'ほかの画面で先に変更されました',
  means: 'あなたの入力はまだ保存されていません。下で見くらべて、残すほうを選んでください。',
  columns: { item: '項目', mine: 'あなたの入力', theirs: '先に保存された内容' },
  differs: 'ちがいます',
  empty: '（空）',
  keepMine: 'あなたの入力で保存する',
  takeTheirs: '先に保存された内容にする',
}
