import { html, type TemplateResult } from 'lit'
import type { Paper } from '../../components/paper.ts'
import { handover } from '../../text/handover.ts'
import '../../components/kb-qr.ts'

const words = handover.paper

export type PaperSize = 'slip' | 'a6' | 'a4'

/** What stands on the paper that a patient takes home. */
export interface RegistrationPaper {
  facility: string
  name: string
  url: string
  /** `2026年4月10日 10:30` */
  until: string
}

export const registrationPaper = ({ facility, name, url, until }: RegistrationPaper): TemplateResult =>
  html`<div class="paper" data-test="paper">
    <h1>${words.title}</h1>
    <p class="name">${name} ${words.suffix}</p>
    <kb-qr .text=${url} .label=${words.title}></kb-qr>
    <ol>
      ${words.steps.map((step) => html`<li>${step}</li>`)}
    </ol>
    <p class="until">${words.until(until)}</p>
    <p>${words.once}</p>
    <p>${words.care} ${words.wifi}</p>
    <p class="from">${facility}</p>
  </div>`

const base = `kb-paper .paper { display: grid; gap: 2mm; color: #000; line-height: 1.45; break-inside: avoid }
kb-paper h1, kb-paper p, kb-paper ol { margin: 0 }
kb-paper ol { padding-left: 1.4em; list-style: decimal }
kb-paper .name, kb-paper .until { font-weight: 700 }
kb-paper kb-qr { justify-self: center }
kb-paper .from { padding-top: 1mm; border-top: .3mm solid #000; font-weight: 700 }`

/** 80 mm rolls print 72 mm; A6 is a page of the paper notebook; A4 leaves the rest of the sheet free. */
export const papers: Record<PaperSize, Paper> = {
  slip: {
    size: '80mm 150mm',
    margin: '4mm',
    css: `${base}
kb-paper .paper { font-size: 10pt }
kb-paper h1 { font-size: 12pt } kb-paper .name { font-size: 15pt } kb-paper kb-qr { width: 52mm }`,
  },
  a6: {
    size: '105mm 148mm',
    margin: '8mm',
    css: `${base}
kb-paper .paper { font-size: 9.5pt }
kb-paper h1 { font-size: 13pt } kb-paper .name { font-size: 16pt } kb-paper kb-qr { width: 50mm }`,
  },
  a4: {
    size: '210mm 297mm',
    margin: '20mm',
    css: `${base}
kb-paper .paper { gap: 5mm; font-size: 14pt }
kb-paper h1 { font-size: 22pt } kb-paper .name { font-size: 24pt } kb-paper kb-qr { width: 85mm }`,
  },
}
