/** What pages are called before any of them is loaded: 初期設定, and the second factor that must be added first. */
export const setupTitle = '薬箱の初期設定'
export const enrolTitle = '二要素認証を設定してください'
