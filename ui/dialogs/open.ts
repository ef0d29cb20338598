/** Puts a dialog element on the page and resolves once it was closed; the keyboard returns to where it was. */
export const open = (element: HTMLElement): Promise<void> =>
  new Promise((resolve) => {
    element.addEventListener('kb-close', () => {
      element.remove()
      resolve()
    })
    document.body.append(element)
  })
