import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { mantineStyles } from './mantine-styles.ts'
import { tokenSheet } from './staff/theme/tokens.ts'

const staff = fileURLToPath(new URL('staff', import.meta.url))

/** Puts the design tokens in the page itself, so that the first paint already has the right colours. */
function inlineTokens(): Plugin {
  return {
    name: 'inline-tokens',
    transformIndexHtml: () => [{ tag: 'style', children: tokenSheet(), injectTo: 'head-prepend' }],
  }
}

/** Rolldown names a shared chunk after all who share it; one word is enough. */
const short = (name: string): string => (name.startsWith('shared') ? 'shared' : name)

/** Where `vite` alone, in development, finds the API: a `npm start` running next to it. */
const server = `http://localhost:${process.env['PORT'] ?? '3000'}`

// Vite wants its configuration as the default export.
export default defineConfig({
  root: staff,
  base: '/app/',
  plugins: [react(), mantineStyles(staff), inlineTokens()],
  build: {
    outDir: fileURLToPath(new URL('../dist/web', import.meta.url)),
    emptyOutDir: true,
    manifest: true,
    // Safari 16.4, Chrome 111, Firefox 114: phones of the last three years, and what `oklch` and nesting need.
    target: 'baseline-widely-available',
    rolldownOptions: {
      output: {
        chunkFileNames: ({ name }) => `assets/${short(name)}-[hash].js`,
        assetFileNames: ({ names }) => `assets/${short(names[0] ?? 'asset').replace(/\.\w+$/, '')}-[hash][extname]`,
        codeSplitting: {
          groups: [
            { name: 'start', tags: ['$initial'], priority: 1 },
            // What several pages share goes together; alone, each small module would be a request. In one chunk and
            // not by who shares it: those come to import one another in a circle, and the page then stays white.
            { name: 'shared', minShareCount: 2 },
          ],
        },
      },
    },
    // Plots are one chunk of their own, fetched by the pages that draw; it is larger than Vite's warning.
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/api': server } },
})
