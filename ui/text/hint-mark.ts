import type { Trouble } from './troubles.ts'

/** The mark of 重複・アレルギーの確認 in a row and in an offer. It says that something waits to be read, and no more. */
export const hintMark = {
  /** Before the word, for those who hear it: what is to be confirmed. */
  of: '重複・アレルギーの',
  word: (open: number) => `確認 ${String(open)}`,
  title: (open: number) => `重複・アレルギーの確認が${String(open)}件あります`,
  said: (name: string, open: number) => `${name}様：重複・アレルギーの確認が${String(open)}件あります`,
  failed: {
    what: '重複・アレルギーの確認の数を出せていません',
    means: '「確認」の印がない方にも、確認することがあるかもしれません。患者詳細では確かめられます。',
    todo: '少し待つか、「もう一度」を押してください。',
  } satisfies Trouble,
}
