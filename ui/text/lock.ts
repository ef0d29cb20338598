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

/** Why it could not be unlocked, in words. */
export const whyLocked = (failure: Failure): string => {
  if (failure.code === 'wrong-credentials') return lock.wrong
  if (failure.code === 'too-many-attempts') return ja.signIn.tooMany(Math.ceil(failure.retryAfter ?? 30))
  const { what, todo } = troubleOf(failure)
  return `${what}。${todo}`
}
