'use strict'

var app = exports = module.exports = {}

app.init = function init(settings) { // cyclomatic 2, cognitive 0, nesting 0, parameters 1
  this.settings = settings || {}
}

app.handle = function (req, res, next) { // cyclomatic 3, cognitive 1, nesting 1, parameters 3
  var done = next || function (error) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    if (error) res.end(String(error))
  }
  if (!this.router) {
    done()
    return
  }
  this.router.handle(req, res, done)
}

function legacy(a, b) { // cyclomatic 5, cognitive 8, nesting 3, parameters 2
  var length = arguments.length
  if (length === 1) {
    if (typeof a === 'function') a()
    else if (Array.isArray(a)) for (var i = 0; i < a.length; i++) legacy(a[i])
    else throw new TypeError('no')
  }
  return b
}

;(function () { // cyclomatic 3, cognitive 2, nesting 1, parameters 0
  if (typeof window !== 'undefined' && window.app) window.app = app
})()

app.types = {
  string: function (value) { return value ? 's' : '' }, // cyclomatic 2, cognitive 1, nesting 0, parameters 1
  'with space'(value) { return value }, // cyclomatic 1, cognitive 0, nesting 0, parameters 1
  get size() { return Object.keys(this).length || 1 }, // cyclomatic 2, cognitive 0, nesting 0, parameters 0
  [Symbol.iterator]: function* () { yield* Object.keys(app) }, // cyclomatic 1, cognitive 0, nesting 0, parameters 0
  arrow: value => value?.length, // cyclomatic 2, cognitive 0, nesting 0, parameters 1
}

const compose = (...steps) => // cyclomatic 1, cognitive 0, nesting 0, parameters 1
  (value) => // cyclomatic 1, cognitive 0, nesting 0, parameters 1
    steps.reduce((before, step) => // cyclomatic 1, cognitive 0, nesting 0, parameters 2
      step(before), value)

class Store {
  #rows = new Map()
  static shared = globalThis.store ?? new Store() // cyclomatic 2, cognitive 0, nesting 0, parameters 0
  size = 0

  get(key, { missing = null, load } = {}) { // cyclomatic 5, cognitive 2, nesting 1, parameters 2
    if (this.#rows.has(key)) {
      return this.#rows.get(key)
    }
    return load ? load(key) : missing
  }

  async *all([first, second = first], ...others) { // cyclomatic 4, cognitive 3, nesting 2, parameters 2
    for await (const each of [first, second, ...others]) {
      if (!each) continue
      yield each
    }
  }
}

const swap = (a, b) => { // cyclomatic 5, cognitive 0, nesting 0, parameters 2
  let rest
  ;[a = 1, b, ...rest] = [b, a];
  ({ a = 2, b: { c: b = 3 } = {} } = rest)
  return [a, b]
}

function scan(text) { // cyclomatic 6, cognitive 8, nesting 3, parameters 1
  let depth = 0
  scanning: for (let at = 0; ; at++) {
    switch (text[at]) {
      case '(':
        depth++
        break
      case ')':
        if (--depth < 0) break scanning
        break
      case undefined:
        break scanning
      default:
        continue
    }
  }
  return depth
}

function render(rows) { // cyclomatic 2, cognitive 0, nesting 0, parameters 1
  return <ul>{rows.length > 0 && rows.map((row) => // cyclomatic 2, cognitive 1, nesting 0, parameters 1
    <li>{row ? row.name : "none"}</li>)}</ul>
}
