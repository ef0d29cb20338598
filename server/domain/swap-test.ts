import { swapTouches, type SwapStep } from '../../contract/reader.ts'

/** What was counted in one round. */
export interface SwapCount {
  step: Exclude<SwapStep, 'done'>
  touches: number
  errors: number
  unplugs: number
}

/**
 * What the rounds show. `reader` the errors follow the reader · `port` they stay with the port or cable · `vanished` they were there and
 * are gone, so plugging anew mended it · `nothing` none were seen · `common` they come whatever is changed · `reader-likely` and
 * `port-likely` the same without the third round · `second-port` only the other port is bad · `second-reader` only the other reader is
 * bad · `mixed` no rule fits · `too-few` a round has fewer touches than it needs.
 */
export type SwapConclusion =
  | 'reader'
  | 'port'
  | 'vanished'
  | 'nothing'
  | 'common'
  | 'reader-likely'
  | 'port-likely'
  | 'second-port'
  | 'second-reader'
  | 'mixed'
  | 'too-few'

/** One error in ten may be the hand, one unplugging the hand that moves the cable. */
const tolerated = 1

/** Full: so many touches were made, read or not. */
export const isFull = ({ touches, errors }: SwapCount): boolean => touches + errors >= swapTouches

const isBad = ({ errors, unplugs }: SwapCount): boolean => errors > tolerated || unplugs > tolerated

const order: readonly SwapStep[] = ['as-is', 'other-port', 'other-reader', 'done']

/** Whether a test that is at `from` (null: none is going on) may go to `to`: from the beginning at any time, else only forward. */
export function mayGoTo(from: SwapStep | null, to: SwapStep): boolean {
  if (to === 'as-is') return true
  return from !== null && from !== 'done' && order.indexOf(to) > order.indexOf(from)
}

/** What the errors followed. The other reader is tried where the first one was at the beginning. */
export function concludeSwap(rounds: readonly SwapCount[]): SwapConclusion {
  const [asIs, otherPort, otherReader] = (['as-is', 'other-port', 'other-reader'] as const).map((step) =>
    rounds.find((round) => round.step === step),
  )
  if (!asIs || rounds.length < 2 || !rounds.every(isFull)) return 'too-few'
  const [here, port, reader] = [asIs, otherPort, otherReader].map((round) => round && isBad(round))
  if (here) {
    if (port === undefined) return reader ? 'port-likely' : 'reader-likely'
    if (reader === undefined) return port ? 'reader-likely' : 'port-likely'
    if (port) return reader ? 'common' : 'reader'
    return reader ? 'port' : 'vanished'
  }
  if (port && reader) return 'mixed'
  if (port) return 'second-port'
  return reader ? 'second-reader' : 'nothing'
}

/** What to do in each step. */
export const swapInstructions: Record<SwapStep, string> = {
  'as-is': `いまの差し込み口とケーブルのまま、読めると分かっているカードを ${swapTouches} 回、1 回ずつ離してタッチしてください。`,
  'other-port': `このリーダーを、別の差し込み口へ(できれば別のケーブルで)差しかえてから、同じカードを ${swapTouches} 回タッチしてください。`,
  'other-reader': `別のリーダーを、はじめの差し込み口とケーブルに差してから、同じカードを ${swapTouches} 回タッチしてください。`,
  done: '入替テストは終わりました。リーダーを元の場所に戻してください。',
}

/** The conclusion, and what follows from it. */
export const swapWords: Record<SwapConclusion, string> = {
  reader:
    '差し込み口とケーブルを替えても読めず、別のリーダーなら読めました。リーダー本体の故障です。交換してください。',
  port: '差し込み口とケーブルを替えると読め、元の場所では別のリーダーも読めません。元のケーブル・ハブ・差し込み口が原因です。使うのをやめてください。',
  vanished:
    '差しなおしたあとは、どの組み合わせでも読めました。接触が原因だったようです。ケーブルを替え、数日ようすを見てください。',
  nothing:
    'どの組み合わせでも正しく読めました。いまは故障が見られません。また起きたら、起きている間にもう一度テストしてください。',
  common:
    'リーダーを替えても場所を替えても読めません。カードか、金属の台・近くの別のリーダー、箱の電源を疑ってください。別のカードでもう一度テストしてください。',
  'reader-likely':
    'リーダー本体の故障の可能性が高いです。2 つの組み合わせだけではまだ決められないので、残りの組み合わせも試してください。',
  'port-likely':
    'ケーブル・ハブ・差し込み口が原因の可能性が高いです。2 つの組み合わせだけではまだ決められないので、残りの組み合わせも試してください。',
  'second-port': 'いまの場所では読めますが、替えてみた差し込み口かケーブルでは読めません。元の場所で使ってください。',
  'second-reader': 'このリーダーは正しく読めます。替えてみた別のリーダーのほうに不具合があります。',
  mixed: '組み合わせによって結果がまちまちです。カードを替えて、もう一度はじめからテストしてください。',
  'too-few': `タッチの回数が足りないので決められません。それぞれ ${swapTouches} 回ずつタッチしてください。`,
}
