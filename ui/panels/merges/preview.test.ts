import { expect, it } from 'vitest'
import type { MergePreview, MergeSide } from '../../../contract/merge.ts'
import { previewConflict } from './preview.ts'

const sideOf = (kana: string, memos = 0): MergeSide =>
  ({
    member: { id: kana, name: '見本　月子', kana, sex: 'female', birthOn: '1968-05-06' },
    since: 0,
    cards: { valid: 1, revoked: 0 },
    patients: [],
    visits: 0,
    lastPresentedAt: null,
    bodyNotes: 0,
    memos,
    otc: 0,
    outside: 0,
    images: 0,
    merged: 0,
  }) as unknown as MergeSide
const previewOf = (kept: MergeSide, gone: MergeSide) => ({ kept, gone }) as MergePreview

it('says that merging is what was pressed, and of the rest what was looked at and what it is now', () => {
  const before = previewOf(sideOf('ミホン ツキコ'), sideOf('ミホン ツキ'))
  const now = previewOf(sideOf('ミホン ツキコ', 1), sideOf('ミホン ツギ'))
  expect(previewConflict(before, now, '2026-04-03')).toEqual([
    { label: '操作', mine: '統合する', theirs: '' },
    { label: '残す会員　メモ', mine: '（見ていた内容）なし', theirs: '1件' },
    { label: 'まとめられる会員　カナ', mine: '（見ていた内容）ミホン ツキ', theirs: 'ミホン ツギ' },
  ])
})

it('asks nothing where the two are as they were looked at', () => {
  const preview = previewOf(sideOf('ミホン ツキコ'), sideOf('ミホン ツキ'))
  expect(previewConflict(preview, preview, '2026-04-03')).toEqual([])
})
