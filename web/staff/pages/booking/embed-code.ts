/** The code that a client pastes into its website, and the days of a plot. */
export type Mode = 'button' | 'inline'

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')

/** A link that the script inside makes a button; it leads to the booking page by itself where scripts do not run. */
export function buttonCode({ page, script, service, label, mode }: { page: string; script: string; service: string; label: string; mode: Mode }): string {
  const path = new URL(page).pathname.slice(1)
  const chosen = service === '' ? '' : ` data-service="${escaped(service)}"`
  return `<a href="${escaped(page)}?o=site">${escaped(label)}<script async src="${escaped(script)}" data-reserve="${escaped(path)}"${chosen} data-label="${escaped(label)}" data-mode="${mode}"></script></a>`
}

/** The days from one to another, both included, `YYYY-MM-DD`. */
export function eachDay(from: string, to: string): string[] {
  const days: string[] = []
  for (let at = Date.parse(`${from}T12:00:00Z`); at <= Date.parse(`${to}T12:00:00Z`); at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10))
  return days
}
