import { expect, test } from 'vitest'
import type { Chapter } from './chapters.ts'
import { findInManual } from './find.ts'

const chapter = (title: string, sections: [string, string][]): Chapter => ({
  slug: title,
  part: '1',
  title,
  html: '',
  sections: sections.map(([heading, text]) => ({ id: heading, title: heading, text })),
})
const chapters = [
  chapter('患者リスト', [['さがす', 'カードの番号でも探せます']]),
  chapter('カード発行', [
    ['再発行', '失くした方へ新しくお渡しします'],
    ['新規発行', 'はじめての方へ'],
  ]),
]
const titles = (query: string) => findInManual(chapters, query).map(({ title }) => title)

test('a word in a heading comes before the same word in the text', () => {
  expect(titles('ｶｰﾄﾞ')).toEqual(['再発行', '新規発行', 'さがす'])
})

test('every word has to be there, in the chapter, the heading or the text', () => {
  expect(titles('かーど 失くした')).toEqual(['再発行'])
  expect(titles('カード 注射')).toEqual([])
})

test('nothing typed finds nothing', () => {
  expect(titles(' 　')).toEqual([])
})
