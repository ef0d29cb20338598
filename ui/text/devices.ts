import type { DeviceCode, DeviceKind, DeviceState } from '../../contract/device.ts'

/** 端末: the register of the devices, for an admin. */
export const devices = {
  lead: '薬箱を開けるPCとタブレットです。登録した端末では、パスワードだけでサインインできます（端末とパスワードで二要素）。',
  add: '端末を追加',
  file: '機器台帳（CSV）',
  none: 'まだ登録された端末はありません。「端末を追加」を押すと、新しい端末に入力するコードが出ます。',
  columns: {
    name: '名前',
    counter: '窓口',
    seen: '最後の利用',
    enrolled: '登録',
    expires: '期限',
    deeds: '操作',
  },
  kind: { pc: '窓口のPC', tablet: 'タブレット' } satisfies Record<DeviceKind, string>,
  state: {
    ok: '',
    due: '期限が近い',
    overdue: '期限切れ・更新待ち',
    lapsed: '期限切れ・管理者のサインイン待ち',
    revoked: '登録解除',
  } satisfies Record<DeviceState, string>,
  own: 'この端末',
  noCounter: '決めていません',
  byCommand: '薬箱のコマンド',
  revokedBy: (day: string, who: string) => `${day} に登録解除（${who}）`,
  edit: '変更',
  revoke: '登録を解除',
  revokeAsk: (name: string) =>
    `「${name}」の登録を解除しますか。開いている画面もすぐに閉じ、この端末ではパスワードだけのサインインができなくなります。`,
  revokeNoUndo: '解除は取り消せません。また使うときは、新しいコードで登録し直します。',
  revokeOwn: 'これは今お使いの端末です。解除すると、この画面もすぐにサインアウトします。',
  no: 'やめる',
  name: '端末の名前',
  nameHint: '例：受付1、調剤室。端末に貼るラベルと同じにすると、見つけやすくなります。',
  kindLabel: '種類',
  kindHint: 'タブレットは、置き忘れに備えて早くロックします。',
  counter: '窓口',
  save: '保存',
  busy: '保存しています…',
  needName: '名前を入力してください。',
  taken: 'この名前は、ほかの端末で使われています。',
  code: {
    title: '登録コード',
    lead: '登録する端末で下のアドレスを開き、このコードを入力してください。1台だけ、5分以内に使えます。',
    left: (minutes: string) => `あと ${minutes}`,
    tries: (n: number) => `コードが間違って入力されました。あと ${String(n)} 回間違えると使えなくなります。`,
    state: {
      open: '',
      used: '登録できました',
      dead: 'コードが5回間違って入力されたため、使えなくなりました。心当たりがないときは、管理者に知らせてください。登録を続けるときは、新しいコードを出してください。',
      expired: 'コードの5分が過ぎました。登録を続けるときは、新しいコードを出してください。',
      withdrawn: 'このコードは取り消されました。',
    } satisfies Record<DeviceCode['state'], string>,
    used: (name: string) => `「${name}」を登録しました。`,
    qr: (address: string) => `${address} の登録ページのQRコード`,
    trust: 'はじめての端末では、先に薬箱を信頼させてください',
    here: 'この薬箱を開けるアドレス',
    again: '新しいコードを出す',
    withdraw: 'コードを取り消す',
    close: '閉じる',
  },
  found: 'LANで見つかったPCなど',
  foundHint: '登録する端末の見当をつけるための一覧です。登録は、その端末で上のアドレスを開いて行います。',
} as const

/** 端末の登録: on the device itself, before anybody is signed in. */
export const join = {
  title: '端末の登録',
  lead: 'この端末を薬箱に登録します。管理者の画面に出ている8けたのコードを入力してください。',
  code: '登録コード（8けたの数字）',
  needCode: '8けたの数字を入力してください。',
  tooManyCodes: (minutes: number) =>
    `2回間違えたため、この端末ではあと${String(minutes)}分お待ちください。待つあいだに、管理者の画面で新しいコードを出してください。`,
  wrongCode: 'コードが違うか、5分が過ぎたか、5回間違えて使えなくなりました。管理者の画面を確かめてください。',
  next: '次へ',
  busy: '確かめています…',
  nameLead: (facility: string) => `${facility} の端末として登録します。`,
  name: 'この端末の名前',
  nameHint: 'そのままでかまいません。あとで変えられます。',
  kind: 'この端末の種類',
  counter: 'この端末を使う窓口',
  noCounter: '窓口を決めない（事務室など）',
  submit: 'この端末を登録する',
  done: (name: string) => `「${name}」を登録しました`,
  doneLead:
    'この端末では、次からパスワードだけでサインインできます。ブラウザの閲覧データ（Cookieとサイトのデータ）を消すと、登録し直しが必要です。',
  toSignIn: 'サインインへ',
  toList: '患者リストへ',
  back: 'サインインに戻る',
  unsafe:
    'このアドレスでは登録できません。暗号化されたアドレス（https://…）で開き直してください。警告が出るときは、先に薬箱を信頼させてください。',
  notKept:
    'このブラウザは鍵を保管できません。プライベートウィンドウを閉じるか、サイトのデータの保存を許してから、もう一度お試しください。',
  unproven: '時間がかかりすぎたため、登録できませんでした。もう一度「この端末を登録する」を押してください。',
  taken: 'この名前は、ほかの端末で使われています。別の名前にしてください。',
  needName: '名前を入力してください。',
} as const

/** What a page says of the device it is on. */
export const ownDevice = {
  doubtful:
    'この端末の登録を確かめられません。登録が解除されたか、ブラウザのデータが消えたか、登録したときと違うアドレスで開いています。パスワードのほかに、もう一つの確認が必要です。',
  joinAgain: 'この端末を登録する',
  due: (day: string) => `この端末の登録は ${day} までです。`,
  overdue: (day: string) =>
    `この端末の登録期限（${day}）が過ぎています。30日間はこのまま使えますが、更新してください。`,
  renew: '更新する',
  renewing: '更新しています…',
  renewed: '端末の登録を更新しました。',
  notRenewed: '更新できませんでした。少し待ってから、もう一度押してください。仕事はこのまま続けられます。',
} as const
