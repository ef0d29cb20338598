/** 代行入力: typed by one person in the name of another. */
export const proxyWords = {
  label: '代行入力',
  own: '自分の記録として保存',
  option: (name: string) => `${name} の指示で入力`,
  hint: '指示を受けて入力するときに選びます。入力した人と指示した人の両方の名前が残ります。',
  wrong: 'この方の名前では入力できなくなりました。選び直してください',
}

/** Who wrote it; both names where one typed for the other. */
export const byline = (by: string, onBehalfOf: string | undefined): string =>
  onBehalfOf === undefined ? by : `${by}（${onBehalfOf} の指示で代行入力）`
