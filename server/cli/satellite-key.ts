import { issueSatelliteKey } from '../access/satellites.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import { listSatellites, revokeSatellite } from '../store/satellites.ts'
import { withStore } from './with-store.ts'

export interface SatelliteKeyFlags {
  data: string
  name: string
}

/** It stands before the `/` of its devices' keys, and on the screen. */
const namePattern = /^[\p{L}\p{N}._-]{1,20}$/u

/** `kusuribako satellite-key add`: makes a satellite and prints its key, once. The running box knows it from then on. */
export function runSatelliteKeyAdd({ data, name }: SatelliteKeyFlags): number {
  if (!namePattern.test(name)) {
    process.stderr.write('--name は文字、数字、. _ - で 20 文字までです(例: 調剤室)。\n')
    return 2
  }
  return withStore(data, (store) => {
    const key = issueSatelliteKey(store, name.normalize('NFC'))
    if (key === undefined) {
      process.stderr.write(
        `「${name}」の鍵はすでにあります。作り直すときは、先に satellite-key revoke で取り消してください。\n`,
      )
      return 1
    }
    process.stdout.write(`${key}\n`)
    process.stderr.write(
      `「${name}」の鍵です。もう一度は表示できません。サテライトの鍵のファイルに書き、chmod 600 を実行してください。\n`,
    )
    return 0
  })
}

/** `kusuribako satellite-key list`: names and days, never keys. */
export function runSatelliteKeyList({ data, json }: { data: string; json?: boolean }): number {
  return withStore(data, (store) => {
    const items = listSatellites(store)
    if (json) process.stdout.write(`${JSON.stringify({ items })}\n`)
    else if (items.length === 0) process.stdout.write('サテライトの鍵はありません。\n')
    for (const { name, createdAt, revokedAt } of json ? [] : items) {
      const state = revokedAt === null ? '使えます' : `${tokyoDate(revokedAt)} に取り消し`
      process.stdout.write(`${name}  ${tokyoDate(createdAt)} に作成  ${state}\n`)
    }
    return 0
  })
}

/** `kusuribako satellite-key revoke`: from its next word on, the box knows this satellite no more. */
export function runSatelliteKeyRevoke({ data, name }: SatelliteKeyFlags): number {
  return withStore(data, (store) => {
    const isDone = revokeSatellite(store, name.normalize('NFC'))
    if (isDone) process.stdout.write(`「${name}」の鍵を取り消しました。\n`)
    else process.stderr.write(`「${name}」の鍵はありません。\n`)
    return isDone ? 0 : 1
  })
}
