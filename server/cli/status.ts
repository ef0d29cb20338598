import { resolve } from 'node:path'
import type { BoxStatus } from '../../contract/status.ts'
import { askBox } from '../ops/control.ts'

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
  const { feed, readers } = status
  const lines = [
    `${status.facility}  (薬箱 ${status.version})`,
    `レセコン接続  ${feed.state}  未処理 ${feed.queuedFiles}  読めないファイル ${feed.rejectedFiles}`,
    ...feed.folders.map(({ path, mode, reach, errno }) => `  ${path}  ${mode}  ${reach}${errno ? ` (${errno})` : ''}`),
    `リーダー  ${readers.length === 0 ? 'つながっているリーダーはありません' : readers.map(({ name }) => name).join('、')}`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
  return 0
}
