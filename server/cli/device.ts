import { resolve } from 'node:path'
import type { DeviceState } from '../../contract/device.ts'
import { openBoxKey } from '../access/box-key.ts'
import { createDevices } from '../access/devices.ts'
import { tokyoDate, tokyoTime } from '../domain/calendar-date.ts'
import { editDevice, listDevices, renewDevice, revokeDevice, type DeviceOutcome } from '../store/devices.ts'
import type { Store } from '../store/open.ts'
import { tellEnded } from './tell-ended.ts'
import { withStore } from './with-store.ts'

export interface DeviceFlags {
  data: string
  name: string
}

const stateWord: Record<DeviceState, string> = {
  ok: '使えます',
  due: '期限が近づいています',
  overdue: '期限切れ(更新待ち)',
  lapsed: '期限切れ(管理者のサインイン待ち)',
  revoked: '登録解除',
}

/** `kusuribako device list`: names, states and days, never a key. */
export function runDeviceList({ data, json }: { data: string; json?: boolean }): number {
  return withStore(data, (store) => {
    const items = listDevices(store)
    if (json) process.stdout.write(`${JSON.stringify({ items })}\n`)
    else if (items.length === 0) process.stdout.write('登録された端末はありません。\n')
    for (const { name, kind, counter, browser, state, lastSeenAt, expiresAt } of json ? [] : items) {
      const parts = [
        name,
        kind === 'tablet' ? 'タブレット' : '窓口のPC',
        counter ?? '窓口なし',
        browser,
        stateWord[state],
      ]
      const days = [`最後の利用 ${tokyoDate(lastSeenAt)}`, `期限 ${tokyoDate(expiresAt)}`]
      process.stdout.write(`${[...parts, ...days].join('  ')}\n`)
    }
    return 0
  })
}

/** `kusuribako device add`: prints a one-time code. The way in for the first device, and when nobody can sign in any more. */
export function runDeviceAdd({ data, json }: { data: string; json?: boolean }): number {
  return withStore(data, (store) => {
    const key = openBoxKey(resolve(data))
    if (!key) {
      process.stderr.write(`${data} の keys/box.key が壊れています。控えから戻してください。\n`)
      return 1
    }
    const { code, expiresAt } = createDevices(store, key).makeCode(null)
    process.stdout.write(json ? `${JSON.stringify({ code, expiresAt })}\n` : `${code}\n`)
    process.stderr.write(
      `登録コードです。登録する端末で薬箱のアドレスの後ろに /join を付けて開き、${tokyoTime(expiresAt)} までに入力してください。1台だけ使えます。\n`,
    )
    return 0
  })
}

/** `kusuribako device rename`. */
export const runDeviceRename = ({ data, name, to }: DeviceFlags & { to: string }): number => {
  const next = to.trim()
  if (next === '' || next.length > 40) {
    process.stderr.write('--to は 40 文字までの名前です。\n')
    return 2
  }
  return withDevice(data, name, (store, { id, kind, counterId }) =>
    tell(editDevice(store, id, { name: next, kind, counterId, version: null }, null), `「${next}」に変えました。`),
  )
}

/** `kusuribako device renew`: another 397 days, for a device whose end has come and gone. */
export const runDeviceRenew = ({ data, name }: DeviceFlags): number =>
  withDevice(data, name, (store, { id }) =>
    tell(renewDevice(store, id, null, null), `「${name}」の登録を更新しました。`),
  )

/** `kusuribako device revoke`: for good. A running box shuts its open pages at once. */
export function runDeviceRevoke({ data, name }: DeviceFlags): Promise<number> {
  return tellEnded(
    data,
    withDevice(data, name, (store, { id }) =>
      tell(revokeDevice(store, id, null, null), `「${name}」の登録を解除しました。取り消せません。`),
    ),
  )
}

type Listed = ReturnType<typeof listDevices>[number]

function withDevice(data: string, name: string, use: (store: Store, device: Listed) => number): number {
  return withStore(data, (store) => {
    const device = listDevices(store).find((each) => each.name === name.trim() && each.state !== 'revoked')
    if (device) return use(store, device)
    process.stderr.write(`「${name}」という端末はありません。device list で名前を確かめてください。\n`)
    return 1
  })
}

const refusals: Record<Exclude<DeviceOutcome, { ok: true }>['code'], string> = {
  'not-found': 'その端末はありません。',
  'name-taken': 'この名前は、ほかの端末で使われています。',
  'device-revoked': 'この端末の登録は、すでに解除されています。',
  'stale-version': 'ほかの画面で先に変更されました。もう一度実行してください。',
}

function tell(outcome: DeviceOutcome, done: string): number {
  if (outcome.ok) process.stdout.write(`${done}\n`)
  else process.stderr.write(`${refusals[outcome.code]}\n`)
  return outcome.ok ? 0 : 1
}
