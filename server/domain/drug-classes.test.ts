import { describe, expect, test } from 'vitest'
import { classEvidence, isHarmfulIllness, noteClasses, unknownClasses } from './drug-classes.ts'
import { bareName, ingredientNames } from './drug-words.ts'

const classesIn = (note: string): string[] => noteClasses(note).map(({ name }) => name)

describe('a note names a class', () => {
  test.each([
    ['ペニシリン系で発疹', ['ペニシリン系']],
    ['のどの薬のペニシリンでじんましん', ['ペニシリン系']],
    ['ぺにしりん', ['ペニシリン系']],
    ['ﾍﾟﾆｼﾘﾝ系抗生物質', ['ペニシリン系']],
    ['抗生剤で下痢', ['抗生物質']],
    ['セフェム系以外の抗生物質で発疹', ['セフェム系', '抗生物質']],
    ['セフェム系は可、マクロライド系で発疹', ['マクロライド系']],
    ['ニューキノロン系', ['キノロン系']],
    ['サルファ剤', ['サルファ剤']],
    ['ＮＳＡＩＤｓ', ['NSAIDs']],
    ['非ステロイド性消炎鎮痛薬で喘息', ['NSAIDs']],
    ['アスピリン喘息', ['NSAIDs']],
    ['ピリン系', ['ピリン系']],
    ['ピリン系解熱鎮痛剤', ['ピリン系']],
    ['市販の痛み止めで顔が腫れた', ['解熱鎮痛薬']],
    ['ヨード造影剤でショック', ['ヨード造影剤']],
    ['造影剤で発疹', ['造影剤']],
    ['ヨードでかぶれ', ['ヨード']],
    ['歯科の麻酔で気分不良', ['局所麻酔薬']],
    ['ACE阻害薬で空咳', ['ACE阻害薬']],
    ['β-ラクタム系', ['βラクタム系']],
  ])('%s: %s', (note, names) => {
    expect(classesIn(note)).toEqual(names)
  })

  test.each([
    'アスピリンで胃痛',
    '卵・そば',
    'スギ花粉症',
    'テープかぶれ',
    'ナイスタチン',
    'ペニシリン系は問題なし',
    '特になし',
  ])('%s names none', (note) => {
    expect(classesIn(note)).toEqual([])
  })
})

const evidence = (className: string, name: string, { yj, generic }: { yj?: string; generic?: string } = {}) => {
  const [found] = noteClasses(className)
  const words = [bareName(name), ...ingredientNames(name), ...(generic === undefined ? [] : ingredientNames(generic))]
  return found && classEvidence(found, { words, yj })
}

describe('a drug is of a class by its name', () => {
  test.each([
    ['ペニシリン系', 'アモキシシリンカプセル２５０ｍｇ「見本」'],
    ['ペニシリン系', 'ピペラシリンナトリウム注射用１ｇ'],
    ['ペニシリン系', 'ボノサップパック４００'],
    ['セフェム系', 'セフジトレンピボキシル錠100mg'],
    ['セフェム系', 'フロモックス錠100mg'],
    ['βラクタム系', 'メロペネム点滴静注用'],
    ['マクロライド系', 'クラリスロマイシン錠200mg'],
    ['マクロライド系', 'ジスロマック錠250mg'],
    ['ニューキノロン系', 'レボフロキサシン錠500mg'],
    ['ニューキノロン系', 'オフロキサシン点眼液0.3%'],
    ['テトラサイクリン系', 'ミノサイクリン塩酸塩錠100mg'],
    ['サルファ剤', 'サラゾスルファピリジン錠500mg'],
    ['サルファ剤', 'バクタ配合錠'],
    ['スルホンアミド', 'セレコキシブ錠100mg'],
    ['NSAIDs', 'ロキソプロフェンNaテープ100mg'],
    ['NSAIDs', 'ジクロフェナクNa坐剤25mg'],
    ['NSAIDs', 'メフェナム酸カプセル250mg'],
    ['NSAIDs', 'バイアスピリン錠100mg'],
    ['アスピリン喘息', 'モーラステープ20mg'],
    ['アスピリン喘息', 'PL配合顆粒'],
    ['アスピリン喘息', '幼児用PL配合顆粒'],
    ['アスピリン喘息', 'ベンザブロックL'],
    ['NSAIDs', 'タケルダ配合錠'],
    ['NSAIDs', 'ナボールパップ140mg'],
    ['セフェム系', 'L-ケフラールカプセル'],
    ['Ca拮抗薬', 'カデュエット配合錠1番'],
    ['ベンゾジアゼピン系', 'リボトリール錠0.5mg'],
    ['ステロイド', 'シムビコートタービュヘイラー60吸入'],
    ['ピリン系', 'ＳＧ配合顆粒'],
    ['痛み止め', 'カロナール錠500'],
    ['抗生物質', 'ファロペネムNa錠200mg'],
    ['抗生物質', 'ホスホマイシンカルシウム錠500mg'],
    ['ヨード造影剤', 'イオパミドール370注'],
    ['ヨード', 'ポビドンヨードガーグル7%「見本」'],
    ['局所麻酔薬', 'リドカイン塩酸塩ゼリー2%'],
    ['ステロイド', 'ベタメタゾン吉草酸エステル軟膏0.12%'],
    ['スタチン', 'ロスバスタチン錠2.5mg'],
    ['ACE阻害薬', 'エナラプリルマレイン酸塩錠5mg'],
    ['PPI', 'ランソプラゾールOD錠15mg'],
    ['漢方薬', 'ツムラ葛根湯エキス顆粒（医療用）'],
  ])('%s: %s', (className, name) => {
    expect(evidence(className, name)).toBe('name')
  })

  test('by its general name, or that of one part of it', () => {
    expect(evidence('ペニシリン系', '見本銘柄錠', { generic: 'アモキシシリン水和物・クラブラン酸カリウム' })).toBe(
      'name',
    )
  })
})

