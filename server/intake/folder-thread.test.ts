import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { openTestStore, testFile } from '../../test/support/store.ts'
import { tempDir } from '../../test/support/temp.ts'
import { writeNsipsFile } from '../demo/nsips-file.ts'
import { listDispensingsOfDay } from '../store/dispensings.ts'
import type { Question } from './folder-messages.ts'
import { left } from './folder-test-rig.ts'
import { startFolderThread, type FolderThread } from './folder-thread.ts'
import { startIntake } from './intake.ts'

const { name, bytes } = writeNsipsFile(testFile())

function folderWith(...files: [string, Uint8Array][]): string {
  const path = tempDir()
  for (const [file, content] of files) writeFileSync(join(path, file), content)
  return path
}

/** A thread on one folder; `happened` resolves when it has asked, told or failed something for which `isIt` holds. */
function watch(options: { path: string; answer?: (question: Question) => boolean; program?: URL }) {
  const errors: unknown[] = []
  const waiting = new Set<() => void>()
  const tell = (): void => {
    for (const check of [...waiting]) check()
  }
  const thread: FolderThread = startFolderThread({
    setup: { folders: [{ path: options.path, mode: 'consume' }], pollMs: 5, maxBytes: 1 << 20 },
    now: Date.now,
    answer: (_folder, question) => options.answer?.(question) ?? true,
    onStatus: tell,
    onError(error) {
      errors.push(error)
      tell()
    },
    ...(options.program && { program: options.program, restartMs: 1 }),
  })
  onTestFinished(() => thread.stop())
  const until = (isIt: () => boolean) =>
    new Promise<void>((resolve) => {
      const check = (): void => {
        if (!isIt()) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
    })
  return { thread, errors, until }
}

test('a file goes from the folder through the thread into the store', async () => {
  const store = await openTestStore()
  const path = folderWith([name, bytes])
  const listDispensings = () => listDispensingsOfDay(store, '2026-04-03', 1000, 10).items
  const { promise, resolve } = Promise.withResolvers<undefined>()
  const intake = startIntake({
    store,
    folders: [{ path, mode: 'consume' }],
    pollMs: 5,
    onStatus() {
      if (listDispensings().length === 1 && left(path).length === 0) resolve(undefined)
    },
    onError: (error) => expect.unreachable(String(error)),
  })
  await promise
  await intake.stop()
  expect(listDispensings()).toMatchObject([{ action: 'new' }])
})

test('what the thread has read comes with the file and is not read again', async () => {
  const path = folderWith([name, bytes])
  const { promise, resolve } = Promise.withResolvers<Question>()
  watch({
    path,
    answer(question) {
      resolve(question)
      return true
    },
  })
  const question = await promise
  expect(question).toMatchObject({ kind: 'take', files: [{ name, reading: { ok: true, number: '260403000012001' } }] })
  expect(question.kind === 'take' && question.files[0]?.bytes.equals(bytes)).toBe(true)
})

test('a file that the box could not commit stays in its folder, and the failure is told once', async () => {
  const path = folderWith([name, bytes])
  const full = new Error('the disk is full')
  const { errors, until, thread } = watch({
    path,
    answer(question) {
      if (question.kind === 'take') throw full
      return false
    },
  })
  await until(() => errors.length > 0 && thread.statuses()[0]?.waitingFiles === 1)
  await thread.stop()
  expect(errors).toEqual([full])
  expect(left(path)).toEqual([name])
})

test('a thread that dies is told and started again', async () => {
  const program = new URL(`data:text/javascript,throw new Error('broken')`)
  const { errors, until } = watch({ path: folderWith(), program })
  await until(() => errors.length === 3)
  expect(String(errors[2])).toContain('broken')
})

test('a folder that is not there is a status, and stopping ends the thread', async () => {
  const { thread, until } = watch({ path: join(tempDir(), 'gone') })
  await until(() => thread.statuses()[0]?.reach === 'missing')
  await thread.stop()
  await thread.stop()
})
