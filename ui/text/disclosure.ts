import type { DisclosureDays, DisclosureReason } from '../../contract/disclosure.ts'

const reasons: Record<DisclosureReason, string> = {
  'shown-otherwise': '紙の手帳やスマートフォンの画面を見せてもらった',
  asked: 'ご本人・ご家族からの問い合わせ',
  inquiry: '医療機関・他の薬局との照会',
  dispensing: '調剤・服薬指導に必要',
  emergency: '救急・災害',
  record: '記録の確認・訂正',
  other: 'その他',
}

const span = (days: DisclosureDays): string =>
  days === null
    ? '提示があった日から、取りやめの申し出まで'
    : days === 1
      ? '提示があった日だけ'
      : `提示があった日から${String(days)}日間`

/** 他施設・ご本人の記録の表示. */
export const disclosure = {
  label: '他施設・ご本人の記録の表示',
  closed: (days: DisclosureDays) => `他施設・ご本人の記録は、カードの${span(days)}表示します。`,
  closedShort: '他施設・ご本人の記録は表示していません',
  closedHint: 'カードを提示していただくか、上の「理由を入力して開く」から表示できます。',
  closedTaking: '他施設のお薬と市販薬は、この一覧に入っていません。',
  closedLines: '他施設のお薬の行は表示していません。',
  openUntil: (when: string) => `他施設・ご本人の記録を表示しています（${when}まで）`,
  openForEver: '他施設・ご本人の記録を表示しています（取りやめの申し出まで）',
  byReason: '理由を入力して開きました。',
  today: '今日の24:00',
  day: (day: string) => `${day}の24:00`,
  give: '理由を入力して開く',
  reason: '理由',
  choose: '選んでください',
  reasons,
  note: 'くわしく',
  noteHint: '「その他」のときは必ず。200文字まで。監査ログと一緒に残ります。',
  needReason: '理由を選んでください。',
  needNote: 'どのような理由か、ひとこと書いてください。',
  holds: '今日の24:00まで、あなたにだけ表示します。',
  open: '開く',
  opening: '開いています…',
  cancel: 'やめる',
  withdraw: 'ご本人の申し出で閉じる',
  withdrawAsk: '次のカードの提示まで、すべての職員に表示しなくなります。ご本人の申し出ですか？',
  withdrawYes: 'はい、閉じる',
  closing: '閉じています…',
  opened: '開きました。',
  withdrawn: '閉じました。次のカードの提示で、また表示します。',
  failed: '他施設・ご本人の記録を表示できるか、確かめられません',
  page: {
    lead: '他の薬局・医療機関の記録と、ご本人の記録（市販薬、ご本人の言葉のメモ）を、カードの提示からいつまで表示するかを決めます。この薬局の調剤とからだの情報は、いつも表示します。',
    setting: '表示する期間',
    choices: {
      '1': '提示があった日だけ（その日の24:00まで）',
      '3': '提示があった日から3日間',
      '7': '提示があった日から7日間',
      '30': '提示があった日から30日間',
      none: 'ご本人の取りやめの申し出まで',
    } satisfies Record<string, string>,
    now: (days: DisclosureDays) => `いま：カードの${span(days)}`,
    onlyAdmin: '変更は管理者ができます。',
    save: '変更する',
    saving: '変更しています…',
    saved: '変更しました。すべての画面に、すぐに効きます。',
    longer: '期間を長くすると、提示のない日にも表示します。患者さんへの説明と掲示も合わせてください。',
    reasons: '理由を入力して開いた記録',
    reasonsLead: '新しい順。だれが、どなたの記録を、なぜ開いたかを見直せます。',
    none: 'まだありません',
    noneHint: '理由を入力して開くと、ここに残ります。',
    columns: ['日時', '職員', '会員', '理由'],
  },
} as const
