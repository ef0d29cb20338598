import { isIP } from 'node:net'
import type { PasskeyJson } from '../../contract/session.ts'
import type { Store } from '../store/open.ts'
import { listPasskeys, usePasskey, type NewPasskeyRow } from '../store/factors.ts'

/** Loaded when the first passkey is asked for. */
const load = () => import('@simplewebauthn/server')
type Server = Awaited<ReturnType<typeof load>>
type RegistrationResponse = Parameters<Server['verifyRegistrationResponse']>[0]['response']
type AuthenticationResponse = Parameters<Server['verifyAuthenticationResponse']>[0]['response']

/** The address a page was opened at. */
export interface Site {
  /** As browsers write it: `https://kusuribako.local`. */
  origin: string
  /** The host name without port: a passkey belongs to it. Null on a bare IP address, where browsers refuse passkeys. */
  name: string | null
}

/** @param host as the request named it, with its port */
export function siteOf(protocol: string, host: string): Site {
  const written = `${protocol}://${host}`
  if (!URL.canParse(written)) return { origin: '', name: null }
  const { origin, hostname } = new URL(written)
  const isAddress = isIP(hostname.replace(/^\[|\]$/g, '')) !== 0
  return { origin, name: isAddress ? null : hostname }
}

/** What the browser is asked, and the challenge that its answer must carry. */
export interface Asked {
  options: PasskeyJson
  challenge: string
}

type Described = NonNullable<Parameters<Server['generateAuthenticationOptions']>[0]['allowCredentials']>[number]

/** How a browser finds a passkey again. */
const describe = ({ id, transports }: { id: string; transports: string }): Described => ({
  id,
  transports: JSON.parse(transports) as NonNullable<Described['transports']>,
})

/** For making a passkey. It stays on the authenticator only if that wants to, and the person must prove to it who they are. */
export async function askForNewPasskey(
  store: Store,
  who: { id: string; login: string; name: string },
  facility: string,
  name: string,
): Promise<Asked> {
  const { generateRegistrationOptions } = await load()
  const options = await generateRegistrationOptions({
    rpName: `薬箱 ${facility}`,
    rpID: name,
    userID: Uint8Array.from(Buffer.from(who.id)),
    userName: who.login,
    userDisplayName: who.name,
    attestationType: 'none',
    excludeCredentials: listPasskeys(store, who.id)
      .filter(({ host }) => host === name)
      .map(describe),
    authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' },
  })
  return { options: { ...options }, challenge: options.challenge }
}

/** Checks what the browser made: a passkey to keep. Undefined when it does not prove itself. */
export async function readPasskey(
  staffId: string,
  made: { label: string; response: PasskeyJson },
  challenge: string,
  { origin, name }: Site,
): Promise<NewPasskeyRow | undefined> {
  if (name === null) return undefined
  const { verifyRegistrationResponse } = await load()
  const verified = await verifyRegistrationResponse({
    response: made.response as unknown as RegistrationResponse,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: name,
    requireUserVerification: true,
  }).catch(() => undefined)
  if (!verified?.verified) return undefined
  const { id, publicKey, counter, transports = [] } = verified.registrationInfo.credential
  return {
    id,
    staffId,
    host: name,
    label: made.label,
    publicKey: Buffer.from(publicKey),
    signCount: counter,
    transports,
  }
}

/** For showing one of the person's passkeys of this host. */
export async function askForPasskey(store: Store, staffId: string, name: string): Promise<Asked> {
  const { generateAuthenticationOptions } = await load()
  const options = await generateAuthenticationOptions({
    rpID: name,
    allowCredentials: listPasskeys(store, staffId)
      .filter(({ host }) => host === name)
      .map(describe),
    userVerification: 'required',
  })
  return { options: { ...options }, challenge: options.challenge }
}

/** Whether the answer is that of one of the person's passkeys, for this challenge and this address. */
export async function provesPasskey(
  store: Store,
  staffId: string,
  response: PasskeyJson,
  challenge: string,
  { origin, name }: Site,
): Promise<boolean> {
  const known = listPasskeys(store, staffId).find(({ id, host }) => id === response['id'] && host === name)
  if (!known || name === null) return false
  const { verifyAuthenticationResponse } = await load()
  const verified = await verifyAuthenticationResponse({
    response: response as unknown as AuthenticationResponse,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: name,
    requireUserVerification: true,
    // A counter that stands still or goes back is a copied key: the library refuses it.
    credential: { id: known.id, publicKey: Uint8Array.from(known.publicKey), counter: known.signCount },
  }).catch(() => undefined)
  // It may have been taken away meanwhile.
  if (!verified?.verified || !listPasskeys(store, staffId).some(({ id }) => id === known.id)) return false
  usePasskey(store, known.id, verified.authenticationInfo.newCounter)
  return true
}
