/** What a person outside the pharmacy's own staff reads on a phone: what happened, what it means, what to do. */
export interface PhoneWords {
  title: string
  lines: string[]
}

export type CodeTrouble = 'unknown' | 'used' | 'expired' | 'revoked'

/** Why a registration code opens nothing. */
export const codeTroubles: Record<CodeTrouble, PhoneWords> = {
  unknown: {
    title: 'このQRコードは使えません',
    lines: [
      '読み取りが途中で切れたか、この薬局のQRコードではありません。',
      'もう一度読み取っても同じときは、薬局の窓口にお声がけください。',
    ],
  },
  used: {
    title: 'このQRコードは使用済みです',
    lines: [
      'QRコード1枚で登録できるスマホは1台、1回だけです。',
      '別のスマホで使うときや、登録した覚えがないときは、カードを持って薬局へお越しください。新しいQRコードをお渡しします。',
    ],
  },
  expired: {
    title: 'このQRコードは有効期限が切れています',
    lines: [
      '登録はされていません。',
      'カードを持って薬局へお越しください。カードをタッチすると、新しいQRコードをお渡しします。',
    ],
  },
  revoked: {
    title: 'このQRコードは取り消されています',
    lines: [
      '薬局で取り消されたため、使えません。登録はされていません。',
      'カードを持って薬局へお越しください。カードをタッチすると、新しいQRコードをお渡しします。',
    ],
  },
}

/** Why a phone may not send images. */
export const ticketTroubles: Record<Exclude<CodeTrouble, 'revoked'> | 'full', PhoneWords> = {
  unknown: codeTroubles.unknown,
  used: {
    title: 'このQRコードは使用済みです',
    lines: [
      '送信が終わったか、別のスマホで使われました。',
      '続けて送るときは、窓口で新しいQRコードを表示してもらってください。',
    ],
  },
  expired: {
    title: 'このQRコードは有効期限が切れています',
    lines: ['QRコードが使えるのは、表示してから15分間です。', '窓口で新しいQRコードを表示してもらってください。'],
  },
  full: {
    title: '10枚を受け取りました',
    lines: [
      '1枚のQRコードで送れるのは10枚までです。',
      '続けて送るときは、窓口で新しいQRコードを表示してもらってください。',
    ],
  },
}

export const tooOften = (seconds: number): PhoneWords => ({
  title: 'しばらくお待ちください',
  lines: [
    `まちがったアドレスが続いたため、少しのあいだ止めています。${String(seconds)}秒ほど待って、もう一度読み取ってください。`,
  ],
})

export const broken: PhoneWords = {
  title: 'うまくいきませんでした',
  lines: [
    '薬局の機器で問題が起きました。少し待って、もう一度お試しください。',
    '続くときは、薬局の窓口にお声がけください。',
  ],
}

export const registration = {
  title: 'お薬手帳の登録',
  from: (facility: string) => `${facility} からお渡ししたQRコードです。`,
  suffix: '様',
  ask: 'お名前の1文字目が合っていることを確かめて、下のボタンを押してください。',
  press: 'このスマホで登録する',
  once: (until: string) => `使えるのは1回だけです。${until} まで使えます。`,
  notYours: '心当たりのないときは、何も押さずにこの画面を閉じてください。',
  done: '登録を受け付けました',
  doneLines: [
    'このスマホを、薬局でお預かりしているお薬手帳に登録しました。',
    'スマホで手帳を見る準備ができましたら、薬局からご案内します。それまでは、これまでどおりカードをお持ちください。',
    'この画面は閉じてかまいません。お渡しした紙のQRコードは、もう使えません。',
  ],
}

export const upload = {
  title: '処方箋の画像を送る',
  to: (facility: string) => `${facility} の窓口に届きます。`,
  hints: ['処方箋の全体が入るように、明るいところで真上から撮影してください。', '10枚まで送れます。'],
  camera: '撮影して送る',
  choose: '画像を選んで送る',
  sent: (images: number) => `送った枚数: ${String(images)}枚`,
  done: '送り終わったので終了する',
  doneTitle: '送信を終わりました',
  doneLines: ['この画面は閉じてかまいません。', '窓口で、届いていることを確かめてもらってください。'],
  noScript: 'この画面を使うには、ブラウザーの JavaScript を有効にしてください。',
}

/** What the page's script says; handed to it with the page. */
export const uploadStates = {
  sending: '送信中',
  working: '確認中',
  sent: '届きました',
  retry: 'もう一度送る',
  offline: '薬局につながりません。Wi-Fiを確かめて、もう一度送ってください。',
  'image-kind': 'この形式の画像は送れません。写真(JPEG)にしてください。',
  'image-heic':
    'この写真の形式(HEIC)は送れません。「撮影して送る」で撮り直すか、画面に出してスクリーンショットを送ってください。',
  'image-broken': '画像が壊れていて読めません。撮り直してください。',
  'image-too-big': '画像が大きすぎます(20MBまで)。画質を下げて撮り直してください。',
  'image-too-many-pixels': '画像の縦横が大きすぎます。画素数を下げて撮り直してください。',
  'image-timeout': '処理に時間がかかりすぎました。もう一度送ってください。',
  other: '送れませんでした。もう一度送ってください。',
}
