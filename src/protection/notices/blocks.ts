export type Block = { kind: 'heading'; text: string } | { kind: 'list'; items: string[] } | { kind: 'paragraph'; text: string }

/**
 * The markup of a notice, as little as a notice needs: `## ` begins a heading, `- ` an item of a list, an empty line
 * ends a paragraph. Everything else is text.
 */
export function noticeBlocks(body: string): Block[] {
  const blocks: Block[] = []
  let open = false
  for (const line of body.replaceAll('\r\n', '\n').split('\n').map((raw) => raw.trim())) {
    const last = blocks.at(-1)
    if (line === '') open = false
    else if (line.startsWith('## ')) {
      blocks.push({ kind: 'heading', text: line.slice(3).trim() })
      open = false
    } else if (line.startsWith('- ')) {
      if (open && last?.kind === 'list') last.items.push(line.slice(2).trim())
      else blocks.push({ kind: 'list', items: [line.slice(2).trim()] })
      open = true
    } else if (open && last?.kind === 'paragraph') last.text += ` ${line}`
    else {
      blocks.push({ kind: 'paragraph', text: line })
      open = true
    }
  }
  return blocks
}
