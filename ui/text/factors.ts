import type { FactorKind } from '../../contract/session.ts'
import type { Failure } from '../data/outcome.ts'
import { passkeyNotShown } from '../data/passkeys.ts'
import { troubleOf } from '../state/trouble.ts'

/** 二要素認証: at sign-in, and in アカウント設定. */
export const factors = {
  title: '二要素認証',
  step: 'もう一つの確認をしてください',
  stepLead: 'パスワードは確かめました。',
  kind: { totp: '認証アプリ', passkey: 'パスキー', 'recovery-code': '復旧コード' } satisfies Record<FactorKind, string>,
  label: { totp: '認証アプリの6けたの数字', 'recovery-code': '復旧コード' },
  passkeyLead: 'このPC・タブレットの指紋、顔、PINなどで確かめます。',
  passkeyShow: 'パスキーで確かめる',
  submit: '確かめる',
  busy: '確かめています…',
  empty: '入力してください。',
  otherWay: 'ほかの方法',
  back: '最初からやり直す',
  lost: 'どれも使えないときは、管理者に「コードを出し直す」を頼んでください。',
  wrong: {
    totp: '数字が違うか、すでに使われました。アプリに次の数字が出るのを待って、入力してください。',
    'recovery-code': 'このコードは違うか、すでに使われています。',
    passkey: 'このパスキーでは確かめられませんでした。',
  } satisfies Record<FactorKind, string>,
  notShown: 'パスキーが選ばれませんでした。もう一度押すか、ほかの方法で確かめてください。',
  expired: '時間が過ぎたか、続けて間違えたため、はじめからやり直してください。',
  tooMany: (seconds: number) => `続けて間違えたため、あと ${String(seconds)} 秒お待ちください。`,
  enrolLead: 'この薬箱では、パスワードのほかにもう一つの確認が必要です。設定が済むまで、患者様の情報は表示されません。',
  lead: 'パスワードが知られても、これがないとサインインできません。',
  none: 'まだ設定されていません。',
  required: 'この薬箱では必須です。最後の1つは外せません。',
  since: (day: string) => `${day} から`,
  codesLeft: (n: number) => `復旧コード　残り ${String(n)} 個`,
  addTotp: '認証アプリを設定',
  changeTotp: '認証アプリを替える',
  addPasskey: 'パスキーを追加',
  noPasskey:
    'このアドレス（数字のアドレス）では、パスキーは使えません。薬箱の名前（例：kusuribako.local）で開き直すと追加できます。',
  renewCodes: '復旧コードを作り直す',
  remove: '外す',
  removeTotp: '認証アプリを外す',
  removePasskey: (label: string) => `パスキー「${label}」を外す`,
  current: '今のパスワード',
  passkeyLabel: 'パスキーの名前（例：受付のPC）',
  next: '次へ',
  cancel: 'やめる',
  needCurrent: '今のパスワードを入力してください。',
  wrongCurrent: '今のパスワードが違います。',
  needLabel: '名前を入力してください。',
  tooShort:
    '今のパスワードは短いため、二要素認証なしでは使えません。先に13文字以上のパスワードに変えてから外してください。',
  last: 'この薬箱では二要素認証が必須です。別のものを追加してから外してください。',
  scan: '認証アプリでこのQRコードを読み取り、表示された6けたの数字を入力してください。',
  secret: 'QRコードを読めないとき',
  qr: '認証アプリの設定のQRコード',
  confirm: '設定する',
  wrongFirst: '数字が違います。アプリに今出ている数字を入力してください。PCとスマートフォンの時計も確かめてください。',
  codesTitle: '復旧コード',
  codesLead:
    'スマートフォンをなくしたときなどに、1つにつき1回だけ使えます。この画面でしか見られません。印刷して、薬局の鍵のかかる場所に保管してください。',
  print: '印刷する',
  kept: '保管しました',
} as const

/** Why a second factor was not taken, in words. */
export function whyFactor(failure: Failure, kind: FactorKind): string {
  if (failure.code === 'wrong-credentials') return factors.wrong[kind]
  if (failure.code === 'too-many-attempts') return factors.tooMany(Math.ceil(failure.retryAfter ?? 30))
  if (failure.code === 'sign-in-expired') return factors.expired
  if (failure.code === passkeyNotShown) return factors.notShown
  const { what, todo } = troubleOf(failure)
  return `${what}。${todo}`
}
