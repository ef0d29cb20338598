import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'
import type { PasskeyJson } from '../../contract/session.ts'
import { failed, success, type Outcome } from './outcome.ts'

/** Loaded when the first passkey is asked for. */
const load = () => import('@simplewebauthn/browser')

/** What a page says when the browser brought none: cancelled, too late, or none is there. No word of the box. */
export const passkeyNotShown = 'passkey-not-shown'

/** Has the browser show a passkey for what the box asked. */
export const showPasskey = (asked: Outcome<PasskeyJson>): Promise<Outcome<PasskeyJson>> =>
  inBrowser(asked, async (options) => {
    const { startAuthentication } = await load()
    return startAuthentication({ optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON })
  })

/** Has the browser make one. */
export const makePasskey = (asked: Outcome<PasskeyJson>): Promise<Outcome<PasskeyJson>> =>
  inBrowser(asked, async (options) => {
    const { startRegistration } = await load()
    return startRegistration({ optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON })
  })

async function inBrowser(
  asked: Outcome<PasskeyJson>,
  ask: (options: PasskeyJson) => Promise<object>,
): Promise<Outcome<PasskeyJson>> {
  if (!asked.ok) return asked
  try {
    return success({ ...(await ask(asked.value)) })
  } catch {
    return failed({ kind: 'refused', code: passkeyNotShown })
  }
}
