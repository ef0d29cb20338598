const systems: readonly (readonly [RegExp, string])[] = [
  [/iPad/, 'iPad'],
  [/iPhone/, 'iPhone'],
  [/Android/, 'Android'],
  [/CrOS/, 'Chromebook'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'Mac'],
  [/Linux|X11/, 'Linux'],
]

/** The more special first: nearly every browser also says that it is Chrome or Safari. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/Edg(?:A|iOS)?\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]

const other = 'そのほか'
const find = (words: typeof systems, userAgent: string): string =>
  words.find(([sign]) => sign.test(userAgent))?.[1] ?? other

/** System and browser in plain words, from what a browser says of itself. A tablet that takes itself for a Mac is an iPad. */
export function browserWords(userAgent: string, isTablet: boolean): string {
  const system = find(systems, userAgent)
  const browser = find(browsers, userAgent)
  if (system === other && browser === other) return other
  return `${system === 'Mac' && isTablet ? 'iPad' : system}・${browser}`
}
