/** A dialog stands on the page: dialogs are put beside the app, not into it. */
export const hasDialog = (): boolean => document.querySelector('body > :not(kb-app)') !== null

/** Elements that text is typed into. */
const typing = 'input:not([type=checkbox], [type=radio], [type=button], [type=submit]), textarea'

/** Every element that `selector` names, through all shadow roots. */
const deep = function* (root: ParentNode, selector: string): Generator<Element> {
  yield* root.querySelectorAll(selector)
  for (const element of root.querySelectorAll('*')) if (element.shadowRoot) yield* deep(element.shadowRoot, selector)
}

/** Something typed stands on the page that has not been sent or taken back. */
export const isTyped = (): boolean => {
  for (const element of deep(document, typing)) {
    const { value, defaultValue } = element as HTMLInputElement | HTMLTextAreaElement
    if (value !== defaultValue) return true
  }
  return false
}

/** A menu is open. */
export const hasMenu = (): boolean => !deep(document, ':popover-open').next().done

/** Where a key goes: true when it goes into something that is typed into. */
export const isTypingTarget = (event: Event): boolean => {
  const target = event.composedPath()[0]
  return target instanceof Element && target.matches(`${typing}, select, [contenteditable]`)
}

/** The element that has the keyboard, through all shadow roots; null when none in particular has. */
export const deepActive = (): HTMLElement | null => {
  let active = document.activeElement
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  return active instanceof HTMLElement && active !== document.body ? active : null
}
