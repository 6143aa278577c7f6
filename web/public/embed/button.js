// The button of a client's site. Without it the link around it simply leads to the booking pages.
;(function () {
  var script = document.currentScript
  if (!script) return
  var data = script.dataset
  var home = new URL(script.src).origin
  var label = data.label || 'Prendre RDV'
  var link = script.closest('a')
  if (!link) {
    link = document.createElement('a')
    link.textContent = label
    script.before(link)
  }
  var query = new URLSearchParams({ o: 'site' })
  ;(data.service || '').split(' ').forEach(function (id) { if (id) query.append('service', id) })
  link.href = home + '/' + data.reserve + '?' + query
  function frame() {
    var made = document.createElement('iframe')
    made.title = label
    made.src = link.href
    made.style.cssText = 'display:block;border:0;width:100%;height:100%;background:#fff'
    return made
  }
  function hear(made, act) {
    addEventListener('message', function (event) {
      if (event.origin === home && event.source === made.contentWindow && event.data) act(event.data)
    })
  }
  if (data.mode === 'inline') {
    var inline = frame()
    inline.style.height = '40rem'
    link.replaceWith(inline)
    hear(inline, function (said) {
      if (said.reserve === 'height') inline.style.height = said.height + 'px'
      if (said.reserve === 'open' && inline.getBoundingClientRect().top < 0) inline.scrollIntoView()
    })
    return
  }
  link.setAttribute('role', 'button')
  link.style.cssText = 'display:inline-block;padding:.75em 1.25em;border-radius:6px;background:#1f4d3a;color:#fff;font:600 1rem system-ui,sans-serif;text-decoration:none'
  link.addEventListener('keydown', function (event) {
    if (event.key === ' ') { event.preventDefault(); link.click() }
  })
  link.addEventListener('click', function (event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    if (matchMedia('(max-width:40em)').matches || !window.HTMLDialogElement) {
      link.target = '_blank'
      link.rel = 'noopener'
      return
    }
    event.preventDefault()
    // A modal dialogue keeps the focus inside, closes on Escape and gives the focus back.
    var box = document.createElement('dialog')
    var made = frame()
    var close = document.createElement('button')
    box.setAttribute('aria-label', label)
    box.style.cssText = 'width:min(46rem,94vw);height:92vh;max-height:none;padding:0;border:0;border-radius:8px;overflow:hidden'
    close.type = 'button'
    close.textContent = '×'
    close.setAttribute('aria-label', document.documentElement.lang.slice(0, 2) === 'en' ? 'Close' : 'Fermer')
    close.style.cssText = 'position:absolute;top:8px;right:8px;width:44px;height:44px;border:0;border-radius:50%;background:#1c1c1a;color:#fff;font:1.5rem/1 system-ui,sans-serif;cursor:pointer'
    close.onclick = function () { box.close() }
    box.onclose = function () { box.remove(); link.focus() }
    hear(made, function (said) { if (said.reserve === 'close') box.close() })
    box.append(close, made)
    document.body.append(box)
    box.showModal()
  })
})()
