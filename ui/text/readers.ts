import type { ReaderKind, ReaderService, ScannerSetup, SwapTest, Verdict } from '../../contract/reader.ts'
import type { Trouble } from './troubles.ts'

const kind: Record<ReaderKind, string> = {
  virtual: '仮想リーダー',
  pcsc: 'カードリーダー',
  serial: 'スキャナー（USB-COM）',
  hid: 'スキャナー（HID-POS）',
}

/** One word for a badge. */
const verdict: Record<Verdict, string> = {
  ok: '正常',
  contact: '接触不良の疑い',
  'other-program': 'ほかのソフトが使用中',
  'driver-missing': 'ドライバーなし',
  dead: '故障の疑い',
  'bad-card': '不良カードの疑い',
  'wrong-card': '対象外のカード',
  unused: '記録が少ない',
}

const service: Record<ReaderService['service'], string> = {
  usb: 'USB の記録',
  pcsc: 'カードリーダーのサービス',
  serial: 'USB-COM スキャナー',
  hid: 'HID-POS スキャナー',
}

const serviceTrouble: Record<Exclude<ReaderService['state'], 'ok' | 'no-kernel-log'>, Trouble> = {
  'no-daemon': {
    what: 'が動いていません',
    means: '薬箱につないだリーダーが使えません。',
    todo: '技術者に「kusuribako doctor readers」の実行を依頼してください。',
  },
  'binding-missing': {
    what: 'に必要なプログラムが入っていません',
    means: 'この種類の機器は使えません。',
    todo: '技術者に「kusuribako doctor readers」の実行を依頼してください。入れるものが表示されます。',
  },
  deaf: {
    what: 'が応答しなくなり、立ち上げ直しています',
    means: '数秒のあいだ、タッチを受け付けないことがあります。',
    todo: 'そのままお待ちください。自動で直ります。',
  },
  stuck: {
    what: 'が止まっています',
    means: '薬箱につないだリーダーが使えません。',
    todo: 'リーダーを一度抜いて差し直してください。直らないときは薬箱を再起動してください。',
  },
}

type StoppedState = keyof typeof serviceTrouble

/** A satellite's service: what it means is its own, and who mends it works at that machine. */
const satelliteTrouble = (name: string, of: ReaderService['service'], state: StoppedState): Trouble => {
  const { what, means, todo } = serviceTrouble[state]
  const atMachine = `技術者に、サテライト「${name}」の機械での「kusuribako doctor readers」の実行を依頼してください。`
  const own: Record<StoppedState, Omit<Trouble, 'what'>> = {
    'no-daemon': { means: 'このサテライトにつないだリーダーが使えません。', todo: atMachine },
    'binding-missing': {
      means: 'このサテライトでは、この種類の機器が使えません。',
      todo: `${atMachine}入れるものが表示されます。`,
    },
    deaf: { means, todo },
    stuck: {
      means: 'このサテライトにつないだリーダーが使えません。',
      todo: 'リーダーを一度抜いて差し直してください。直らないときはサテライトの機械を再起動してください。',
    },
  }
  return { what: `サテライト「${name}」の${service[of]}${what}`, ...own[state] }
}

