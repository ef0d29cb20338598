/** 緊急用アカウント, on every page. */
export const glassStrip = {
  used: (account: string, by: string, when: string) => `${account} が使われています（${when} から、${by} さん）`,
  todo: '心当たりがないときは、すぐに管理者へ知らせてください。管理者が「職員」で閉じるまで表示します。',
} as const
