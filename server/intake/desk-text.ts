import type { DeskEvent } from '../../contract/desk.ts'
import type { ScanKind } from '../../contract/scan.ts'
import type { ReaderEvent } from '../../drivers/reader.ts'
import type { CompleteScan, ScanRefusal, UnfinishedScan } from './scans.ts'

/** What a counter is told: what happened, and what to do now. */
export type DeskText = Pick<DeskEvent, 'code' | 'level' | 'text' | 'next' | 'parts'>

export const myNumber: DeskText = {
  code: 'my-number',
  level: 'info',
  text: 'マイナンバーカードです。このリーダーは会員カード用です',
  next: '資格確認は、顔認証付きカードリーダーで受け付けてください。カードの中身は読んでいません。',
}

export const otherCard: DeskText = {
  code: 'other-card',
  level: 'info',
  text: '会員カードに使えない種類のカードです',
  next: 'お薬手帳の会員カードをタッチしてください。',
}

/** Whose it is, only the page at this counter is told, when it is asked for the PIN. */
export const staffCard: DeskText = {
  code: 'staff-card',
  level: 'info',
  text: '職員カードです',
  next: '画面ロックで、続けて PIN を入力してください。1分のあいだ使えます。',
}

export const readerOff: DeskText = {
  code: 'reader-off',
  level: 'warning',
  text: 'このリーダーは OFF になっています。読み取りは受け付けていません',
  next: '「カードリーダー設定」で ON にしてから、もう一度タッチしてください。',
}

export const mismatch: DeskText = {
  code: 'card-mismatch',
  level: 'warning',
  text: 'カードに書かれた会員と、登録された会員が一致しません',
  next: 'このカードでは会員を表示しません。本人を確かめ、名前で探してください。カードは使わないでください。',
}

export const tornCard: DeskText = {
  code: 'card-torn',
  level: 'warning',
  text: '発行が途中で切れたカードです',
  next: 'もう一度発行してください。',
}

export const revokedCard: DeskText = {
  code: 'card-revoked',
  level: 'warning',
  text: '使えなくなったカードです',
  next: '再発行などで停止されています。新しいカードをお持ちか確かめ、お名前で患者を探してください。',
}

/** A card whose issue broke off while the box was writing on it. */
export const resumed: Record<'finished' | 'unfinished', DeskText> = {
  finished: {
    code: 'card-issued',
    level: 'done',
    text: '途中で止まっていたカードの発行が、このタッチで終わりました',
    next: '「カード発行」を開いて、お薬自動登録と受け渡しへ進んでください。',
  },
  unfinished: {
    code: 'card-unfinished',
    level: 'warning',
    text: '発行が終わっていないカードです。まだだれのカードでもありません',
    next: '「カード発行」を開き、このカードを置いて、もう一度発行してください。',
  },
}

/** What it holds is another box's; this one keeps its hands off it. */
export const elsewhere: DeskText = {
  code: 'card-elsewhere',
  level: 'info',
  text: '他の薬局で発行されたカードです',
  next: 'カードには何も書き込みません。当薬局のカードをお渡しするか、ご本人が望むときは「カード発行」でこのカードを登録してください。',
}

export const cardLying: DeskText = {
  code: 'card-lying',
  level: 'info',
  text: '置いたままのカードがあります',
  next: '読み取るには、一度離してからタッチしてください。',
}

export const notStored: DeskText = {
  code: 'card-failed',
  level: 'warning',
  text: '読み取りましたが、薬箱に保存できませんでした',
  next: 'もう一度タッチしてください。続くときは、薬箱のディスクの空きを確かめてください。',
}

export const touchLate: DeskText = {
  code: 'touch-late',
  level: 'warning',
  text: 'タッチが遅れて届いたため、受け付けませんでした',
  next: 'もう一度タッチしてください。',
}

export const touchLost: DeskText = {
  code: 'touch-lost',
  level: 'warning',
  text: '薬箱とつながらない間のタッチを、受け付けられませんでした',
  next: 'もう一度タッチしてください。',
}

export const cardFailed: Record<Extract<ReaderEvent, { type: 'card-failed' }>['code'], DeskText> = {
  mute: failed('カードを読み取れませんでした', 'いったん離して、もう一度タッチしてください。'),
  transmit: failed('カードの読み取りが途中で切れました', '動かさずに、もう一度タッチしてください。'),
  moved: failed('カードが早く離れました', '1秒ほど置いたままにしてください。'),
  'in-use': failed(
    'ほかのプログラムがリーダーを使っています',
    'そのプログラムを終えてから、もう一度タッチしてください。',
  ),
}

