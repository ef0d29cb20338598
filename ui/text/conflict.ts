/** Words for two versions of one record. */
export const conflictWords = {
  what: 'ほかの画面で先に変更されました',
  columns: { item: '項目', theirs: '先に保存された内容' },
  differs: 'ちがいます',
  empty: '（空）',
  /** Something was typed. */
  typed: {
    means: 'あなたの入力はまだ保存されていません。下で見くらべて、残すほうを選んでください。',
    mine: 'あなたの入力',
    keepMine: 'あなたの入力で保存する',
    takeTheirs: '先に保存された内容にする',
  },
  /** Something was pressed. */
  deed: {
    means: 'あなたの操作はまだ行っていません。下で見くらべて、どうするかを選んでください。',
    mine: 'あなたの操作',
    keepMine: 'あなたの操作を行う',
    takeTheirs: 'やめて、先に保存された内容のままにする',
  },
  act: '操作',
  /** Not what the deed is about, as it stood on the page when it was pressed. */
  seen: (text: string) => `（見ていた内容）${text}`,
  /** Not what the deed is about. */
  untouched: '（変えません）',
}
