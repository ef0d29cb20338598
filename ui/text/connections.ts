/** 接続の設定; the forms themselves speak as in 初期設定 (setup.ts). */
export const connections = {
  lead: '初期設定の「薬箱の名前」「レセコン」「バックアップ」「ハブ」を、あとから決めたり変えたりできます。',
  saved: '保存しました。',
  /** What becomes of it, by the step. */
  then: {
    network:
      '名前は、薬箱を起動し直すと変わります（systemctl restart で薬箱のサービスを起動し直すか、機械の電源を入れ直します）。変えると、今の名前で登録した端末とパスキーは、新しい名前で登録し直しになります。',
    nsips:
      '保存すると、すぐに新しいフォルダーの取り込みを始めます。起動のときに --nsips で指定したフォルダーは、ここには出ません。',
    backup: '',
    hub: '',
  },
} as const
