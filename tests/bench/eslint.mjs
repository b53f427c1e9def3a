// Counts in functions as ESLint and SonarJS do, over JSON lines: {name, text} on standard input,
// {ms, error, functions: [{start, end, line, cyclomatic, cognitive, parameters}]} on standard output:
// milliseconds of the processor, offsets in UTF-8, lines from 1. The argument is the folder with the
// packages.
import { Buffer } from 'node:buffer'
import { createRequire } from 'node:module'
import { extname, join } from 'node:path'
import { argv, cpuUsage, stdin, stdout } from 'node:process'
import { createInterface } from 'node:readline'

const load = createRequire(join(argv[2], 'package.json'))
const { Linter } = load('eslint')
const { builtinRules } = load('eslint/use-at-your-own-risk')
const sonar = load('eslint-plugin-sonarjs').rules['cognitive-complexity']
const typescript = load('@typescript-eslint/parser')

let found = new Map()

function note(node, origin, values) {
  const key = `${node.range} ${origin}`
  found.set(key, { ...found.get(key), ...values, range: node.range, line: node.loc.start.line })
}

// A rule reports what is over its limit: with limits below all numbers, every function.
const cyclomatic = {
  create: (context) =>
    builtinRules.get('complexity').create(
      Object.create(context, {
        options: { value: [0] },
        report: {
          value({ node, data }) {
            const isField = data.name === 'Class field initializer'
            if (isField && data.complexity === 1) return
            const parameters = node.params?.filter((each) => each.name !== 'this').length
            const values = { cyclomatic: data.complexity }
            note(node, isField, isField ? values : { ...values, parameters })
          },
        },
      }),
    ),
}
const cognitive = {
  create(context) {
    let current
    const listeners = sonar.create(
      Object.create(context, {
        options: { value: [-1] },
        report: {
          value: ({ data }) => note(current, false, { cognitive: data.complexityAmount }),
        },
      }),
    )
    const leave = listeners[':function:exit']
    return {
      ...listeners,
      ':function:exit'(node) {
        current = node
        leave(node)
      },
    }
  },
}

const linter = new Linter({ configType: 'flat' })
const isScript = (name, text) => name.endsWith('.cjs') || !/^\s*(import|export)\b/m.test(text)

for await (const line of createInterface({ input: stdin })) {
  const { name, text } = JSON.parse(line)
  const isJs = /\.[mc]?jsx?$/.test(name)
  const parserOptions = { ecmaFeatures: { jsx: isJs || name.endsWith('x') } }
  found = new Map()
  const started = cpuUsage()
  const messages = linter.verify(
    text,
    {
      files: ['**/*.*'],
      linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
      plugins: { count: { rules: { cyclomatic, cognitive } } },
      rules: { 'count/cyclomatic': 'error', 'count/cognitive': 'error' },
      languageOptions: isJs
        ? { sourceType: isScript(name, text) ? 'commonjs' : 'module', parserOptions }
        : { parser: typescript, parserOptions },
    },
    // Whatever folder it lies in, none is left out.
    { filename: `file${extname(name)}` },
  )
  const { user, system } = cpuUsage(started)
  const ms = (user + system) / 1000
  const functions = [...found.values()].map(({ range, ...values }) => ({
    start: Buffer.byteLength(text.slice(0, range[0])),
    end: Buffer.byteLength(text.slice(0, range[1])),
    ...values,
  }))
  const error = messages.find((each) => each.fatal)?.message ?? ''
  stdout.write(JSON.stringify({ ms, error, functions }) + '\n')
}
