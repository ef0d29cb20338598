import { shortestPassword } from '../../contract/account.ts'

export type PasswordFault = 'password-too-short' | 'password-too-easy' | 'password-unchanged'

/** Fewer different characters than this are no secret however long they are. */
const fewestCharacters = 5

const folded = (text: string): string => text.normalize('NFKC').toLowerCase()

/**
 * What is wrong with a new password, or undefined. Length decides; no mixture of characters is asked for. What anybody at the desk would
 * try first is refused: the sign-in id or the own name in it, or hardly any different characters.
 */
export function faultOfPassword(
  next: string,
  current: string,
  who: { login: string; name: string },
): PasswordFault | undefined {
  const characters = [...next.normalize('NFKC')]
  if (characters.length < shortestPassword) return 'password-too-short'
  if (next.normalize('NFKC') === current.normalize('NFKC')) return 'password-unchanged'
  const isKnown = [who.login, who.name].some((word) => word.length >= 3 && folded(next).includes(folded(word)))
  return isKnown || new Set(folded(next)).size < fewestCharacters ? 'password-too-easy' : undefined
}
