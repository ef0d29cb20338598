import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { storeFile } from '../main.ts'
import { openStore, type Store } from '../store/open.ts'

/** Opens the store of a data folder for one command. Exit code 1, with one line why, when there is none that this program can read. */
export function withStore(data: string, use: (store: Store) => number): number {
  const store = openData(data)
  if (!store) return 1
  try {
    return use(store)
  } finally {
    store.close()
  }
}

/** The same for a command that takes its time. */
export async function withStoreAsync(data: string, use: (store: Store) => Promise<number>): Promise<number> {
  const store = openData(data)
  if (!store) return 1
  try {
    return await use(store)
  } finally {
    store.close()
  }
}

function openData(data: string): Store | undefined {
  const file = storeFile(resolve(data))
  const opened = existsSync(file) ? openStore({ file, now: Date.now }) : undefined
  if (!opened?.ok) {
    process.stderr.write(
      opened ? 'このデータは新しい版の薬箱で作られています。\n' : `${data} に薬箱のデータがありません。\n`,
    )
    return undefined
  }
  return opened.store
}
