import { swapWords, type SwapConclusion } from './swap-test.ts'

/** What stood out at a reader, as its page lists it; the codes are those of server/intake/reader-counts.ts and of the swap test. */
const words: Record<string, string> = {
  plugged: 'つながりました',
  unplugged: '抜けました',
  flapping: '1 分に 3 回以上、抜けたりつながったりしています',
  alike: '同じ型のリーダーが 2 台以上あり、見分けられません。1 台ずつ差し直してください',
  'card-mute': 'カードの返事がありません',
  'card-transmit': 'カードの読み取りが途中で切れました',
  'card-moved': 'カードが早く離れました',
  'card-in-use': 'ほかのソフトがリーダーを使っていました',
  'card-mismatch': 'カードに書かれた会員と登録が合いません',
  'my-number': 'マイナンバーカードが置かれました',
  'other-card': '会員カードに使えないカードが置かれました',
  'scan-malformed': '読めないデータが届きました',
  'scan-too-long': '長すぎるコードが届きました',
  'scan-timeout': 'コードが途中で切れました',
  'scan-unknown-code': '使わないコードが読まれました',
  'scan-bad-part': '分割されたコードの番号が正しくありません',
  'scan-conflicting-part': '同じ番号で中身の違うコードが混ざりました',
  'scan-conflicting-count': '枚数の合わないコードが混ざりました',
  'scan-conflicting-heading': '形式の違うコードが混ざりました',
  'scan-parity': 'つなぎ合わせた内容が正しくありません',
  'scan-too-large': '大きすぎるコードが届きました',
  'scan-headless-part': '分割されたコードの順番が分かりません(スキャナーの設定)',
  'scan-unfinished': 'コードが全部そろわないまま時間が過ぎました',
  'usb-reset': '箱が USB をつなぎ直しました',
  'usb-disconnect': 'USB から外れました',
  'usb-signal': 'USB の信号が乱れました(ケーブル・接触)',
  'usb-power': 'USB の機器が返事をしません(電源・長いケーブル)',
  'usb-enumerate': 'USB の機器を認識できませんでした',
  'usb-over-current': 'USB に電気が流れすぎました',
  'usb-emi': '電気の雑音のため、ハブが USB を止めました',
  'service-ok': 'リーダーのサービスが動いています',
  'service-no-daemon': 'リーダーのサービス(pcscd)につながりません',
  'service-binding-missing': 'リーダーを動かす部品が入っていません',
  'service-deaf': 'リーダーのサービスとつなぎ直します',
  'service-stuck': 'リーダーのサービスから見えなくなりました',
  'service-no-kernel-log': '箱の USB の記録を読めません',
  restarted: 'リーダーのプログラムを始めなおしました',
}

const swapPrefix = 'swap-'

/** The event that keeps the conclusion of a swap test. */
export const swapEvent = (conclusion: SwapConclusion): string => `${swapPrefix}${conclusion}`

/** The conclusion an event keeps; undefined for any other event. */
export function swapOfEvent(code: string): SwapConclusion | undefined {
  const conclusion = code.startsWith(swapPrefix) ? code.slice(swapPrefix.length) : ''
  return Object.hasOwn(swapWords, conclusion) ? (conclusion as SwapConclusion) : undefined
}

/** @param code as kept; one that a later version of the box wrote is shown as it is */
export function describeReaderEvent(code: string): string {
  const conclusion = swapOfEvent(code)
  return conclusion === undefined ? (words[code] ?? code) : `入替テスト: ${swapWords[conclusion]}`
}
