import { accentOf, ink, paper } from './colour.ts'

/**
 * The public pages' style sheet: paper and ink. Inlined, so that nothing is waited for; system fonts; targets of
 * 44 px at least; one column. `chosen` is the establishment's colour (`#rrggbb`); `extra` a page's own rules.
 *
 * What a page can use:
 * - `.lead` a paragraph that opens; `.quiet` what is secondary; `.figures` digits that line up; `.unseen` for screen readers only
 * - `.button` (the one thing to do), `.button.plain` (the others), `.button.wide` (the width of the column)
 * - `.field` around label, `.hint`, input and `.error`; `.pair` puts two fields side by side where there is room
 * - `.rows` a list with hairlines, `.row` one of it; an `a.row` or `label.row` is a target as a whole, its `.side` stands at the end
 * - `.choice` a label around a radio or a box and its text; `.chips` and `.chip` short choices on a line
 * - `.chosen` what was chosen so far; `.aside` something to know; `.refusal` what went wrong; `.tag` a word of status
 */
export function publicStyle(chosen: string, extra = ''): string {
  const { accent, accent_deep, on_accent, accent_soft, chosen: band } = accentOf(chosen)
  return compact(`
:root{--paper:${paper};--sheet:#ffffff;--ink:${ink};--ink-2:#55534d;--line:#e2dfd6;--line-strong:#8a877e;--accent:${accent};--accent-deep:${accent_deep};--on-accent:${on_accent};--accent-soft:${accent_soft};--band:${band};--danger:#9a2614;--danger-soft:#fbeae6;--positive:#17603a;--radius:6px;--column:42rem;--serif:ui-serif,"Iowan Old Style","Palatino Linotype",Palatino,"Noto Serif",Georgia,serif}
${base}
${extra}`)
}

/** Rules are written to be read; a page carries them without the line breaks. */
function compact(css: string): string {
  return css.replaceAll(/\s*\n\s*/g, '')
}

