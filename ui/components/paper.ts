import { render, type TemplateResult } from 'lit'

export interface Paper {
  /** `@page` size: `80mm 130mm`, `A6`, `A4`. */
  size: string
  /** `@page` margin. */
  margin: string
  /** Style of what is printed; selectors begin with `kb-paper`. */
  css: string
}

/**
 * Prints one thing on paper of its own, whatever the page shows: it is put beside the app, everything else is hidden on paper, and all is
 * gone when the print dialog closes. Style sheets are made in script, since the box forbids inline styles.
 * @returns once the print dialog was closed
 */
export async function printPaper(content: TemplateResult, { size, margin, css }: Paper): Promise<void> {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(`kb-paper { display: none }
@page { size: ${size}; margin: ${margin} }
@media print {
  html, body { display: block !important; height: auto !important; background: #fff !important }
  body > :not(kb-paper) { display: none !important }
  kb-paper { display: block; color: #000; background: #fff }
${css}
}`)
  const paper = document.createElement('kb-paper')
  render(content, paper)
  document.body.append(paper)
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet]
  const end = (): void => {
    paper.remove()
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((other) => other !== sheet)
  }
  try {
    // What is not there yet would be a white square on the paper.
    await Promise.all([...paper.querySelectorAll('img')].map((image) => image.decode()))
    await Promise.all([document.fonts.ready, new Promise((resolve) => requestAnimationFrame(resolve))])
    const closed = new Promise<void>((resolve) => {
      addEventListener(
        'afterprint',
        () => {
          resolve()
        },
        { once: true },
      )
    })
    print()
    await closed
  } finally {
    end()
  }
}
