import { describe, expect, it } from 'vitest'
import { foldText, searchWords, snippetOf } from './fold.ts'

describe('searching in words', () => {
  it('makes no difference between full and half width, capitals, hiragana and katakana', () => {
    for (const typed of ['リーダー', 'りーだー', 'ﾘｰﾀﾞｰ']) expect(foldText(typed)).toBe('りーだー')
    for (const typed of ['USB-COM', 'ｕｓｂ－ｃｏｍ', 'usb-com']) expect(foldText(typed)).toBe('usb-com')
  })

  it('takes what stands between spaces, wide ones too, as words of their own', () => {
    expect(searchWords('　カード  はっこう ')).toEqual(['かーど', 'はっこう'])
    expect(searchWords(' 　')).toEqual([])
  })

  it('shows the place that was found with every hit marked, in the letters of the text itself', () => {
    expect(snippetOf('新しいカードを発行します', ['かーど'])).toEqual([
      { text: '新しい', isFound: false },
      { text: 'カード', isFound: true },
      { text: 'を発行します', isFound: false },
    ])
  })

  it('keeps its place where folding makes one letter into several', () => {
    expect(snippetOf('㍉とカード', ['かーど']).find(({ isFound }) => isFound)?.text).toBe('カード')
  })

  it('cuts a long text around the first hit', () => {
    const found = snippetOf(`${'あ'.repeat(300)}印${'い'.repeat(300)}`, ['印'])
    expect(found.map(({ text }) => text).join('')).toMatch(/^…あ{16}印い+…$/)
  })
})
