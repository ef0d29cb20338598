/** Who comes in with a PIN. */
export const pinPad = {
  who: 'この端末を使う職員',
  touched: 'カード',
  cardHint: '名前を選ぶか、職員カードをリーダーにタッチして、PINを入力してください。',
  pin: 'PIN',
  back: '1字消す',
  clear: '消す',
  unlock: 'ロックを解除',
  change: 'この職員に切り替え',
  busy: '確かめています…',
} as const
