/**
 * Name of the session cookie. The `__Host-` prefix makes browsers insist on Secure, Path=/ and no Domain; without TLS
 * (loopback only) a browser would refuse such a cookie.
 */
export const sessionCookieName = (isSecure: boolean): string => (isSecure ? '__Host-kusuribako' : 'kusuribako')

export const sessionCookieOptions = (isSecure: boolean) =>
  ({ httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure }) as const

/** A sign-in that is half done. */
export const stepCookieName = (isSecure: boolean): string => `${sessionCookieName(isSecure)}-step`

/** This browser has shown somebody's second factor today. It signs nobody in. */
export const proofCookieName = (isSecure: boolean): string => `${sessionCookieName(isSecure)}-factor`

/** This browser is an enrolled device. Of no use without the key it keeps. */
export const deviceCookieName = (isSecure: boolean): string => `${sessionCookieName(isSecure)}-device`

/** As long as browsers keep a cookie; each sign-in begins it anew. */
const deviceCookieSeconds = 400 * 24 * 60 * 60

export const deviceCookieOptions = (isSecure: boolean) =>
  ({ ...sessionCookieOptions(isSecure), maxAge: deviceCookieSeconds }) as const
