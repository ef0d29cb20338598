import type { AuditFault } from '../../contract/audit.ts'

/** What is wrong with a row, in words for who looks after the box. */
export const auditFaultWords: Record<AuditFault, string> = {
  changed: '内容が書き込まれたときと違います。',
  missing: '行がなくなっています。',
  cut: '末尾の行がなくなっています。',
  unchecked: '検査が最後まで終わりませんでした。',
  deed: '変更の記録(trail)が消えたか、書き換えられたか、外から足されています。',
}
