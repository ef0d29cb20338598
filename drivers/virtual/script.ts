/**
 * What can be made to happen at a virtual reader. `tap` lays a card on it and lifts it again; `insert` leaves it there until `remove`.
 * `mute`, `transmit`, `moved` and `in-use` are cards that could not be read; `mynumber` and `other` cards that are no member cards.
 * `flap` is a loose cable. `scan` reads a code: `text` in UTF-8, or `base64`.
 */
export const stepNames = [
  'tap',
  'insert',
  'remove',
  'mute',
  'transmit',
  'moved',
  'in-use',
  'mynumber',
  'other',
  'unplug',
  'plug',
  'flap',
  'scan',
] as const
export type StepName = (typeof stepNames)[number]

export interface Step {
  do: StepName
  /** Pause before it, in milliseconds. */
  afterMs?: number
  /** The name of a reader; the first one when absent. A name not heard before is a new reader that is plugged in. */
  reader?: string
  /** Id of the card, for `tap` and `insert`. */
  card?: string
  /** That card carries the record of another pharmacy. */
  isElsewhere?: boolean
  /** How long the reading takes, as it is told; nothing waits. */
  latencyMs?: number
  /** For `scan`: one of the two. */
  text?: string
  base64?: string
  symbology?: string
}

export type ScriptOutcome = { ok: true; steps: Step[] } | { ok: false; message: string }

const fields = ['do', 'afterMs', 'reader', 'card', 'isElsewhere', 'latencyMs', 'text', 'base64', 'symbology']
const cardId = /^[0-9A-Za-z_-]{1,64}$/
/** Longer pauses than an hour are a slip of the keyboard. */
const maxPauseMs = 60 * 60 * 1000

/** Checks a script: a list of steps, as parsed from JSON. Says in Japanese which step is wrong, and how. */
export function readScript(script: unknown): ScriptOutcome {
  if (!Array.isArray(script)) return { ok: false, message: '手順の一覧 ([ … ]) ではありません' }
  const steps: Step[] = []
  for (const [index, step] of (script as unknown[]).entries()) {
    const wrong = wrongIn(step)
    if (wrong !== undefined) return { ok: false, message: `${index + 1} 番目の手順: ${wrong}` }
    steps.push(step as Step)
  }
  return { ok: true, steps }
}

function wrongIn(step: unknown): string | undefined {
  if (typeof step !== 'object' || step === null || Array.isArray(step)) return '{ … } ではありません'
  const given = step as Record<string, unknown>
  const unknown = Object.keys(given).find((name) => !fields.includes(name))
  if (unknown !== undefined) return `${JSON.stringify(unknown)} という項目はありません`
  const name = stepNames.find((each) => each === given['do'])
  if (name === undefined) return `"do" は ${stepNames.join('・')} のどれかです`
  if (!isSpan(given['afterMs'])) return '"afterMs" は 0 から 3600000 までの数です'
  if (!isSpan(given['latencyMs'])) return '"latencyMs" は 0 から 3600000 までの数です'
  const { reader, card, text, base64, symbology } = given
  if (reader !== undefined && !isText(reader, 64)) return '"reader" は 64 文字までの名前です'
  const takesCard = name === 'tap' || name === 'insert'
  if (takesCard && !(typeof card === 'string' && cardId.test(card))) {
    return '"card" は半角の英数字で 64 文字までです'
  }
  if (given['isElsewhere'] !== undefined && !(takesCard && typeof given['isElsewhere'] === 'boolean')) {
    return '"isElsewhere" は "card" のある手順の true か false です'
  }
  if (!takesCard && card !== undefined) return `"${name}" に "card" は要りません`
  const codes = [text, base64].filter((each) => each !== undefined)
  if (name !== 'scan') return codes.length > 0 ? `"${name}" に "text" や "base64" は要りません` : undefined
  if (codes.length !== 1) return '"text" か "base64" のどちらか一つが要ります'
  if (text !== undefined && !isText(text, 100_000)) return '"text" は 100000 文字までの文字列です'
  if (base64 !== undefined && !(isText(base64, 100_000) && /^[A-Za-z0-9+/]+={0,2}$/.test(base64))) {
    return '"base64" は base64 の文字列です'
  }
  if (symbology !== undefined && !isText(symbology, 8)) return '"symbology" は ]Q1 のような文字列です'
  return undefined
}

const isSpan = (value: unknown): boolean =>
  value === undefined || (typeof value === 'number' && value >= 0 && value <= maxPauseMs)

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= most
