/** Puts a dialog element on the page and resolves once it was closed; the keyboard returns to where it was. */
export const open = (element: HTMLElement): Promise<void> =>
  new Promise((resolve) => {
    element.addEventListener('kb-close', () => {
      element.remove()
      resolve()
    })
    document.body.append(element)
  })

/** Takes away whatever stands beside the app, unanswered. */
export const closeAll = (): void => {
  for (const element of document.querySelectorAll('body > :not(kb-app)')) {
    element.dispatchEvent(new Event('kb-close'))
    element.remove()
  }
}
