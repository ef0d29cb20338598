/**
 * Puts plain text on the clipboard, byte for byte. The clipboard API is closed to pages on plain HTTP, so the copy event comes first: it
 * works on every origin, inside a key press or a click. (A text field would turn CR LF into LF.)
 * @returns false when the browser allows neither
 */
export async function copyText(text: string): Promise<boolean> {
  if (copyByEvent(text)) return true
  try {
    // Not there outside of secure contexts, whatever its type says.
    await (navigator.clipboard as Clipboard | undefined)?.writeText(text)
    return 'clipboard' in navigator
  } catch {
    return false
  }
}

function copyByEvent(text: string): boolean {
  let isTaken = false
  const give = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    event.stopImmediatePropagation()
    isTaken = event.clipboardData !== null
  }
  document.addEventListener('copy', give, { capture: true })
  try {
    // Deprecated, and the only way without a secure context.
    // eslint-disable-next-line @typescript-eslint/no-deprecated
    return document.execCommand('copy') && isTaken
  } finally {
    document.removeEventListener('copy', give, { capture: true })
  }
}
