/** ECDSA on P-256 with SHA-256: what every browser, tablet and PC since about 2012 knows. */
export const signing = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const

/** The library that writes certificates; 25 MB and 0.3 s, so only when one is written, and in a process of its own (issuer.ts). */
export async function loadX509() {
  await import('reflect-metadata')
  return import('@peculiar/x509')
}
