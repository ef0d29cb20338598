/** 版の履歴. */
export const revisions = {
  title: '版の履歴',
  hint: 'レセコンから届いたファイルの順です。一番上が最後に届いたものです。',
  action: { new: '新規', update: '更新', delete: '削除' },
  current: '表示中',
  columns: { received: '受信', sent: 'レセコンの出力', action: '種類', file: 'ファイル' },
  none: '記載なし',
} as const
