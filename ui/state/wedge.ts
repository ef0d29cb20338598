/** One key as the page sees it. `at`: milliseconds by the page's clock. */
export interface Key {
  key: string
  at: number
  /** Taken by the input method. */
  isComposing: boolean
}

/** What has come so far without a pause. */
export interface Burst {
  text: string
  lastAt: number
  /** A key came that is no ASCII character: the rest of the code is waited out and refused. */
  isSpoilt: boolean
}

/** `ime`: the Japanese input method was on. `not-ascii`: kanji or kana. `too-long`: more than a keyboard scanner brings over whole. */
export type WedgeRefusal = 'ime' | 'not-ascii' | 'too-long'

export type WedgeResult = { ok: true; text: string } | { ok: false; reason: WedgeRefusal }

export interface WedgeStep {
  burst: Burst
  /** The key belongs to a scan: the page's own keys must not act on it. */
  isOurs: boolean
  /** The page would act on this key, and a scan may have begun with it: the page gets it when no other key follows at once. */
  isHeld: boolean
  result?: WedgeResult
}

export const noBurst: Burst = { text: '', lastAt: -Infinity, isSpoilt: false }

/** Milliseconds between two keys of a scanner: they type every 1 to 20, people hardly ever six keys within 40 each. */
export const fastest = 40
/** A shorter burst ended by Enter is somebody's quick fingers. */
const minLength = 6
/** From this key on a burst is taken for a scan; of the keys before it the page acts on two alone, and those are held back. */
const oursFrom = 3
/** Characters the page's own keys answer to (page-keys.ts). */
const pageKeys: ReadonlySet<string> = new Set(['/', '?'])
/** What the box takes, and about what a keyboard brings over without losing a key. */
const maxLength = 500

const isAscii = (text: string): boolean => /^[\x20-\x7e]+$/.test(text)

/** Checks a text that stands in the input box, typed by scanner or by hand. */
export const checkScanText = (text: string): WedgeResult => {
  if (!isAscii(text)) return { ok: false, reason: 'not-ascii' }
  return text.length > maxLength ? { ok: false, reason: 'too-long' } : { ok: true, text }
}

/**
 * Takes one key typed into the page, where nothing has the focus that text goes into. A scan is at least six keys without a pause and
 * Enter or Tab at its end. Pure.
 */
export const takeKey = (burst: Burst, { key, at, isComposing }: Key): WedgeStep => {
  // Shift comes before each capital letter.
  if (key === 'Shift' || key === 'CapsLock') return { burst, isOurs: false, isHeld: false }
  const isFast = at - burst.lastAt <= fastest
  const before = isFast ? burst : noBurst
  if (key === 'Enter' || key === 'Tab') {
    const isScan = before.text.length >= minLength
    if (!isScan) return { burst: noBurst, isOurs: false, isHeld: false }
    return {
      burst: noBurst,
      isOurs: true,
      isHeld: false,
      result: before.isSpoilt ? { ok: false, reason: 'ime' } : checkScanText(before.text),
    }
  }
  const isTaken = isComposing || key === 'Process' || key === 'Unidentified'
  // A key with a name (F12, ArrowDown) is none of a code.
  if (!isTaken && [...key].length !== 1) return { burst: noBurst, isOurs: false, isHeld: false }
  const next = {
    text: before.text.length > maxLength ? before.text : before.text + (isTaken ? ' ' : key),
    lastAt: at,
    isSpoilt: before.isSpoilt || isTaken,
  }
  const isOurs = next.text.length >= oursFrom
  return { burst: next, isOurs, isHeld: !isOurs && !isTaken && pageKeys.has(key) }
}
