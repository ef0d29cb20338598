import type { FeedbackKind } from '../../contract/account.ts'

/** ヘルプ・サポート. */
export const manual = {
  contents: '目次',
  search: 'マニュアルを探す',
  searchHint: 'ことばで探す（例：カード 再発行）',
  searching: (n: number) => `${String(n)}か所`,
  none: '見つかりません。ほかのことばで探すか、「ご意見」で教えてください。',
  print: 'この章を印刷',
  keys: 'キー操作と表示の見方',
  previous: '前の章',
  next: '次の章',
  top: 'マニュアルの表紙',
  intro: 'インターネットがなくても読めます。どの画面でも F1 または ? で、その画面の章が開きます。',
  missing: 'この章はありません',
  missingHint: '目次から選ぶか、ことばで探してください。',
  empty: 'マニュアルがまだ組み込まれていません',
}

/** ご意見. */
export const feedback = {
  title: 'ご意見',
  lead: '使いにくいところ、困ったこと、こうしてほしいことを書いてください。薬箱の中にだけ保存され、管理者がファイルにして開発元へ渡せます。',
  privacy: '患者様の名前や生年月日は書かないでください。',
  kind: '種類',
  kinds: { wish: '要望', trouble: '困りごと', question: '質問', praise: '良い点' } satisfies Record<
    FeedbackKind,
    string
  >,
  text: '内容',
  empty: '内容を入力してください。',
  tooLong: (over: number) => `${String(over)}文字多すぎます。`,
  send: '保存する',
  busy: '保存しています…',
  sent: 'ありがとうございます。保存しました。',
  listTitle: '保存されたご意見',
  none: 'ご意見はまだありません',
  file: 'ファイルに書き出す',
  more: 'さらに表示',
  from: (page: string) => `画面：${page}`,
}

/** お問い合わせ先. */
export const contact = {
  title: 'お問い合わせ先',
  none: 'お問い合わせ先はまだ登録されていません。',
  noneHint: '管理者が、保守の会社や担当の方の連絡先を登録できます。',
  edit: '連絡先を直す',
  save: '保存する',
  saved: 'お問い合わせ先を保存しました。',
  cancel: 'やめる',
  fields: { name: '名前', phone: '電話', hours: '受付時間', note: 'メモ' },
  outside: '受付時間の外でも、このマニュアルと画面の「直し方」はいつでも見られます。',
}
