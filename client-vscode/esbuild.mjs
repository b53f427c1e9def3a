// Bundles the extension into dist/extension.js: node esbuild.mjs [--production]
import { build } from 'esbuild'

const production = process.argv.includes('--production')

await build({
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['vscode'],
  minify: production,
  sourcemap: !production,
  logLevel: 'warning',
})
