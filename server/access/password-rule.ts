import { shortestPassword, shortestWithFactor } from '../../contract/account.ts'
import { isCommonPassword } from './common-passwords.ts'

export type PasswordFault = 'password-too-short' | 'password-too-easy' | 'password-common'

/** Fewer different characters than this are no secret however long they are. */
const fewestCharacters = 5

/** What anybody at the desk knows of the person. */
export interface KnownOfPerson {
  login: string
  name: string
  kana: string
  facility: string
}

const folded = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/\s/g, '')

/** How long a new password must be: less where a second factor stands beside it (安全管理ガイドライン 第6.0版 Q&A シQ-54). */
export const shortestFor = (hasSecondFactor: boolean): number =>
  hasSecondFactor ? shortestWithFactor : shortestPassword

export const lengthOf = (password: string): number => [...password.normalize('NFKC')].length

/**
 * What is wrong with a new password, or undefined. Length decides; no mixture of characters is asked for. What anybody at the desk would
 * try first is refused: the sign-in id, the own name or that of the pharmacy in it, hardly any different characters, a common word.
 */
export function faultOfPassword(next: string, who: KnownOfPerson, hasSecondFactor: boolean): PasswordFault | undefined {
  if (lengthOf(next) < shortestFor(hasSecondFactor)) return 'password-too-short'
  const parts = [who.login, who.facility, who.name, who.kana].flatMap((text) => [text, ...text.split(/\s/)])
  const isKnown = parts.map(folded).some((part) => [...part].length >= 3 && folded(next).includes(part))
  if (isKnown || new Set(folded(next)).size < fewestCharacters) return 'password-too-easy'
  return isCommonPassword(next) ? 'password-common' : undefined
}
