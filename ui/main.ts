import './kb-app.ts'

// The font's long list of subsets must not hold up the first picture: it was loaded for print only until now.
const fonts = document.querySelector<HTMLLinkElement>('link[data-fonts]')
if (fonts) fonts.media = 'all'
