/**
 * Name of the session cookie. The `__Host-` prefix makes browsers insist on Secure, Path=/ and no Domain; without TLS
 * (loopback only) a browser would refuse such a cookie.
 */
export const sessionCookieName = (isSecure: boolean): string => (isSecure ? '__Host-kusuribako' : 'kusuribako')

export const sessionCookieOptions = (isSecure: boolean) =>
  ({ httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure }) as const
