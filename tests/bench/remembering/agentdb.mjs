// Searches with agentdb's ReasoningBank: {documents, questions} as JSON on standard input, a line
// {found, ms} a question on standard output. Arguments: the package's folder, that of the models.
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { argv, hrtime, stdin, stdout } from 'node:process'
import { pathToFileURL } from 'node:url'

const [, , folder, models] = argv
const url = (path) => pathToFileURL(path).href
const { env } = await import(url(createRequire(join(folder, 'package.json')).resolve('@xenova/transformers')))
env.allowRemoteModels = false
if (models) env.localModelPath = models
const { EmbeddingService } = await import(url(join(folder, 'dist/controllers/EmbeddingService.js')))
const { ReasoningBank } = await import(url(join(folder, 'dist/controllers/ReasoningBank.js')))
const { createDatabase } = await import(url(join(folder, 'dist/db-fallback.js')))

let text = ''
for await (const chunk of stdin) text += chunk
const { documents, questions } = JSON.parse(text)
const embedder = new EmbeddingService({
  provider: 'transformers', model: 'Xenova/all-MiniLM-L6-v2', dimension: 384,
})
await embedder.initialize()
const bank = new ReasoningBank(await createDatabase(':memory:'), embedder)
const numbers = new Map()
for (const [number, approach] of documents.entries()) {
  numbers.set(await bank.storePattern({ taskType: 'code', approach, successRate: 1 }), number)
}
for (const question of questions) {
  const started = hrtime.bigint()
  const taskEmbedding = await embedder.embed(question)
  await bank.searchPatterns({ taskEmbedding, k: 10, threshold: -1 })
  const ms = Number(hrtime.bigint() - started) / 1e6
  const found = await bank.searchPatterns({ taskEmbedding, k: documents.length, threshold: -1 })
  stdout.write(JSON.stringify({ found: found.map(({ id }) => numbers.get(id)), ms }) + '\n')
}
