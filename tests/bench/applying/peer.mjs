// Runs agent-booster by its published API over JSON lines: {id, code, edit, language} on standard
// input, {id, output, success, ms} on standard output. The argument is its folder.
import { createInterface } from 'node:readline'
import { createRequire } from 'node:module'
import { argv, hrtime, stdin, stdout } from 'node:process'

const { AgentBooster } = createRequire(import.meta.url)(argv[2])
const booster = new AgentBooster()

for await (const line of createInterface({ input: stdin })) {
  const { id, code, edit, language } = JSON.parse(line)
  const started = hrtime.bigint()
  const { output, success } = await booster.apply({ code, edit, language })
  const ms = Number(hrtime.bigint() - started) / 1e6
  stdout.write(JSON.stringify({ id, output, success, ms }) + '\n')
}
