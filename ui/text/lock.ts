import type { LockReason } from '../state/box.ts'
import type { Failure } from '../data/outcome.ts'
import { troubleOf } from '../state/trouble.ts'
import { ja } from './ja.ts'

/** 画面ロック. */
export const lock = {
  title: '画面をロックしています',
  why: {
    idle: (minutes: number) => `${String(minutes)}分間操作がなかったため、画面を隠しました。`,
    hand: () => '画面を隠しました。',
    ended: () => 'サインインが終わりました（期限切れ、またはほかの画面での操作）。',
    other: () => 'このPCのほかの画面で、別の職員がサインインしました。',
  } satisfies Record<LockReason, (minutes: number) => string>,
  kept: '開いていた画面と入力中の内容は、そのまま残っています。',
  who: 'サインイン中の職員',
  password: 'パスワード',
  show: 'パスワードを表示',
  unlock: 'ロックを解除',
  busy: '確かめています…',
  empty: 'パスワードを入力してください。',
  wrong: 'パスワードが違います。大文字・小文字と、日本語入力がオフになっているかを確かめて、もう一度入力してください。',
  other: '別の職員でサインイン',
  ask: '書きかけの入力があります。別の職員には見えません。この職員が次にこの画面でサインインすると、続きから書けます（画面を閉じるか再読み込みすると消えます）。',
  discard: 'サインイン画面へ',
  back: '戻る',
}

/** Coming in with a PIN: what stands beside the pad, whose words are text/pin-pad.ts. */
export const pin = {
  wrong: 'PINが違います。5回続けて間違えると、パスワードが必要になります。',
  spent: '続けて間違えたため、PINは使えません。「パスワードで解除」を押してください。',
  notHere: 'この端末では、先にパスワードでサインインしてください（PINは12時間使えます）。',
  card: 'カードのタッチから時間が過ぎました。もう一度タッチしてください。',
  byPassword: 'パスワードで解除',
  byPin: 'PINで解除',
}

/** Why it could not be unlocked, in words. */
export const whyLocked = (failure: Failure): string => {
  if (failure.code === 'wrong-credentials') return lock.wrong
  if (failure.code === 'pin-wrong') return pin.wrong
  if (failure.code === 'pin-spent') return pin.spent
  if (failure.code === 'pin-not-here') return pin.notHere
  if (failure.code === 'card-needed') return pin.card
  if (failure.code === 'too-many-attempts') return ja.signIn.tooMany(Math.ceil(failure.retryAfter ?? 30))
  const { what, todo } = troubleOf(failure)
  return `${what}。${todo}`
}
