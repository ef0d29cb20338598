/**
 * The code of the pharmacy whose receipt computer feeds this box: the most frequent among the files received last. A file of another
 * pharmacy that strays into the folder does not change it; a new code takes over after some dozens of files. Undefined before the first.
 * @param codes of the last files, newest first
 */
export function ownPharmacyCode(codes: readonly string[]): string | undefined {
  const counts = new Map<string, number>()
  // Oldest first: of two that are as frequent the one that was here first stays.
  for (const code of codes.toReversed()) counts.set(code, (counts.get(code) ?? 0) + 1)
  let own: string | undefined
  for (const [code, count] of counts) if (count > (counts.get(own ?? '') ?? 0)) own = code
  return own
}
