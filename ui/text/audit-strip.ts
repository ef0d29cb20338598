import type { AuditFault } from '../../contract/audit.ts'

/** On every page while the audit trail is not as it was written. */
export const auditStrip = {
  broken: (seq: number) => `監査ログの${String(seq)}行目が壊れています。`,
  /** Of how many places, when there are several. */
  all: (faults: number, last: number) =>
    faults > 1 ? `全部で${String(faults)}か所、最後は${String(last)}行目です。` : '',
  /** The check itself. */
  unchecked: '監査ログの検査ができていません。',
  uncheckedTodo: 'ディスクがいっぱいか、壊れている可能性があります。管理者と保守の会社へ知らせてください。',
  faults: {
    changed: '内容が書き込まれたときと違います。',
    missing: '行がなくなっています。',
    cut: '末尾の行がなくなっています。',
    deed: '変更の記録が消えたか、書き換えられています。',
    unchecked: '検査が最後まで終わらないか、2日以上行われていません。',
  } satisfies Record<AuditFault, string>,
  /** @param month `YYYY-MM` */
  due: (month: string) => `${String(Number(month.slice(5)))}月の監査ログの月次点検がまだです。`,
  toReview: '月次点検を開く',
  todo: 'だれかが記録のファイルに手を加えた可能性があります。管理者と保守の会社へ知らせてください。',
}
