// Before the first paint: the colours and the language chosen last time, so that nothing flashes.
// Kept apart from the application and free of inline script, as the content security policy asks.
;(function () {
  var root = document.documentElement
  var read = function (key) {
    try {
      return localStorage.getItem(key)
    } catch {
      return null
    }
  }
  var chosen = read('reserve-colours')
  var dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  var language = read('reserve-language')
  if (language === 'fr' || language === 'en') root.lang = language
})()