const base = `
*,*::before,*::after{box-sizing:border-box}
html{background:var(--paper);-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;min-height:100vh;display:flex;flex-direction:column;border-top:5px solid var(--band);color:var(--ink);font:1.0625rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
h1,h2,h3{font-family:var(--serif);font-weight:600;line-height:1.2;margin:0;text-wrap:balance}
h1{font-size:clamp(1.75rem,1.4rem + 1.6vw,2.375rem);letter-spacing:-.01em;margin-bottom:.75rem}
h2{font-size:1.3125rem;margin:2.25rem 0 .75rem}
h3{font-size:1.0625rem;font-family:inherit}
p{margin:0 0 1rem;max-width:38rem}
a{color:var(--accent);text-underline-offset:.18em;text-decoration-thickness:1px}
a:hover{color:var(--accent-deep);text-decoration-thickness:2px}
ul,ol{margin:0 0 1rem;padding-left:1.25rem}
hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.skip{position:absolute;left:1rem;top:-6rem;padding:.75rem 1rem;background:var(--sheet);z-index:2}
.skip:focus{top:.75rem}
.frame{width:100%;max-width:calc(var(--column) + 2.5rem);margin:0 auto;padding:0 1.25rem}
.wide .frame{--column:60rem}
.top{display:flex;align-items:center;justify-content:space-between;gap:1rem;min-height:4rem}
.brand{display:inline-flex;flex-direction:column;justify-content:center;min-height:44px;min-width:44px;color:var(--ink);text-decoration:none;font-family:var(--serif);font-weight:600;font-size:1.125rem;line-height:1.2}
.brand small{font:.875rem/1.3 system-ui,sans-serif;color:var(--ink-2);font-weight:400}
.brand:hover{color:var(--accent)}
.languages{display:flex;flex:none;margin-right:-.75rem}
.languages a,.languages strong{display:inline-flex;align-items:center;justify-content:center;min-width:44px;min-height:44px;font-size:.9375rem;font-weight:400}
.languages strong{font-weight:600}
main{flex:1;padding:1.25rem 0 3rem}
.lead{font-size:1.1875rem;line-height:1.5}
.quiet{color:var(--ink-2)}
.figures{font-variant-numeric:tabular-nums}
.button{display:inline-flex;align-items:center;justify-content:center;min-height:48px;padding:.625rem 1.375rem;border:1px solid var(--accent);border-radius:var(--radius);background:var(--accent);color:var(--on-accent);font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
.button:hover{background:var(--accent-deep);border-color:var(--accent-deep);color:var(--on-accent)}
.button.plain{background:transparent;color:var(--accent)}
.button.plain:hover{background:var(--accent-soft);color:var(--accent-deep)}
.button.wide{width:100%}
.field{margin:0 0 1.125rem}
.field label,fieldset legend{display:block;font-weight:600;margin:0 0 .25rem;padding:0}
fieldset{border:0;margin:0 0 1.125rem;padding:0;min-width:0}
.hint{display:block;color:var(--ink-2);font-size:.9375rem;font-weight:400;margin:0 0 .25rem}
.error{display:block;color:var(--danger);font-weight:600;font-size:.9375rem;margin:.25rem 0 0}
input:not([type=checkbox],[type=radio],[type=submit],[type=hidden]),select,textarea{width:100%;min-height:48px;padding:.5rem .75rem;border:1px solid var(--line-strong);border-radius:var(--radius);background:var(--sheet);color:var(--ink);font:inherit}
textarea{min-height:7rem;resize:vertical}
[aria-invalid=true]{border-color:var(--danger)!important;box-shadow:inset 0 0 0 1px var(--danger)}
input[type=checkbox],input[type=radio]{width:1.375rem;height:1.375rem;margin:0;flex:none;accent-color:var(--accent)}
.pair{display:grid;gap:0 1rem}
@media(min-width:34rem){.pair{grid-template-columns:1fr 1fr}}
.rows{list-style:none;margin:0 0 1.5rem;padding:0;border-top:1px solid var(--line)}
.rows>li{border-bottom:1px solid var(--line)}
.row{display:flex;align-items:center;gap:.875rem;min-height:56px;padding:.875rem .25rem;color:var(--ink);text-decoration:none}
.row>:first-child:not(input){flex:1}
.row>input+*{flex:1}
.row .side{flex:none;text-align:right;font-variant-numeric:tabular-nums}
a.row:hover,label.row:hover{background:var(--accent-soft);color:var(--ink)}
label.row,.choice,.chip{cursor:pointer}
.choice{display:flex;gap:.75rem;align-items:flex-start;min-height:44px;padding:.5rem 0}
.chips{display:flex;flex-wrap:wrap;gap:.5rem;list-style:none;margin:0 0 1rem;padding:0}
.chip{display:inline-flex;align-items:center;justify-content:center;min-height:44px;min-width:44px;padding:.375rem .875rem;border:1px solid var(--line-strong);border-radius:var(--radius);background:var(--sheet);color:var(--ink);text-decoration:none;font:inherit;font-variant-numeric:tabular-nums}
.chip:hover{border-color:var(--accent);color:var(--accent-deep)}
.chip[aria-current],.chip:has(:checked){background:var(--accent);border-color:var(--accent);color:var(--on-accent)}
.chosen{margin:0 0 1.5rem;padding:.875rem 1rem;border-left:3px solid var(--accent);background:var(--accent-soft);border-radius:0 var(--radius) var(--radius) 0}
.chosen>:last-child,.aside>:last-child,.refusal>:last-child{margin-bottom:0}
.aside{margin:0 0 1.5rem;padding:.875rem 1rem;border:1px solid var(--line);border-radius:var(--radius);background:var(--sheet)}
.refusal{margin:0 0 1.5rem;padding:.875rem 1rem;border-left:3px solid var(--danger);background:var(--danger-soft);border-radius:0 var(--radius) var(--radius) 0}
.tag{display:inline-block;padding:0 .5rem;border:1px solid var(--line-strong);border-radius:99px;font-size:.875rem;color:var(--ink-2)}
.foot{border-top:1px solid var(--line);font-size:.9375rem;color:var(--ink-2)}
.foot .frame{padding-top:.75rem;padding-bottom:1.5rem}
.foot nav{display:flex;flex-wrap:wrap;gap:0 1.25rem}
.foot nav a{display:inline-flex;align-items:center;min-height:44px}
.foot p{margin:.25rem 0 0}
@media(prefers-reduced-motion:no-preference){.button,.chip,a.row,label.row{transition:background-color .12s,border-color .12s}}
@media print{body{border:0;background:#fff}.languages,.foot,.skip{display:none}}
`
