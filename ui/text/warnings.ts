/** What is odd about a dispensing as it came, and what to look at because of it. */
export interface WarningWords {
  what: string
  todo: string
}

/** Oddities that may change what a pharmacist sees or does; shown on the dispensing itself. */
export const graveWarnings: Record<string, WarningWords> = {
  'end-missing': {
    what: 'ファイルが途中で切れている可能性があります',
    todo: '届いていないお薬があるかもしれません。処方箋と見くらべ、足りなければレセコンから出力し直してください。',
  },
  'patient-changed': {
    what: '同じ処方箋で、患者番号がほかの版と違います',
    todo: 'どの患者様の調剤か、レセコンの画面で確かめてください。',
  },
  'superseded-although-sent-later': {
    what: 'あとから出力された版ですが、版番号が小さいため使っていません',
    todo: '表示中の内容が正しいか、レセコンの画面で確かめてください。',
  },
  'action-mismatch': {
    what: '新規・更新・削除の別が、ファイルの名前と中身とで違います',
    todo: '中身に従って表示しています。「版の履歴」で順番を確かめてください。',
  },
  'dispensed-on-missing': {
    what: '調剤日が書かれていません',
    todo: '受付日か出力日を調剤日として表示しています。服用期間と残量(目安)がずれることがあります。',
  },
  'birth-date-malformed': {
    what: '生年月日が読めません',
    todo: 'この調剤に書かれた生年月日は使っていません。レセコンの画面で確かめてください。',
  },
  'drug-count-mismatch': {
    what: '薬品の数が合いません',
    todo: 'レセコンが書いた薬品の数と、届いた薬品の数が違います。抜けがないか処方箋と見くらべてください。',
  },
  'medication-name-missing': {
    what: '名前のない薬品があります',
    todo: '薬品名が空のまま届きました。処方箋で確かめてください。',
  },
  'rp-number-mismatch': {
    what: '薬品と用法の番号が合いません',
    todo: '薬品は、ファイルのすぐ上にある用法に付けて表示しています。用法を処方箋と見くらべてください。',
  },
  'rp-class-unknown': {
    what: '内服・外用などの区分が分かりません',
    todo: '全量や服用期間を計算できないことがあります。用法を処方箋で確かめてください。',
  },
  'quantity-mismatch': {
    what: '日数・回数が、会計の数量と合いません',
    todo: 'どちらが正しいか、処方箋と見くらべてください。',
  },
  'number-malformed': {
    what: '数として読めない項目があります',
    todo: 'その項目は表示していません。量と日数を処方箋で確かめてください。',
  },
  'private-use-character': {
    what: '外字があります',
    todo: 'この文字はレセコンにだけある字です。ここでは空白や四角に見えることがあります。レセコンの画面で確かめてください。',
  },
  undecodable: {
    what: '読めない文字があります',
    todo: '「�」の所は、もとの字が分かりません。レセコンの画面で確かめてください。',
  },
}

/** Oddities that change nothing on the page; for whoever looks into them. */
export const technicalWarnings: Record<string, string> = {
  'money-sum-mismatch': '会計の金額の合計が合いません',
  'unknown-record': '薬箱の知らない種類の行があります',
  'more-unknown-records': '薬箱の知らない種類の行がほかにもあります',
  'file-name-unusual': 'ファイルの名前がふだんの形と違います',
  'sent-at-malformed': 'レセコンの出力日時が読めません',
  'rp-number-malformed': '用法の番号が読めません（書かれた順に番号を付けました）',
  'more-warnings': '注意が多いため、残りは省いています',
}

export const warnings = {
  label: 'この調剤の注意',
  mark: '注意あり',
  other: { what: 'その他の注意', todo: '届いた内容にふだんと違うところがあります。処方箋と見くらべてください。' },
  details: (n: number) => `取り込みの詳細 ${String(n)}件`,
  technician: (code: string, places: string) => ['技術者向け:', code, places].filter(Boolean).join(' '),
  place: (line: number, column: number | undefined) =>
    column === undefined ? `${String(line)}行目` : `${String(line)}行目 項目${String(column)}`,
  morePlaces: (n: number) => `ほか${String(n)}か所`,
  separator: '、',
} as const
