import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { tempDir } from '../../test/support/temp.ts'
import { listenForCommands } from '../ops/control.ts'
import { openStore } from '../store/open.ts'
import { saveStaff } from '../store/staff.ts'
import { runUserEnd, runUserReset } from './user.ts'
import { runUserWindow } from './user-window.ts'

test('a running box is told at once of every command that ends somebody’s sessions, and of none that did nothing', async () => {
  const data = tempDir()
  const opened = openStore({ file: join(data, 'kusuribako.sqlite'), now: Date.now })
  if (!opened.ok) throw new Error(opened.code)
  const { store } = opened
  onTestFinished(() => {
    store.close()
  })
  const account = { passwordHash: '', standsAlone: false }
  saveStaff(store, { ...account, login: 'jimu', name: '見本 事務', role: 'clerk' })
  saveStaff(store, { ...account, login: 'hoshu', name: '見本 保守', role: 'maintainer' })
  let told = 0
  const control = await listenForCommands(data, {
    'sessions-ended': () => {
      told++
    },
  })
  onTestFinished(() => void control?.close())

  expect([await runUserReset({ data, id: 'jimu' }), told]).toEqual([0, 1])
  expect([await runUserEnd({ data, id: 'jimu' }), told]).toEqual([0, 2])
  expect([await runUserEnd({ data, id: 'nobody' }), told]).toEqual([1, 2])
  const hoshu = { data, id: 'hoshu', minutes: '30', reason: '試験' }
  expect([await runUserWindow(hoshu), told]).toEqual([0, 2])
  expect([await runUserWindow({ ...hoshu, close: true }), told]).toEqual([0, 3])
  expect([await runUserWindow({ ...hoshu, close: true }), told]).toEqual([1, 3])
})