/** カードリーダー設定: readers, the counters they belong to, and the keyboard scanner of this PC. */
export const readers = {
  title: 'カードリーダー設定',
  hint: 'リーダーを窓口へドラッグすると、タッチがその窓口の画面で開きます。キーボードでは、窓口を選んで「移動」を押します。',
  kind,
  verdict,
  service,
  serviceTrouble,
  satelliteTrouble,
  none: 'リーダーが見つかりません',
  noneHint: 'カードリーダーを薬箱の USB に差してください。差すと自動で使えるようになり、ここに表示されます。',
  noCounter: '窓口なし',
  noCounterHint: 'ここにあるリーダーのタッチは患者リストに行が増えるだけで、どの画面も開きません。',
  emptyNowhere: 'リーダーはありません',
  emptyCounter: 'この窓口のリーダーはありません。ここへドラッグできます。',
  mine: 'この画面の窓口',
  newCounter: '新しい窓口',
  newCounterHint: '例：1番窓口',
  add: '追加',
  name: '窓口の名前',
  rename: '名前を変える',
  save: '保存',
  cancel: 'やめる',
  remove: '削除',
  move: '移動',
  moveTo: (label: string) => `${label} を移す窓口`,
  drag: (label: string) => `${label} をドラッグして窓口を移す`,
  on: 'ON',
  off: 'OFF',
  power: (label: string) => `${label} の受付`,
  unplugged: '外れています',
  unpluggedOff: '外れているため OFF です。差すと自動で ON になります。',
  wantedOff: 'OFF にしてあります。タッチしても患者リストに入りません。',
  wantedOffUnplugged: 'OFF にしてあります。差しても OFF のままです。',
  satellite: (name: string) => `サテライト ${name}`,
  lastUsed: (when: string) => `最後に使用 ${when}`,
  neverUsed: 'まだ使われていません',
  lastMs: (ms: number) => `読み取り ${String(Math.round(ms))} ミリ秒`,
  lastSeen: (when: string) => `最後に接続 ${when}`,
  health: 'リーダーの調子',
  undo: '元に戻す',
  done: {
    moved: (label: string, to: string) => `${label} を「${to}」に移しました`,
    on: (label: string) => `${label} を ON にしました`,
    off: (label: string) => `${label} を OFF にしました`,
    added: (name: string) => `「${name}」を追加しました`,
    renamed: (name: string) => `窓口の名前を「${name}」に変えました`,
    removed: (name: string) => `「${name}」を削除しました。この窓口のリーダーは「窓口なし」になりました`,
    restored: (name: string) => `「${name}」を元に戻しました`,
  },
  nowIs: (counter: string, power: string) => `${counter}・${power}`,
}

/** この画面の窓口. */
export const counterDialog = {
  title: 'この画面の窓口',
  hint: '一度選べば、このパソコン（タブレット）が覚えます。選んだ窓口のリーダーにタッチすると、この画面で開きます。',
  noCounter: 'どの窓口でもない',
  noCounterHint: '事務室など。タッチは患者リストの行だけで分かります',
  readersOf: (n: number) => (n === 0 ? 'リーダーなし' : `リーダー ${String(n)}台`),
  current: '選択中',
  opens: 'タッチで患者詳細を自動で開く',
  opensHint:
    '患者リストを見ているときだけ開きます。ほかの画面や入力の途中では「開く」ボタンが出るだけで、入力した内容は消えません。',
  toReaders: 'カードリーダー設定',
}

/** スキャナーの設定, in the names the set-up sheets use (docs/operating/スキャナー設定). */
export const scannerSetup = {
  title: 'スキャナーの設定',
  hint: 'スキャナー本体を設定票のとおりに設定し、ここも同じものを選んでください。合っていないと、コードが読めません。',
  framing: '終わりの印',
  framings: {
    idle: '間をあけて区切る',
    'stx-etx': 'STX・ETX で区切る',
  } satisfies Record<ScannerSetup['framing'], string>,
  header: '分割 QR（連結 QR）',
  headers: {
    none: 'スキャナーがつなぐ',
    'digits-from-0': 'ヘッダー付き：4桁の番号（0 から）',
    'digits-from-1': 'ヘッダー付き：4桁の番号（1 から）',
    symbol: 'ヘッダー付き：2バイトの番号',
  } satisfies Record<ScannerSetup['appendHeader'], string>,
  save: '保存',
  saved: '✓ 保存しました。次に読み取るコードから使います',
  kept: '本日保管したコード',
  keptText: (n: number) => `${String(n)}件`,
}

/** キーボード型スキャナー. */
export const wedge = {
  title: 'キーボード型スキャナー',
  has: 'この画面のパソコンにキーボード型スキャナーをつないでいる',
  hasHint:
    'オンにすると、患者リストや患者詳細を開いたままコードを読み取れます。文字の入力欄にいるときは、その欄に文字が入ります。',
  box: 'スキャン入力',
  placeholder: 'ここを押してから、コードを読み取ります',
  send: '送る',
  counter: (name: string) => `「${name}」で読み取ったコードとして扱います`,
  limits: '読めるコード・読めないコード',
  rows: [
    ['○', 'JAN（8桁・13桁の数字）'],
    ['○', 'GS1（スキャナーが種類の印「]C1」「]d2」などを前に付けるとき）'],
    ['✕', 'そのほかの英数字のコード（この版の薬箱では使いません）'],
    ['✕', 'お薬手帳・処方箋の二次元コード（漢字を含むため、文字が壊れます）'],
    ['✕', '分割された二次元コード（1枚ずつしか届かないため、つなげられません）'],
  ],
  notes: [
    '読み取ったコードは保管します。コードから薬品を探すことは、まだできません。',
    '日本語入力はオフ（半角英数）にしてください。オンのままでは読み取れません。',
    '薬箱の画面が前に出ていないと、ほかのソフトに文字が入ります。',
    'お薬手帳や処方箋を読むときは、スキャナーを USB-COM か HID-POS の設定にして薬箱につないでください。',
  ],
}

