import type { Agreement, NoCandidateReason } from '../../contract/link.ts'
import type { Trouble } from './troubles.ts'

type Fact = 'name' | 'kana' | 'birthOn' | 'sex'

const fact: Record<Fact, string> = { name: '氏名', kana: 'カナ', birthOn: '生年月日', sex: '性別' }

/** How one fact agrees, but for `same`: those are told together. */
const agreement: Record<Fact, Record<Exclude<Agreement, 'same'>, string>> = {
  name: {
    variant: '漢字が異体字',
    close: '氏名が一部違う',
    different: '氏名が違う',
    missing: '氏名の記載なし',
  },
  kana: {
    variant: 'カナの大小・濁点だけ違う',
    close: 'カナが一部違う',
    different: 'カナが違う',
    missing: 'カナの記載なし',
  },
  birthOn: {
    variant: '生年月日が一致',
    close: '生年月日が一部違う',
    different: '生年月日が違う',
    missing: '生年月日の記載なし',
  },
  sex: { variant: '性別が一致', close: '性別が違う', different: '性別が違う', missing: '性別の記載なし' },
}

const unlinkedTodo = 'レセコンでこの方の調剤データを出力してください。届くと、この画面に自動で表示されます。'

/** お薬自動登録: which patient of the receipt computer a member is. */
export const links = {
  set: 'お薬自動登録を設定する',
  worklist: {
    title: 'お薬自動登録が未設定の会員',
    total: (n: number) => `未設定 ${String(n)}名`,
    hint: '設定すると、レセコンの調剤データがこの方の手帳に入ります。候補は薬箱が探しますが、設定は必ず人が確かめて行います。',
    empty: '未設定の会員はいません',
    emptyHint: 'すべての会員にレセコンの調剤データが届きます。',
    columns: { visit: '最後の手帳提示', name: '氏名 (カナ)', birth: '性別・生年月日', best: 'レセコンからの候補' },
    neverVisited: '提示なし',
    noBest: '候補なし',
    link: '設定する',
    open: '確かめて設定',
    why: '理由を見る',
    linkFor: (name: string) => `${name}様に設定する`,
    openFor: (words: string, name: string) => `${words}：${name}様`,
  },
  detail: {
    codes: '設定する患者番号',
    toWorklist: '未設定の一覧',
    current: '現在の設定',
    none: 'まだ設定されていません',
    noneHint: '設定するまで、レセコンの調剤データはこの方の手帳に入りません。',
    since: (when: string, by: string) => `${when} ${by}が設定`,
    byBox: '薬箱',
    unlink: '解除',
    unlinkFor: (name: string) => `${name}様（レセコン）の設定を解除`,
    candidates: 'レセコンからの候補',
    more: 'ほかの患者番号も同じ方のとき（レセコンを入れ替えた、患者番号が2つあるなど）は、続けて設定できます。',
    link: 'この患者に設定',
    move: '付け替える…',
    linkedTo: (name: string) => `${name}様に設定済み`,
    near: '似ている患者（そのままでは候補になりません）',
    search: '患者番号・氏名・カナ・生年月日で探す',
    searchHint: '候補にいないときは、レセコンの患者番号で探すのが確実です。',
    found: (n: number) => `${String(n)}名が見つかりました`,
    notFound: '該当する患者がいません。レセコンから届いたファイルの患者だけを探せます。',
    clear: '候補に戻る',
    history: '設定の履歴',
    noHistory: 'まだ履歴はありません',
    unlinked: (when: string, by: string) => `${when} ${by}が解除`,
    active: '設定中',
    viaMerge: '統合した会員から',
    person: '患者詳細を開く',
    merge: '同じ方の会員を統合する',
    strengths: { exact: '一致', probable: 'ほぼ一致', possible: '要確認', near: '似ている', none: '一致しない' },
    patientCode: (code: string) => `患者番号 ${code}`,
    lastDispensed: (date: string) => `最後の調剤 ${date}`,
  },
  done: {
    linked: (name: string, code: string) => `${name}様を患者番号 ${code} に設定しました。`,
    unlinked: (name: string, code: string) => `${name}様と患者番号 ${code} の設定を解除しました。`,
    moved: (code: string, name: string) => `患者番号 ${code} を${name}様に付け替えました。`,
    undo: '元に戻す',
    undone: '元に戻しました。',
  },
  duplicate: {
    title: '既にカードをお持ちの可能性あり',
    exact: '氏名・生年月日・性別が同じ会員がいます。',
    maybe: 'カナや漢字の違いだけで、同じ方かもしれない会員がいます。',
    cards: (n: number) => (n === 0 ? '使えるカードなし' : `カード ${String(n)}枚`),
    linked: (n: number) => (n === 0 ? '自動登録 未設定' : `自動登録 ${String(n)}件`),
    open: '詳細を開く',
    todo: '同じ方なら統合できます。別の方なら、このまま設定して構いません。',
    merge: '統合を確かめる',
  },
  move: {
    title: '付け替えの確認',
    what: (code: string, from: string) => `患者番号 ${code} は、いま${from}様に設定されています。`,
    moves: (n: number, from: string, to: string) =>
      `付け替えると、この患者番号の調剤 ${String(n)}件は${from}様の手帳から消え、${to}様の手帳に入ります。`,
    stays: (n: number, from: string) =>
      n === 0 ? `${from}様は「未設定」になります。` : `${from}様には、ほかの患者番号 ${String(n)}件が残ります。`,
    same: '2人が同じ方なら、付け替えではなく統合してください。',
    free: 'いまは誰にも設定されていません。',
    confirm: '付け替える',
    cancel: 'やめる',
  },
  match: {
    fact,
    agreement,
    same: (facts: string) => `${facts}が一致`,
    variantSameKana: 'カナが一致、漢字が異体字',
    otherKanji: 'カナが一致、漢字が違う',
    today: '本日受信',
    yesterday: '昨日受信',
    daysAgo: (n: number) => `${String(n)}日前に受信`,
    never: '調剤データなし',
  },
  why: {
    title: '候補を設定できない理由',
    lastReceived: (when: string) => `最後に受信したファイル ${when}`,
    neverReceived: 'ファイルは一度も届いていません。',
    toIntake: 'レセコン接続を見る',
    toReplacement: 'レセコン入替を見る',
    linkedElsewhere: (name: string) => `候補は${name}様に設定済みです`,
    words: {
      'linked-elsewhere': {
        what: '候補はほかの会員に設定済みです',
        means: 'このままでは、この方の手帳に調剤データは入りません。',
        todo: '同じ方なら統合し、設定の誤りなら「付け替える」を押してください。',
      },
      'feed-stopped': {
        what: 'レセコンとの接続が止まっています',
        means: '新しいファイルが届かないため、候補に出ない可能性があります。',
        todo: '',
      },
      'feed-frozen': {
        what: 'レセコンが変わった可能性があるため、お薬自動登録を止めています',
        means: '止めているあいだに届いた患者は候補に出ません。届いた調剤データは失われません。',
        todo: '「レセコン入替」の画面で、入替か、変わっていないかを選んでください。',
      },
      'feed-held': {
        what: '取り込めていないファイルがあります',
        means: 'そのファイルがこの方のものなら、読めるまで候補に出ません。',
        todo: '「受信エラー」の画面で内容を確かめてください。',
      },
      'name-differs': {
        what: '氏名が違います',
        means: '届いたファイルに、似ていますが同じとは言えない患者がいます。',
        todo: '下の患者と見比べ、入力の誤りならレセコンか会員設定の登録を直してください。同じ方と確かめられたら、そのまま設定できます。',
      },
      'no-file': { what: 'まだファイルが届いていません', means: '', todo: unlinkedTodo },
    } satisfies Record<NoCandidateReason, Trouble>,
  },
} as const
