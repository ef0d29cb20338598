import type { Verdict } from '../../contract/reader.ts'
import {
  isScanner,
  lastDays,
  latencyOf,
  latencyTrend,
  periodDays,
  recentDays,
  sumDays,
  type Counts,
  type ReaderFacts,
} from './reader-signs.ts'
import { swapWords } from './swap-test.ts'

/** What a line of evidence is about. */
type Topic =
  'connection' | 'unplugs' | 'line' | 'place' | 'use' | 'failures' | 'in-use' | 'wrong' | 'speed' | 'service' | 'swap'

const leading: Record<Verdict, readonly Topic[]> = {
  ok: ['use', 'speed'],
  unused: ['use'],
  contact: ['unplugs', 'line', 'place', 'failures', 'speed'],
  'other-program': ['in-use'],
  'driver-missing': ['service'],
  dead: ['swap', 'failures', 'use'],
  'bad-card': ['failures', 'use'],
  'wrong-card': ['wrong', 'use'],
}

const topics: readonly Topic[] = [
  'connection',
  'unplugs',
  'line',
  'place',
  'use',
  'failures',
  'in-use',
  'wrong',
  'speed',
  'service',
  'swap',
]

const period = `過去${periodDays}日`

/** `2026-04-03` as 4月3日. */
export const monthDay = (date: string): string => `${Number(date.slice(5, 7))}月${Number(date.slice(8, 10))}日`

/** The facts behind a verdict, each with its number and its period; those that carry the verdict come first. */
export function evidenceOf(facts: ReaderFacts, verdict: Verdict): string[] {
  const days = lastDays(facts.days, facts.today, periodDays)
  const sum = sumDays(days)
  const lines: Record<Topic, string[]> = {
    connection: connectionLines(facts),
    unplugs: [unplugLine(facts, sum)],
    line: lineLines(sum),
    place: placeLines(facts),
    use: [useLine(facts, sum)],
    failures: failureLines(facts, sum),
    'in-use': sum.inUse > 0 ? [`${period}: ほかのソフトが使っていて読めなかった回数 ${sum.inUse} 回`] : [],
    wrong: wrongLines(facts, sum),
    speed: speedLines(
      facts,
      days.some(({ touches }) => touches > 0),
    ),
    service: serviceLines(facts),
    swap: facts.swap ? [`入替テスト(${monthDay(facts.swap.on)}): ${swapWords[facts.swap.conclusion]}`] : [],
  }
  return [...new Set([...leading[verdict], ...topics])].flatMap((topic) => lines[topic])
}

function connectionLines({ isConnected, isWanted, sinceOn }: ReaderFacts): string[] {
  return [
    ...(isConnected ? [] : [`いまはつながっていません(最後に見えた日 ${monthDay(sinceOn)})`]),
    ...(isWanted ? [] : ['カードリーダー設定で OFF にされています']),
  ]
}

function unplugLine({ others, today }: ReaderFacts, { disconnects, flaps }: Counts): string {
  const theirs = others.map((days) => sumDays(lastDays(days, today, periodDays)).disconnects)
  const [least, most] = [Math.min(...theirs), Math.max(...theirs)]
  const compared =
    theirs.length === 0 ? '' : `(ほかのリーダー ${theirs.length} 台は ${least === most ? '' : `${least}〜`}${most} 回)`
  return `${period}: 抜けた回数 ${disconnects} 回${compared}${flaps > 0 ? `。1 分に 3 回以上の抜き差し ${flaps} 度` : ''}`
}

const lineLines = ({ kernelErrors, kernelResets }: Counts): string[] =>
  kernelErrors + kernelResets === 0
    ? []
    : [`${period}: 箱が記録した USB の信号・電源の異常 ${kernelErrors} 回、USB のつなぎ直し ${kernelResets} 回`]

