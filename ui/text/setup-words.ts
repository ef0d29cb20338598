import type { FolderTestWhy, SetupStep } from '../../contract/setup.ts'

/** Words of 初期設定 that the page and the command line share. */
export const stepName: Record<SetupStep, string> = {
  facility: '薬局',
  admin: '最初の管理者',
  factor: '二要素認証',
  network: '薬箱の名前',
  nsips: 'レセコン',
  readers: 'リーダー',
  backup: 'バックアップ',
  hub: 'ハブ',
}

export const stateName = { open: 'まだ', done: '済み', later: 'あとで' } as const

export const testStepName = {
  name: '場所',
  reach: 'つながり',
  'sign-in': 'サインイン',
  rights: '権限',
  layout: 'INDEX・DATA',
  file: '最初のファイル',
} as const

export const testResultName = {
  ok: 'できました',
  failed: 'できません',
  waiting: '待っています',
  skipped: 'まだ',
} as const

/** What is wrong, and what to do. */
export const whyNot: Record<FolderTestWhy, { what: string; todo: string }> = {
  'path-relative': {
    what: 'フォルダーの場所が / で始まっていません',
    todo: '「フォルダーを選ぶ」から選ぶか、/srv/receipt/SIPS3 のように入力してください。',
  },
  'path-missing': {
    what: 'このフォルダーはありません',
    todo: '名前の大文字・小文字と綴りを確かめてください。レセコンのPCにあるフォルダーは、先に薬箱へつなぎます（マウント）。',
  },
  'not-a-folder': { what: 'フォルダーではなくファイルです', todo: 'ファイルの入っているフォルダーを選んでください。' },
  'share-malformed': {
    what: '共有フォルダの書き方が違います',
    todo: '//PCの名前/共有名 の形で入力してください。例：//RECEPC/SIPS3',
  },
  'name-unknown': {
    what: 'その名前のPCが見つかりません',
    todo: 'PCの名前の綴りを確かめてください。見つからないときは、名前の代わりに IP アドレス（例：192.168.1.20）で試してください。',
  },
  'not-mounted': {
    what: '共有フォルダがこの場所につながっていません',
    todo: '/etc/fstab に書いてありますが、つながっていません。レセコンのPCの電源とLANケーブルを確かめ、薬箱で mount -a を実行してください。',
  },
  silent: {
    what: '返事がありません',
    todo: 'レセコンのPCの電源、LANケーブル、スリープの設定を確かめて、もう一度試してください。',
  },
  unreachable: {
    what: 'レセコンのPCにつながりません',
    todo: '電源とLANケーブルを確かめてください。薬箱と同じLANにあるか、PCのファイアウォールが「ファイルとプリンターの共有」を通すかも確かめてください。',
  },
  'port-closed': {
    what: 'PCは動いていますが、フォルダーを共有していません',
    todo: 'レセコンのPCで、ネットワークの種類を「プライベート」にし、「ファイルとプリンターの共有」を有効にしてください。',
  },
  'wrong-credentials': {
    what: 'ユーザー名かパスワードが違います',
    todo: '共有フォルダを作ったときのユーザー名とパスワードを入力してください。PCのサインインのPINは使えません。',
  },
  'credentials-missing': {
    what: 'ユーザー名とパスワードが必要な共有フォルダです',
    todo: '共有フォルダを使えるユーザー名とパスワードを入力して、もう一度試してください。',
  },
  'no-smbclient': {
    what: '確かめる道具（smbclient）が薬箱に入っていません',
    todo: '薬箱で apt-get install smbclient を実行してから、もう一度試してください。',
  },
  'share-unknown': {
    what: 'その名前の共有フォルダがPCにありません',
    todo: 'レセコンのPCで、フォルダーのプロパティの「共有」にある名前を確かめてください。フォルダーの名前と違うことがあります。',
  },
  'no-read': {
    what: '中を見る権限がありません',
    todo: 'フォルダーの「共有」と「セキュリティ」の両方で、このユーザーに読み取りを許可してください。薬箱のフォルダーなら、持ち主と権限を確かめてください。',
  },
  'no-delete': {
    what: '読めますが、取り込んだファイルを消せません',
    todo: 'このユーザーに変更（書き込みと削除）を許可してください。レセコンがほかでもファイルを使うときは、下で「消さずに読む」を選んでください。',
  },
  'read-only': {
    what: '読み取り専用でつながっています',
    todo: 'マウントの ro を rw に変えてつなぎ直すか、下で「消さずに読む」を選んでください。',
  },
  'no-index': {
    what: 'INDEX と DATA のフォルダーはまだありません',
    todo: '多くのレセコンは、最初に出力したときに作ります。レセコンで1件出力して、もう一度試してください。ずっとできないときは、場所が違うことがあります。',
  },
  'no-data': {
    what: 'INDEX はありますが、DATA がありません',
    todo: '選んだ場所が一つずれていることがあります。INDEX と DATA の両方が入っているフォルダーを選んでください。',
  },
  'no-file-yet': {
    what: 'ファイルはまだありません',
    todo: 'レセコンで1件出力して、もう一度試すと、読めるかどうかまで確かめられます。このまま進んでもかまいません。',
  },
  'file-not-read': {
    what: 'ファイルはありますが、開けません',
    todo: 'レセコンが書いている途中のことがあります。少し待って、もう一度試してください。続くときは権限を確かめてください。',
  },
  'file-not-nsips': {
    what: 'ファイルは開けましたが、NSIPS形式として読めません',
    todo: 'レセコンの出力の設定が「NSIPS」になっているか、確かめてください。別の仕組みのフォルダーを選んでいることもあります。',
  },
  'file-too-large': {
    what: 'ファイルが大きすぎます',
    todo: '処方1件のファイルは数KBです。別のフォルダーを選んでいないか確かめてください。',
  },
}

export const refusals: Partial<Record<string, string>> = {
  'setup-over': '初期設定は終わっています。この画面で入力したものは保存していません。',
  'setup-step-first': '先に「薬局」と「最初の管理者」を済ませてください。',
  'setup-passkey-name':
    '登録したパスキーは今の名前でしか使えません。先に認証アプリも設定するか、名前を kusuribako のままにしてください。',
  'login-taken': 'このIDはほかの職員が使っています。',
  'password-too-short': '8文字以上のパスワードにしてください。',
  'password-too-easy': 'ID・名前・薬局名を含むもの、同じ文字ばかりのものは使えません。',
  'password-common': 'よく使われるパスワードです。ほかのものにしてください。',
  'backup-place-missing': 'このフォルダーはありません。先に作るか、USBのディスクをつないでください。',
  'backup-place-denied': 'このフォルダーに書き込めません。持ち主と権限を確かめてください。',
  'backup-place-inside': 'データフォルダーの中には置けません。別の場所を選んでください。',
  'second-factor-wrong':
    '数字が違います。アプリに今出ている数字を入力してください。スマートフォンの時計も確かめてください。',
  'second-factor-missing': '二要素認証がまだありません。',
}
