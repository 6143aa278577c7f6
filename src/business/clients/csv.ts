/**
 * CSV as spreadsheets open it. What a cell begins with decides whether a spreadsheet takes it for a
 * formula (OWASP, "CSV Injection"); such a cell gets an apostrophe in front. Numbers and phone
 * numbers in E.164 are left: at worst they are computed to themselves. A cell that begins with an
 * apostrophe and such a sign gets one more, so that reading the file again gives what was written.
 */
const dangerous = /^'*[=+\-@\t\r\n＝＋－＠]/
const harmless = /^(?:\+[1-9]\d{4,14}|-?\d{1,15}(?:[.,]\d{1,10})?)$/

/** The cell's text, harmless to a spreadsheet. */
export function guardCell(text: string): string {
  return dangerous.test(text) && !harmless.test(text) ? `'${text}` : text
}

/** One line with its end, cells guarded and quoted where they need it. */
export function csvLine(cells: readonly string[], delimiter: string): string {
  return `${cells.map((cell) => quoted(guardCell(cell), delimiter)).join(delimiter)}\r\n`
}

function quoted(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\r\n]/.test(text) || /^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** The mark by which Excel knows UTF-8. */
export const byteOrderMark = '\ufeff'
