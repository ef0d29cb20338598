/** Lists of people that are pushed. */
export const peopleList = {
  news: (n: number) => `新しい ${String(n)}件`,
}

/** One person, searched for. */
export const personPick = {
  searching: '探しています…',
  found: (n: number) => `${String(n)}名`,
  none: '該当する方がいません。カナ・氏名・生年月日・患者番号・電話番号の下4桁で探せます。',
  more: '続きがあります。もう少し入力して絞り込んでください。',
  notMember: 'まだ会員ではありません。カード発行で会員になれます',
}
