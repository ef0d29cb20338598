import type { MemoContent } from '../../contract/memo.ts'
import type { EntryShape } from './entries.ts'

export const memos: EntryShape<MemoContent> = { kind: 'memo', dayOf: () => '' }
