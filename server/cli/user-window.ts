import { breakGlassHours } from '../../contract/break-glass.ts'
import { windowMinutes } from '../../contract/maintenance.ts'
import { makeBreakGlass } from '../access/break-glass.ts'
import { tokyoDate, tokyoTime } from '../domain/calendar-date.ts'
import { closeWindow, findOpenWindowId, openWindow, type WindowOutcome } from '../store/maintenance.ts'
import { findStaffByLogin } from '../store/staff.ts'
import type { UserFlags } from './user.ts'
import { tellEnded } from './tell-ended.ts'
import { withStore } from './with-store.ts'

export interface UserWindowFlags extends UserFlags {
  minutes: string
  reason?: string
  close?: boolean
}

const refusals: Record<Exclude<WindowOutcome, { ok: true }>['code'], string> = {
  'not-found': 'その ID の保守のアカウントはありません。',
  'staff-ended': 'このアカウントは終わっているか、期限が過ぎています。',
  'window-open': 'この方の保守の時間は、もう開いています。長さを変えるときは --close で閉じてから開いてください。',
  'window-closed': 'この方の保守の時間は開いていません。',
}

/** `kusuribako user window`: lets a maintainer in for a while, or ends that. The running box knows it from then on. */
export async function runUserWindow({
  data,
  id,
  minutes,
  reason = '',
  close = false,
}: UserWindowFlags): Promise<number> {
  const length = windowMinutes.find((each) => String(each) === minutes)
  if (!close && (length === undefined || reason.trim() === '')) {
    process.stderr.write('--minutes は 30 / 120 / 480、--reason には理由を書いてください。\n')
    return 2
  }
  const exit = withStore(data, (store) => {
    const staffId = findStaffByLogin(store, id)?.id ?? ''
    const outcome = close
      ? closeWindow(store, findOpenWindowId(store, staffId) ?? '', null)
      : openWindow(store, { staffId, minutes: length ?? windowMinutes[0], reason, by: null })
    if (!outcome.ok) {
      const isNotOpen = close && staffId !== '' && outcome.code === 'not-found'
      process.stderr.write(`${refusals[isNotOpen ? 'window-closed' : outcome.code]}\n`)
      return 1
    }
    const { endsAt } = outcome.window
    process.stdout.write(
      close
        ? `「${id}」の保守の時間を閉じました。\n`
        : `「${id}」は ${tokyoDate(endsAt)} ${tokyoTime(endsAt)} まで入れます。\n`,
    )
    return 0
  })
  return close ? tellEnded(data, exit) : exit
}

/** `kusuribako user emergency`: a new sealed envelope, for a box that is being set up. */
export const runUserEmergency = ({ data }: { data: string }): number =>
  withStore(data, (store) => {
    const { account, code } = makeBreakGlass(store, null)
    process.stdout.write(`${code}\n`)
    process.stderr.write(
      `「${account.name}」のコードです。もう一度は表示できません。紙に写して封筒に入れ、鍵のかかる場所に保管してください。使うと ${String(breakGlassHours)} 時間、薬剤師と同じことができます。\n`,
    )
    return 0
  })
