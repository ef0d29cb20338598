import type { ReaderEvent, ServiceState } from '../drivers/reader.ts'

const serviceNames = {
  pcsc: 'カードリーダー (pcscd)',
  serial: 'スキャナ (USB-COM)',
  hid: 'スキャナ (HID)',
  usb: 'USB の記録',
}

const stateWords: Record<ServiceState, string> = {
  ok: '使えます。',
  'no-daemon':
    'pcscd が動いていません。apt install pcscd のあと systemctl enable --now pcscd.socket を実行してください。',
  'binding-missing': 'この機械では使えません。npm ci をやり直し、必要な部品を入れてください。',
  deaf: '応答しなくなったため、つなぎ直しています。',
  stuck: '動かなくなったため、つなぎ直しています。',
  'no-kernel-log': '読む権利がありません。ケーブルの不調の記録が少なくなりますが、タッチには困りません。',
}

/** What the person who looks after the satellite is told of its readers, in one line each: never what lay on them. */
export function createReaderLines(say: (line: string) => void): (event: ReaderEvent) => void {
  const labels = new Map<string, string>()
  return (event) => {
    if (event.type === 'device-ready') {
      labels.set(event.info.device, event.info.label)
      say(`リーダー「${event.info.label}」がつながりました。`)
    }
    if (event.type === 'device-gone') say(`リーダー「${labels.get(event.device) ?? event.device}」が外れました。`)
    if (event.type === 'service') say(`${serviceNames[event.service]}: ${stateWords[event.state]}`)
  }
}
