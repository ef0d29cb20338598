import { Value } from 'typebox/value'
import type { StaffRole } from '../../contract/session.ts'
import { NewStaff, unusedDays, type StaffState } from '../../contract/staff.ts'
import { addStaff, resetStaff, type GivenStart } from '../access/staff.ts'
import { tokyoDate } from '../domain/calendar-date.ts'
import type { Store } from '../store/open.ts'
import { endStaff, findStaffByLogin, listStaff, type StaffOutcome } from '../store/staff.ts'
import { printable } from './printable.ts'
import { tellEnded } from './tell-ended.ts'
import { withStore } from './with-store.ts'

export interface UserFlags {
  data: string
  id: string
}

export interface UserAddFlags extends UserFlags {
  name: string
  role: string
  kana?: string
  until?: string
}

const roleWord: Record<StaffRole, string> = {
  pharmacist: '薬剤師',
  clerk: '事務',
  admin: '管理者',
  maintainer: '保守',
}
const stateWord: Record<StaffState, string> = {
  active: '使えます',
  waiting: '最初のサインイン待ち',
  expired: '期限切れ',
  ended: '終了',
}

/** `kusuribako user list`: ids, names and states, never a secret. */
export function runUserList({ data, json }: { data: string; json?: boolean }): number {
  return withStore(data, (store) => {
    const items = listStaff(store)
    if (json) process.stdout.write(`${JSON.stringify({ items })}\n`)
    for (const { login, name, role, state, isUnused, hasSecondFactor, lastSeenAt } of json ? [] : items) {
      const parts = [
        login,
        name,
        roleWord[role],
        stateWord[state],
        hasSecondFactor ? '二要素目あり' : '二要素目なし',
        lastSeenAt === null ? 'サインインなし' : `${tokyoDate(lastSeenAt)} に最後のサインイン`,
        ...(isUnused ? [`${String(unusedDays)}日使われていません`] : []),
      ]
      process.stdout.write(`${printable(parts.join('  '))}\n`)
    }
    return 0
  })
}

/** `kusuribako user add`: makes an account and prints its one-time code, once. The running box knows it from then on. */
export function runUserAdd({ data, id, name, role, kana = '', until }: UserAddFlags): number {
  const account = { login: id, name, kana, role, expiresOn: until ?? null }
  if (!Value.Check(NewStaff, account)) {
    process.stderr.write(
      '--id は半角の英数字と . _ - で 64 文字まで、--role は pharmacist / clerk / admin / maintainer、--until は YYYY-MM-DD です。\n',
    )
    return 2
  }
  return withStore(data, (store) => tellCode(addStaff(store, account, null)))
}

/** `kusuribako user reset`: the way back in for who has lost everything, the only admin too. */
export const runUserReset = ({ data, id }: UserFlags): Promise<number> =>
  tellEnded(
    data,
    withAccount(data, id, (store, staffId) => tellCode(resetStaff(store, staffId, null))),
  )

/** `kusuribako user end`: from now on the account signs nobody in. */
export const runUserEnd = ({ data, id }: UserFlags): Promise<number> =>
  tellEnded(
    data,
    withAccount(data, id, (store, staffId) => {
      const outcome = endStaff(store, staffId, null, null)
      if (outcome.ok) process.stdout.write(`「${id}」のアカウントを終わらせました。記録は残っています。\n`)
      else process.stderr.write(`${refusals[outcome.code]}\n`)
      return outcome.ok ? 0 : 1
    }),
  )

function withAccount(data: string, id: string, use: (store: Store, staffId: string) => number): number {
  return withStore(data, (store) => {
    const staff = findStaffByLogin(store, id)
    if (staff) return use(store, staff.id)
    process.stderr.write(`「${id}」という ID の職員はいません。\n`)
    return 1
  })
}

type Refused = Exclude<GivenStart, { ok: true }>['code'] | Exclude<StaffOutcome, { ok: true }>['code']

const refusals: Record<Refused, string> = {
  'login-taken': 'この ID はすでに使われています(終わったアカウントの ID も使えません)。',
  'not-found': 'その ID の職員はいません。',
  'staff-ended': 'このアカウントは終わっているか、期限が過ぎています。',
  'last-admin': '管理者がいなくなるため、終わらせられません。先に別の管理者を加えてください。',
  'stale-version': 'ほかの画面で先に変更されました。もう一度実行してください。',
}

function tellCode(outcome: GivenStart): number {
  if (!outcome.ok) {
    process.stderr.write(`${refusals[outcome.code]}\n`)
    return 1
  }
  const { code, expiresAt, staff } = outcome.given
  process.stdout.write(`${code}\n`)
  process.stderr.write(
    `「${staff.login}」のコードです。もう一度は表示できません。サインイン画面の「はじめて使う方・パスワードを忘れた方」で、${tokyoDate(expiresAt)} までに使ってください。\n`,
  )
  return 0
}