const swapStep: Record<SwapTest['step'], string> = {
  'as-is': 'いまのまま',
  'other-port': '別の USB の口・別のケーブル',
  'other-reader': '別のリーダー',
  done: '終わり',
}

/** リーダーの調子: the page of one reader. */
export const reader = {
  title: 'リーダーの調子',
  back: 'カードリーダー設定',
  print: '印刷',
  printed: (when: string) => `${when} 現在`,
  verdict: '判定',
  evidence: '根拠',
  steps: '次にすること',
  vendor: '販売店・メーカーには、根拠とあわせて',
  machine: '薬箱の本体の点検（技術者向け）',
  facts: '接続',
  counter: '窓口',
  kind: '種類',
  state: '状態',
  since: (when: string) => `${when} から`,
  usb: 'USB',
  usbText: (port: string, speed: string, hubs: string) => `口 ${port}　${speed}　${hubs}`,
  speed: (mbps: number) => `${String(mbps)} Mbps`,
  noSpeed: '速度不明',
  hubs: (n: number) => (n === 0 ? 'ハブなし' : `ハブ ${String(n)}段`),
  lastTouch: '最後の読み取り',
  ms: (n: number) => `${String(Math.round(n))} ミリ秒`,
  chart: '30日間のタッチと失敗',
  chartTouches: 'タッチ',
  chartErrors: '失敗',
  chartLost: '抜けた日',
  chartText: (touches: number, errors: number, lost: number) =>
    `30日間で、タッチ ${String(touches)}回、失敗 ${String(errors)}回、抜けた回数 ${String(lost)}回`,
  daysAgo30: '30日前',
  today: '今日',
  days: '日ごとの記録',
  noDays: 'まだ記録がありません',
  allDays: (n: number) => `${String(n)}日分をすべて表示`,
  events: '最近の出来事',
  noEvents: '記録された出来事はありません',
  columns: {
    on: '日付',
    touches: 'タッチ',
    mute: '応答なし',
    transmitErrors: '通信エラー',
    moved: '早く離した',
    inUse: '使用中',
    wrongCards: '対象外',
    scans: 'スキャン',
    scanErrors: '読取エラー',
    disconnects: '抜け',
    flaps: '頻繁な抜差',
    kernel: 'USBエラー',
    p50: '中央値',
    p99: '遅いほう',
  },
  columnsHint: '中央値・遅いほう（100回に1回の遅さ）は、カードを置いてから読み終わるまでのミリ秒です。',
  swap: {
    title: '入替テスト',
    hint: 'よく読めると分かっているカードを、段階ごとに10回タッチします。失敗がケーブルについて回るか、リーダーについて回るかが分かります。',
    start: '入替テストを始める',
    again: 'もう一度はじめから',
    stop: 'テストをやめる',
    step: swapStep,
    number: (n: number) => `${String(n)}段階`,
    next: {
      'as-is': '次へ：口・ケーブルを替えた',
      'other-port': '次へ：別のリーダーに替えた',
      'other-reader': '結果を見る',
      done: '',
    } satisfies Record<SwapTest['step'], string>,
    progress: (made: number, of: number) => `${String(made)} / ${String(of)} 回`,
    counts: (read: number, errors: number, unplugs: number) =>
      `読めた ${String(read)}回　失敗 ${String(errors)}回　抜け ${String(unplugs)}回`,
    notYet: '10回そろう前に進むと、結果を出せないことがあります。',
    result: '結果',
  },
  missing: {
    what: 'このリーダーは見つかりません',
    means: '登録が消えたか、アドレスが違います。',
    todo: 'カードリーダー設定から選び直してください。',
  },
}
