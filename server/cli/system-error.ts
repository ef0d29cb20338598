const words: Record<string, string> = {
  ENOENT: 'フォルダーまたはファイルがありません',
  ENOTDIR: 'フォルダーではありません',
  EISDIR: 'フォルダーです。ファイルを指定してください',
  EEXIST: 'すでに同じ名前のものがあります',
  EACCES: '権限がありません',
  EPERM: '権限がありません',
  EROFS: '書き込めないディスクです',
  ENOSPC: 'ディスクの空きがありません',
  ENAMETOOLONG: '名前が長すぎます',
  ELOOP: 'リンクをたどれません',
}

/** What the system refused, in one line for the person at the terminal. */
export function explainSystemError({ code = '', path }: NodeJS.ErrnoException): string {
  return `${words[code] ?? 'この操作はできませんでした'}${path === undefined ? '' : `: ${path}`} [${code}]`
}
