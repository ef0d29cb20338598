import type { FolderProblem, FolderStatus } from '../../contract/status.ts'
import type { Trouble } from './troubles.ts'

/** 受信エラー. */
export const intake = {
  title: '受信エラー',
  feedTitle: 'レセコン接続',
  folders: 'フォルダーの状態',
  rejected: '読めなかったファイル',
  none: '読めないファイルはありません',
  noneHint: '届いたファイルはすべて取り込まれています。',
  retry: 'もう一度読む',
  retrying: '読み直しています…',
  rejectedHint: 'レセコンから出力し直したファイルが読めると、同じ処方箋のものはこの一覧から自動で消えます。',
  dismiss: '確認済みにする',
  restore: '元に戻す',
  dismissed: '確認済みのファイル',
  dismissedHint: '「確認済みにする」を押したものと、同じ処方箋のあとのファイルが読めたものです。',
  done: {
    retry: (name: string) => `${name} をもう一度読みました。読めれば、この一覧から消えます。`,
    dismiss: (name: string) => `${name} を確認済みにしました。`,
    restore: (name: string) => `${name} を元に戻しました。`,
  },
  save: '元のファイルを保存',
  noBytes: '大きすぎるため薬箱には保存していません。元のファイルはフォルダーに残っています。',
  line: '行',
  column: '項目',
  issue: '内容',
  attempts: (n: number) => `${String(n)}回読みました`,
  waiting: (n: number) => `順番待ち ${String(n)}件`,
  mode: { consume: '取り込んだら消す', observe: '読むだけ（消さない）' },
  since: (t: string) => `${t} から`,
  last: '最後に受信したファイル',
  never: 'まだありません',
  layout: { indexed: '合図のファイルあり', flat: '合図のファイルなし', unknown: '形式を確かめています' },
  technician: (code: string) => `技術者向け: ${code}`,
  size: (kb: string) => `${kb} kB`,
  bytes: (n: number) => `${String(n)} バイト`,
  problems: '残っているファイル',
  more: 'さらに表示',
  noFolders: '設定されたフォルダーがありません',
  todo: '直し方',
} as const

export const reach: Record<FolderStatus['reach'], Trouble> = {
  ok: { what: 'つながっています', means: '', todo: '' },
  missing: {
    what: 'フォルダーが見つかりません',
    means: 'この場所からは調剤データが届きません。',
    todo: 'フォルダーの名前が変わったり、消えたりしていないか確かめてください。',
  },
  denied: {
    what: 'サインインが拒否されました',
    means: 'この場所からは調剤データが届きません。',
    todo: 'ユーザー名・パスワードと、フォルダーの権限を確かめてください。',
  },
  unreachable: {
    what: '共有フォルダーにつながりません',
    means: 'この場所からは調剤データが届きません。',
    todo: 'レセコンのPCの電源とLANケーブルを確かめてください。',
  },
  silent: {
    what: '共有フォルダーが返事をしません',
    means: 'この場所からは調剤データが届きません。',
    todo: 'レセコンのPCが重くなっていないか確かめ、直らなければPCを再起動してください。',
  },
}

export const folderProblem: Record<FolderProblem['code'], { what: string; todo: string }> = {
  'index-without-data': {
    what: '合図のファイルだけがあり、中身のファイルがありません',
    todo: 'レセコンから出力し直してください。',
  },
  'empty-file': { what: 'ファイルの中身が空です', todo: 'レセコンから出力し直してください。' },
  'file-locked': {
    what: 'ほかのソフトがファイルを使っています',
    todo: 'しばらくしても変わらないときは、ファイルを開いているソフトを閉じてください。',
  },
  'file-too-large': {
    what: 'ファイルが大きすぎます',
    todo: 'レセコンの出力を確かめてください。ファイルはフォルダーに残してあります。',
  },
  'file-incomplete': {
    what: 'ファイルが書きかけのままです',
    todo: 'しばらくしても変わらないときは、レセコンから出力し直してください。',
  },
  'cannot-delete': {
    what: '取り込み済みのファイルを消せません',
    todo: 'データは取り込み済みです。フォルダーの書き込み権限を確かめてください。',
  },
}