test.each([
  ['ペニシリン系', '6131001M2019'],
  ['ペニシリン系', '6139100F1010'],
  ['セフェム系', '6132016F1010'],
  ['マクロライド系', '6149003F2010'],
  ['ニューキノロン系', '6241013F3010'],
  ['NSAIDs', '1149019F1010'],
  ['ピリン系', '1144001B1010'],
  ['抗生物質', '6290100F1010'],
])('%s: a name that tells nothing, by the YJ code %s', (className, yj) => {
  expect(evidence(className, '見本銘柄錠', { yj })).toBe('code')
})

describe('what only looks so is not of the class', () => {
  test.each<[string, string, string?]>([
    ['ペニシリン系', 'インスリンリスプロ注', '2492418G1010'],
    ['ペニシリン系', 'テオフィリン徐放錠100mg'],
    ['ペニシリン系', 'アスピリン腸溶錠100mg', '3399007H1010'],
    ['ペニシリン系', 'セフジニルカプセル100mg', '6132013M2010'],
    ['セフェム系', 'セファランチン錠1mg'],
    ['セフェム系', 'セファドール錠25mg'],
    ['マクロライド系', 'ゲンタマイシン軟膏0.1%'],
    ['マクロライド系', 'ホスホマイシンカルシウム錠500mg'],
    ['マクロライド系', 'ミノマイシン錠50mg'],
    ['NSAIDs', 'アセトアミノフェン錠500mg', '1141007F3010'],
    ['NSAIDs', 'カロナール錠500', '1141007F3020'],
    ['NSAIDs', 'トラマドール塩酸塩OD錠25mg', '1149038F1010'],
    ['NSAIDs', 'バクロフェン錠5mg'],
    ['NSAIDs', 'メサラジン錠500mg', '2399009H1010'],
    ['ピリン系', 'アスピリン腸溶錠100mg', '1143001F1010'],
    ['ピリン系', 'ロキソプロフェンNa錠60mg', '1149019F1010'],
    ['PPI', 'アリピプラゾール錠3mg'],
    ['ヨード造影剤', 'ポビドンヨードガーグル7%'],
    ['Ca拮抗薬', 'カルバマゼピン錠200mg'],
    ['ステロイド', 'インドメタシン坐剤25mg'],
    ['抗生物質', 'アムロジピン錠5mg', '2171022F1010'],
  ])('%s: %s', (className, name, yj) => {
    expect(evidence(className, name, yj === undefined ? {} : { yj })).toBeUndefined()
  })
})

test('a class that the table does not know is told as such; a part of the body, a known class or a harmless one is not', () => {
  expect(unknownClasses('チオペプチド系で発疹、消化器系の症状、ペニシリン系、ミトコンドリア系は可')).toEqual([
    'チオペプチド系',
  ])
})

test('アスピリン喘息 is an allergy wherever it is written down; another illness is none', () => {
  expect(isHarmfulIllness('アスピリン喘息（2010年）')).toBe(true)
  expect(isHarmfulIllness('気管支喘息')).toBe(false)
})
