import { expect, test } from 'vitest'
import { deedRows } from './kb-conflict.ts'

test('a deed that met a change stands in the first row; below it what was looked at is not called what was done', () => {
  const rows = deedRows('取り消す', [
    { label: '備考', mine: '前の備考', theirs: '先に直した' },
    { label: 'そろえる日', mine: '', theirs: '2026/5/1' },
    { label: '飲みはじめる日', mine: '2026/4/3', theirs: '2026/4/3' },
  ])
  expect(rows).toEqual([
    { label: '操作', mine: '取り消す', theirs: '' },
    { label: '備考', mine: '（見ていた内容）前の備考', theirs: '先に直した' },
    { label: 'そろえる日', mine: '（見ていた内容）（空）', theirs: '2026/5/1' },
  ])
})

test('where nothing differs there is nothing to choose from', () => {
  expect(deedRows('取り消す', [{ label: '備考', mine: 'a', theirs: 'a' }])).toEqual([])
})
