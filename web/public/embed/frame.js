// In a booking page that stands in another site's frame: tells that site its height and that Escape was pressed, nothing else.
;(function () {
  if (parent === self) return
  function say(message) { parent.postMessage(message, '*') }
  // The page fills its window otherwise, and could never grow smaller again.
  addEventListener('DOMContentLoaded', function () { document.body.style.minHeight = '0' })
  if (document.body) document.body.style.minHeight = '0'
  say({ reserve: 'open' })
  new ResizeObserver(function () { say({ reserve: 'height', height: Math.ceil(document.documentElement.getBoundingClientRect().height) }) }).observe(document.documentElement)
  addEventListener('keydown', function (event) { if (event.key === 'Escape') say({ reserve: 'close' }) })
})()