function failed(text: string, next: string): DeskText {
  return { code: 'card-failed', level: 'warning', text, next }
}

export const scanPart = (part: number, of: number, missing: number[]): DeskText => ({
  code: 'scan-part',
  level: 'info',
  text: `${part}枚目 / ${of}枚`,
  next: `残り: ${sheets(missing)}を読み取ってください。`,
  parts: { read: of - missing.length, of },
})

/** What each kind is called, and what the box does not do with it yet: a code that is kept must not pass for one that was taken over. */
const kinds: Record<ScanKind, [name: string, next: string]> = {
  'jahis-notebook': [
    'お薬手帳のコード',
    '手帳には登録していません。内容は「業務」の「他社手帳閲覧」で、今日の24:00まで見られます。',
  ],
  'jahis-prescription': ['処方箋のコード', '処方内容の取込は今後の版で行います。内容は処方箋で確かめてください。'],
  jan: ['JANコード', '薬品の検索はまだありません。薬品は包装の表示で確かめてください。'],
  gs1: ['GS1コード', '薬品の検索はまだありません。薬品は包装の表示で確かめてください。'],
  eligibility: ['資格確認のコード', ''],
  code: ['コード', ''],
}

export function scanDone({ kind, of, isRepeat, mayBeCut }: CompleteScan): DeskText {
  const [name, next] = kinds[kind]
  if (isRepeat) {
    const count = of > 1 ? `(${of}枚)` : ''
    return { code: 'scan-done', level: 'done', text: `${name}${count}は保管済みです`, next }
  }
  return {
    code: 'scan-done',
    level: mayBeCut ? 'warning' : 'done',
    text: of > 1 ? `${name}を ${of} 枚そろえて保管しました` : `${name}を読み取り、保管しました`,
    next: mayBeCut ? '途中で終わっているようです。続きのコードがあれば、はじめから読み取ってください。' : next,
  }
}

const refusals: Record<ScanRefusal, [text: string, next: string]> = {
  'unknown-code': ['この薬箱では使わないコードです', '別のコードを読み取っていないか確かめてください。'],
  'bad-part': [
    '分割されたコードの番号が正しくありません',
    'コードを作ったアプリや薬局で、もう一度表示してもらってください。',
  ],
  'conflicting-part': ['同じ番号で中身の違うコードです', '一人分だけを、はじめの1枚から読み取ってください。'],
  'conflicting-count': ['枚数の合わないコードが混ざりました', '一人分だけを、はじめの1枚から読み取ってください。'],
  'conflicting-heading': ['形式の違うコードが混ざりました', '一人分だけを、はじめの1枚から読み取ってください。'],
  parity: [
    'つなぎ合わせた内容が正しくありません',
    '別のコードが混ざっていないか確かめ、はじめの1枚から読み取ってください。',
  ],
  'too-large': ['コードが大きすぎます', 'お薬手帳か処方箋のコードか確かめてください。'],
  'headless-part': [
    '分割されたコードの続きですが、順番がわかりません',
    'スキャナーの設定が必要です。設定シートの「分割QR」を読み取り、はじめの1枚からやり直してください。',
  ],
}

export const scanRefused = (reason: ScanRefusal): DeskText => {
  const [text, next] = refusals[reason]
  return { code: 'scan-refused', level: 'warning', text, next }
}

export const scanUnfinished = ({ of, missing }: UnfinishedScan): DeskText => ({
  code: 'scan-unfinished',
  level: 'warning',
  text: `${of}枚のうち${sheets(missing)}がまだです。時間が過ぎたので取り消しました`,
  next: 'はじめの1枚から、もう一度読み取ってください。',
})

const failures: Record<Extract<ReaderEvent, { type: 'scan-failed' }>['code'], [text: string, next: string]> = {
  malformed: [
    'スキャナーから読めないデータが届きました',
    'もう一度読み取ってください。続くときはスキャナーの設定を確かめてください。',
  ],
  'too-long': ['コードが長すぎます', 'お薬手帳か処方箋のコードか確かめてください。'],
  timeout: ['コードが途中で切れました', 'もう一度読み取ってください。続くときはケーブルを確かめてください。'],
}

export const scanFailed = (code: keyof typeof failures): DeskText => {
  const [text, next] = failures[code]
  return { code: 'scan-failed', level: 'warning', text, next }
}

const sheets = (numbers: readonly number[]): string => numbers.map((number) => `${number}枚目`).join('、')
