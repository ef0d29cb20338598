/** What people choose when they are asked for a password, in this country and in a pharmacy; each by itself, doubled, or with digits around it. */
const words = [
  ...['password', 'passwort', 'passphrase', 'pass', 'passwd', 'login', 'welcome', 'letmein', 'secret', 'changeme'],
  ...['default', 'guest', 'user', 'test', 'tester', 'testing', 'demo', 'sample', 'admin', 'administrator', 'root'],
  ...['master', 'super', 'system', 'manager', 'office', 'computer', 'internet', 'windows', 'google', 'apple'],
  ...['iloveyou', 'love', 'baby', 'angel', 'princess', 'sunshine', 'flower', 'summer', 'winter', 'spring', 'autumn'],
  ...['monkey', 'dragon', 'tiger', 'cookie', 'chocolate', 'banana', 'football', 'baseball', 'soccer', 'pokemon'],
  ...['pikachu', 'doraemon', 'anpanman', 'totoro', 'hello', 'world', 'happy', 'lucky', 'smile', 'star', 'hogehoge'],
  ...['hoge', 'foobar', 'japan', 'nippon', 'nihon', 'tokyo', 'osaka', 'kyoto', 'sakura', 'fujisan', 'fuji'],
  ...['arigatou', 'arigato', 'konnichiwa', 'ohayou', 'aishiteru', 'daisuki', 'himitsu', 'ichiban', 'sayonara'],
  ...['yakkyoku', 'yakuzaishi', 'yakuzai', 'kusuri', 'kusuribako', 'okusuri', 'okusuritecho', 'techo', 'chozai'],
  ...['jimu', 'kanri', 'kanrisha', 'hoshu', 'pharmacy', 'pharmacist', 'drug', 'drugstore', 'medicine', 'medical'],
  ...['clinic', 'hospital', 'byouin', 'reseputo', 'rececon', 'rezept', 'uketsuke', 'madoguchi'],
  ...[
    'パスワード',
    'ぱすわーど',
    'ひみつ',
    '秘密',
    '薬局',
    '調剤薬局',
    '薬剤師',
    '薬箱',
    'くすりばこ',
    'おくすり',
    'お薬手帳',
  ],
  ...['管理者', '事務', '受付', '窓口', 'ありがとう', 'こんにちは', 'さくら', '日本'],
].toSorted((one, other) => other.length - one.length)

/** Rows of keys and of letters, along which fingers walk. */
const rows = [
  'abcdefghijklmnopqrstuvwxyz',
  '01234567890',
  'qwertyuiop@[',
  'asdfghjkl;:]',
  'zxcvbnm,./',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  '!"#$%&\'()',
  'あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよらりるれろわをん',
].flatMap((row) => [row, [...row].reverse().join('')])
const shortestWalk = 4

const shapes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/**
 * Whether this is among the first things anybody would try: nothing but digits, a word of the list with decoration, a walk over the keys,
 * or the same short piece again and again.
 */
export function isCommonPassword(password: string): boolean {
  const text = password.normalize('NFKC').toLowerCase()
  if (/^[\d\s\-/.]*$/.test(text)) return true
  if (/^(.{1,4})\1+.{0,3}$/u.test(text)) return true
  const shaped = text.replace(/[013457@$!]/g, (mark) => shapes[mark] ?? mark)
  return [text, shaped].some((each) => isOnlyCommon(each))
}

/** Nothing is left once every word and walk was taken out but digits, marks and a letter or two. */
function isOnlyCommon(text: string): boolean {
  let rest = text
  for (const word of words) rest = rest.replaceAll(word, ' ')
  rest = withoutWalks(rest)
  const letters = rest.match(/\p{L}/gu)?.length ?? 0
  return rest !== text && letters <= 2
}

function withoutWalks(text: string): string {
  const characters = [...text]
  let kept = ''
  for (let at = 0; at < characters.length;) {
    let end = at + 1
    while (end < characters.length && isWalk(characters.slice(at, end + 1).join(''))) end++
    kept += end - at >= shortestWalk ? ' ' : characters.slice(at, end).join('')
    at = end
  }
  return kept
}

const isWalk = (piece: string): boolean => rows.some((row) => row.includes(piece))
