import { mostImageBytes, mostTicketImages } from '../../contract/image.ts'
import { registration, upload, uploadStates, type PhoneWords } from './phone-words.ts'

/** Text as it may stand in a page, in an attribute too. */
const plain = (text: string): string => text.replace(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`)

/** The whole page: no inline script and no inline style, nothing from elsewhere. */
const page = (title: string, facility: string, body: string, script = ''): string => `<!doctype html>
<html lang="ja">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="robots" content="noindex">
<meta name="format-detection" content="telephone=no">
<title>${plain(title)} ｜ ${plain(facility)}</title>
<link rel="stylesheet" href="/phone/phone.css">
${script}
</head>
<body>
<header>${plain(facility)}</header>
<main>
<h1>${plain(title)}</h1>
${body}
</main>
</body>
</html>
`

const paragraphs = (lines: readonly string[]): string => lines.map((line) => `<p>${plain(line)}</p>`).join('\n')

/** Words alone: an end, good or bad. */
export const wordsPage = ({ title, lines }: PhoneWords, facility: string, isDone = false): string =>
  page(title, facility, `<div class="${isDone ? 'done' : 'trouble'}" role="status">${paragraphs(lines)}</div>`)

/** One question, one button. `until`: the last day or minute on which it may be pressed. */
export const registrationPage = (facility: string, maskedName: string, until: string): string =>
  page(
    registration.title,
    facility,
    `<p>${plain(registration.from(facility))}</p>
<p class="who"><b>${plain(maskedName)}</b> ${registration.suffix}</p>
<p>${plain(registration.ask)}</p>
<form method="post"><button type="submit">${plain(registration.press)}</button></form>
<p class="small">${plain(registration.once(until))}</p>
<p class="small">${plain(registration.notYours)}</p>`,
  )

export const registeredPage = (facility: string): string =>
  wordsPage({ title: registration.done, lines: registration.doneLines }, facility, true)

export const uploadedPage = (facility: string): string =>
  wordsPage({ title: upload.doneTitle, lines: upload.doneLines }, facility, true)

/** What the page's script has to know, as attributes of one element (ui/phone/upload.ts). */
export const uploadPage = (facility: string, images: number): string => {
  const words = JSON.stringify(uploadStates)
  return page(
    upload.title,
    facility,
    `<noscript><p class="trouble">${plain(upload.noScript)}</p></noscript>
<p>${plain(upload.to(facility))}</p>
<ul class="small">${upload.hints.map((hint) => `<li>${plain(hint)}</li>`).join('')}</ul>
<div id="upload" data-words="${plain(words)}" data-images="${String(images)}" data-most="${String(mostTicketImages)}" data-bytes="${String(mostImageBytes)}" data-count="${plain(upload.sent(-1))}">
<label class="button main"><input id="camera" type="file" accept="image/jpeg,image/png,image/webp" capture="environment">${plain(upload.camera)}</label>
<label class="button"><input id="choose" type="file" accept="image/jpeg,image/png,image/webp" multiple>${plain(upload.choose)}</label>
<ol id="list"></ol>
<p id="count" role="status" aria-live="polite">${plain(upload.sent(images))}</p>
</div>
<form method="post"><button id="finish" type="submit" class="quiet">${plain(upload.done)}</button></form>`,
    '<script type="module" src="/phone/upload.js"></script>',
  )
}
