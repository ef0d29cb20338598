/** What a counter is told while something else is being done, and the counter of this PC. */
export const desk = {
  offered: (name: string, key: string) => `${name}様がタッチしました。${key} で開きます`,
  touched: (name: string) => `${name}様がタッチしました`,
  open: '開く',
  parts: (read: number, of: number) => `${String(of)}枚のうち${String(read)}枚を読みました`,
  unknownCard: {
    text: '登録されていないカードです',
    next: 'だれのカードか分かりません。お名前をうかがい、患者を探してください。',
  },
  wedge: {
    ime: {
      text: 'コードを読み取れませんでした。日本語入力がオンです',
      next: '日本語入力をオフ（半角英数）にして、もう一度読み取ってください。',
    },
    'not-ascii': {
      text: 'このコードはキーボード型スキャナーでは読めません',
      next: '漢字やかなを含むコードです。スキャナーを USB-COM か HID-POS の設定にして、薬箱につないでください。',
    },
    'too-long': {
      text: 'コードが長すぎて読み取れません',
      next: 'スキャナーを USB-COM か HID-POS の設定にして、薬箱につないでください。',
    },
    dialog: {
      text: 'コードを受け付けませんでした。小さな画面が開いています',
      next: '開いている画面を閉じてから、もう一度読み取ってください。',
    },
    'not-sent': { text: 'コードを薬箱に送れませんでした', next: 'つながりを確かめて、もう一度読み取ってください。' },
  },
}

export const counter = {
  pill: '窓口',
  unset: '未設定',
  none: 'なし',
  change: 'この画面の窓口を選ぶ',
  offer: 'この画面の窓口がまだ決まっていません。決めると、その窓口でタッチした方の患者詳細がここで開きます。',
  gone: 'この画面の窓口は削除されました。窓口を選び直してください。',
  choose: '窓口を選ぶ',
}