function placeLines({ usb }: ReaderFacts): string[] {
  if (!usb) return []
  const { port, hubs, speedMbps } = usb
  const speed = speedMbps === null ? '' : `、速さ ${speedMbps} Mbps${speedMbps < 12 ? '(ふつうは 12 Mbps)' : ''}`
  return [`USB の差し込み口 ${port}、間のハブ(チップ入りの延長ケーブルを含む) ${hubs} 台${speed}`]
}

function useLine(facts: ReaderFacts, { touches, wrongCards, scans }: Counts): string {
  const used = isScanner(facts) ? `読めたコード ${scans} 件` : `読めたカード ${touches + wrongCards} 回`
  return `${period}: ${used}(最後に読めた日 ${facts.lastReadOn === null ? 'まだありません' : monthDay(facts.lastReadOn)})`
}

function failureLines(facts: ReaderFacts, sum: Counts): string[] {
  if (isScanner(facts)) return sum.scanErrors > 0 ? [`${period}: 途中で乱れたコード ${sum.scanErrors} 件`] : []
  const { mute, transmitErrors, givenUp, moved } = sum
  const all = mute + transmitErrors
  return [
    ...(all > 0
      ? [
          `${period}: 読めなかった回数 ${all} 回(カードの返事なし ${mute}、途中で切れた ${transmitErrors})。何度か試して読めないまま終わった ${givenUp} 組`,
        ]
      : []),
    ...(moved > 0 ? [`${period}: カードを離すのが早すぎた回数 ${moved} 回(故障ではありません)`] : []),
    ...(facts.failuresInRow > 1 ? [`最後に読めてから、続けて ${facts.failuresInRow} 回読めていません`] : []),
  ]
}

function wrongLines(facts: ReaderFacts, { wrongCards, touches, scans }: Counts): string[] {
  if (wrongCards === 0) return []
  return [
    isScanner(facts)
      ? `${period}: 使わないコード、組の合わないコード ${wrongCards} 回(正しく読めたのは ${scans} 件)`
      : `${period}: 会員カードでないカード(マイナンバーカードなど) ${wrongCards} 回(会員カードは ${touches} 回)`,
  ]
}

function speedLines(facts: ReaderFacts, hasTouches: boolean): string[] {
  if (!hasTouches) return []
  const { p50, p99 } = latencyOf(lastDays(facts.days, facts.today, periodDays))
  const { recent, before, isSlower } = latencyTrend(facts)
  return [
    ...(p50 === null || p99 === null
      ? []
      : [`${period}: カードを置いてから読めるまで 半分は ${p50} ミリ秒以内、99 % は ${p99} ミリ秒以内`]),
    ...(isSlower && recent !== null && before !== null
      ? [`この${recentDays}日は遅くなっています(中央の値 ${before} → ${recent} ミリ秒)`]
      : []),
  ]
}

function serviceLines({ service, kind, satellite }: ReaderFacts): string[] {
  switch (service) {
    case 'no-daemon':
      return [
        `いま: ${satellite === null ? '' : `サテライト「${satellite}」で`}カードリーダーのサービス(pcscd)につながりません`,
      ]
    case 'binding-missing':
      return [
        `いま: ${satellite === null ? '薬箱' : `サテライト「${satellite}」`}の部品(${parts[kind]})が入っていません`,
      ]
    case 'stuck':
      return ['いま: USB には見えているのに、カードリーダーのサービス(pcscd)には見えていないリーダーがあります']
    case 'deaf':
      return [
        `いま: ${satellite === null ? '薬箱' : `サテライト「${satellite}」`}がカードリーダーのサービスとつなぎ直しています`,
      ]
    case 'no-kernel-log':
    case 'ok':
    case null:
      return []
  }
}

/** The packages with native code that each kind of device needs. */
export const parts: Record<ReaderFacts['kind'], string> = {
  virtual: '',
  pcsc: 'smartcard',
  serial: 'serialport',
  hid: 'node-hid',
}
