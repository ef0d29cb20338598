import { resolve } from 'node:path'
import type { Reader, ReaderService } from '../../contract/reader.ts'
import type { BoxStatus, FeedState, FolderProblem, FolderStatus } from '../../contract/status.ts'
import { askBox } from '../ops/control.ts'
import { printable } from './printable.ts'

const feedWords: Record<FeedState, string> = {
  ok: '届いています',
  waiting: '受信待ち(まだ一度も届いていません)',
  quiet: 'しばらく届いていません',
  rejected: '読めないファイルがあります(kusuribako rejected list)',
  stuck: '取り込めないファイルがフォルダーに残っています',
  denied: '共有フォルダーのサインインを拒否されました',
  unreachable: '共有フォルダーにつながりません',
  'not-configured': '共有フォルダーが指定されていません(serve --nsips)',
}

const reachWords: Record<FolderStatus['reach'], string> = {
  ok: 'つながっています',
  missing: 'フォルダーがありません',
  denied: '権利がありません',
  unreachable: 'つながりません',
  silent: '返事がありません',
}

const problemWords: Record<FolderProblem['code'], string> = {
  'index-without-data': 'INDEX だけあって DATA がありません。レセコンで出力しなおしてください',
  'empty-file': '空のファイルです。中身が書かれるのを待っています',
  'file-locked': '使用中か、読む権利がありません',
  'file-too-large': '大きすぎます。処方箋1枚のファイルか確かめてください',
  'file-incomplete': '書きかけのようです。落ち着くのを待っています',
  'cannot-delete': '取り込みましたが消せません。削除の権利を確かめてください',
}

/** `kusuribako status`: what the running box says of itself. */
export async function runStatus(flags: { data: string; json?: boolean }): Promise<number> {
  const answer = await askBox(resolve(flags.data), 'status')
  if (!answer.ok) {
    if (flags.json) process.stdout.write(`${JSON.stringify({ isRunning: false })}\n`)
    else process.stderr.write('薬箱は動いていません。\n')
    return 1
  }
  const status = answer.body as BoxStatus
  if (flags.json) {
    process.stdout.write(`${JSON.stringify({ isRunning: true, ...status })}\n`)
    return 0
  }
  const { feed, readers, readerServices } = status
  const lines = [
    `${status.facility}  (薬箱 ${status.version})`,
    `レセコン接続  ${feedWords[feed.state]}  未処理 ${feed.queuedFiles}  読めないファイル ${feed.rejectedFiles}`,
    ...feed.folders.flatMap(({ path, mode, reach, errno, problems }) => [
      `  ${path}  ${mode}  ${reachWords[reach]}${errno ? ` (${errno})` : ''}`,
      ...problems.map(({ code, name }) => `    ${name}  ${problemWords[code]}`),
    ]),
    ...readerLines(readers),
    ...readerServices.filter(({ state }) => state !== 'ok').map((each) => `  ${serviceLine(each)}`),
  ]
  process.stdout.write(`${lines.map(printable).join('\n')}\n`)
  return 0
}

function readerLines(readers: readonly Reader[]): string[] {
  if (!readers.some(({ isConnected }) => isConnected)) return ['リーダー  つながっているリーダーはありません']
  return [
    'リーダー',
    ...readers.map(({ label, satellite, isConnected, isOn }) => {
      const state = isOn ? 'ON' : isConnected ? 'OFF(設定で切ってあります)' : 'OFF(つながっていません)'
      return `  ${label}${satellite === undefined ? '' : ` (${satellite})`}  ${state}`
    }),
  ]
}

const serviceNames: Record<ReaderService['service'], string> = {
  pcsc: 'カードリーダーのサービス (pcscd)',
  serial: 'シリアル接続のスキャナー',
  hid: 'HID 接続のスキャナー',
  usb: 'USB の記録',
}

function serviceLine({ service, state, satellite }: ReaderService): string {
  return `${satellite === undefined ? '' : `サテライト ${satellite}  `}${serviceNames[service]}  ${stateWords[state]}`
}

const stateWords: Record<ReaderService['state'], string> = {
  ok: '動いています',
  'no-daemon': '動いていません(pcscd を入れて始めてください)',
  'binding-missing': '必要な部品が入っていません(npm ci をやり直してください)',
  deaf: '返事が食い違うため、つなぎ直しています',
  stuck: '返事がありません',
  'no-kernel-log': '読む権利がありません(ケーブルの不良を見つける手がかりが減ります)',
}
