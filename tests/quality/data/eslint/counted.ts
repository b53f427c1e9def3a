export function plain(): number { // cyclomatic 1, cognitive 0, nesting 0, parameters 0
  return 1
}

export function guard(value: string | null): string { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
  if (value === null) throw new Error('nothing')
  return value
}

export function either(a: boolean): number { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
  if (a) {
    return 1
  } else {
    return 2
  }
}

export function ladder(a: number): string { // cyclomatic 4, cognitive 4, nesting 1, parameters 1
  if (a < 0) {
    return 'below'
  } else if (a === 0) {
    return 'none'
  } else if (a < 10) {
    return 'few'
  } else {
    return 'many'
  }
}

export function nested(rows: number[][]): number { // cyclomatic 4, cognitive 6, nesting 3, parameters 1
  let sum = 0
  for (const row of rows) {
    for (let at = 0; at < row.length; at++) {
      if (row[at] > 0) {
        sum += row[at]
      }
    }
  }
  return sum
}

export function loops(limit: number): number { // cyclomatic 4, cognitive 3, nesting 1, parameters 1
  let n = 0
  while (n < limit) n++
  do {
    n -= 2
  } while (n > 0)
  for (const key in { a: 1 }) n += key.length
  return n
}

export function labelled(rows: number[][]): number { // cyclomatic 6, cognitive 14, nesting 3, parameters 1
  outer: for (const row of rows) {
    for (const cell of row) {
      if (cell < 0) continue outer
      if (cell > 9) break outer
      if (cell === 5) break
    }
  }
  return 0
}

export function chosen(kind: 'a' | 'b' | 'c' | 'd'): number { // cyclomatic 4, cognitive 1, nesting 1, parameters 1
  switch (kind) {
    case 'a':
      return 1
    case 'b':
    case 'c':
      return 2
    default:
      return 3
  }
}

export function chosenDeep(kind: string, really: boolean): number { // cyclomatic 4, cognitive 5, nesting 2, parameters 2
  switch (kind) {
    case 'a':
      if (really) return 1
      break
    default:
      if (!really) return 2
  }
  return 0
}

export async function tried(load: () => Promise<string>): Promise<string> { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
  try {
    return await load()
  } catch (error) {
    if (error instanceof TypeError) return ''
    throw error
  } finally {
    console.log('done')
  }
}

export function sameOperators(a: boolean, b: boolean, c: boolean): boolean { // cyclomatic 3, cognitive 1, nesting 0, parameters 3
  return a && b && c
}

export function mixedOperators(a: boolean, b: boolean, c: boolean, d: boolean): boolean { // cyclomatic 4, cognitive 2, nesting 0, parameters 4
  return (a && b) || (c && d)
}

export function inBrackets(a: boolean, b: boolean, c: boolean): boolean { // cyclomatic 3, cognitive 1, nesting 0, parameters 3
  return a && (b && c)
}

export function interrupted(a: boolean, b: boolean, c: boolean, d: boolean): boolean { // cyclomatic 4, cognitive 2, nesting 0, parameters 4
  return a && (b || c) && d
}

export function negated(a: boolean, b: boolean, c: boolean): boolean { // cyclomatic 3, cognitive 2, nesting 0, parameters 3
  return a && !(b && c)
}

export function onlyOr(a?: string, b?: string): string { // cyclomatic 3, cognitive 0, nesting 0, parameters 2
  return a || b || 'none'
}

export function fallback(a?: string, b?: string): string { // cyclomatic 3, cognitive 0, nesting 0, parameters 2
  return a ?? b ?? 'none'
}

export function filled(box: { a?: number; b?: number; c?: number }): void { // cyclomatic 4, cognitive 0, nesting 0, parameters 1
  box.a ??= 1
  box.b ||= 2
  box.c &&= 3
}

export function chained(a?: { b?: { c?: () => number[] } }): number | undefined { // cyclomatic 5, cognitive 0, nesting 0, parameters 1
  return a?.b?.c?.()?.[0]
}

export function ternary(a: boolean): number { // cyclomatic 2, cognitive 1, nesting 0, parameters 1
  return a ? 1 : 2
}

export function ternaries(a: number): string { // cyclomatic 3, cognitive 3, nesting 0, parameters 1
  return a < 0 ? 'below' : a === 0 ? 'none' : 'above'
}

export function defaults(a = 1, { b = 2, c: d = 3 } = {} as { b?: number; c?: number }): number { // cyclomatic 6, cognitive 0, nesting 0, parameters 2
  const [e = 4, ...rest] = [a, b, d]
  return e + rest.length
}

export function typed<T extends string | undefined>(this: unknown, value: T, ...rest: T[]): T { // cyclomatic 1, cognitive 0, nesting 0, parameters 2
  type Kept = T extends undefined ? never : T
  interface Way { go(from: number, to: number): Kept }
  const way = value as unknown as Way | T
  return way as T
}

export function overloaded(a: string): string
export function overloaded(a: number): string
export function overloaded(a: string | number): string { // cyclomatic 2, cognitive 1, nesting 0, parameters 1
  return typeof a === 'string' ? a : String(a)
}

export const arrow = (a: number, b?: number): number => // cyclomatic 2, cognitive 0, nesting 0, parameters 2
  a + (b ?? 0)

export const curried = (a: number) => // cyclomatic 1, cognitive 0, nesting 0, parameters 1
  (b: number) => // cyclomatic 1, cognitive 0, nesting 0, parameters 1
    (c: number) => // cyclomatic 2, cognitive 1, nesting 0, parameters 1
      a > b && b > c

export const bound = function (a: unknown): boolean { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
  return !a
}

export function outer(rows: string[]): string[] { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
  if (rows.length === 0) return rows
  return rows.filter((row) => { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    if (row === '') {
      return false
    }
    return rows.some((other) => // cyclomatic 2, cognitive 1, nesting 0, parameters 1
      other !== row && other.startsWith(row))
  })
}

export function* generated(limit: number): Generator<number> { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
  for (let at = 0; at < limit; at++) {
    if (at % 2) yield at
  }
}

abstract class Shape {
  static count = 0
  label = Shape.count > 0 ? 'more' : 'first' // cyclomatic 2, cognitive 1, nesting 0, parameters 0
  parent?: Shape
  origin = this.parent?.origin ?? this.parent?.area() // cyclomatic 4, cognitive 0, nesting 0, parameters 0
  handler = (event?: Event): boolean => // cyclomatic 3, cognitive 0, nesting 0, parameters 1
    event?.defaultPrevented ?? false

  static { // cyclomatic 2, cognitive 1, nesting 1, parameters 0
    if (Shape.count) Shape.count = 0
  }

  constructor(readonly name: string, private scale = 1) { // cyclomatic 3, cognitive 1, nesting 1, parameters 2
    if (scale < 0) throw new RangeError(name)
  }

  abstract area(): number

  get scaled(): number { // cyclomatic 2, cognitive 0, nesting 0, parameters 0
    return this.area() * (this.scale || 1)
  }

  set scaled(value: number) { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
    this.scale = value / this.area()
  }

  async #load(from: string, { retries = 3 }: { retries?: number } = {}): Promise<void> { // cyclomatic 6, cognitive 6, nesting 3, parameters 2
    for (let at = 0; at < retries; at++) {
      try {
        await fetch(from)
        return
      } catch {
        if (at === retries - 1) throw new Error(from)
      }
    }
  }

  [Symbol.toPrimitive](hint: string): string | number { // cyclomatic 2, cognitive 1, nesting 0, parameters 1
    return hint === 'number' ? this.area() : this.name
  }
}

namespace Tools {
  export function pick<K extends string>(from: Record<K, number>, ...keys: K[]): number { // cyclomatic 3, cognitive 3, nesting 1, parameters 2
    let sum = 0
    for (const key of keys) sum += from[key]! > 0 ? from[key] : 0
    return sum
  }
}

export const table = {
  plain(a: number) { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
    return a
  },
  bound: function (a: number, b: number) { // cyclomatic 2, cognitive 1, nesting 0, parameters 2
    return a > 0 && b > 0
  },
  arrow: async (a?: { b: number }) => // cyclomatic 2, cognitive 0, nesting 0, parameters 1
    a?.b,
}

export function classInside(a: boolean): unknown { // cyclomatic 2, cognitive 1, nesting 0, parameters 1
  return a && class {
    size = Number(a || 1) // cyclomatic 2, cognitive 0, nesting 0, parameters 0
    method(): boolean { // cyclomatic 2, cognitive 0, nesting 0, parameters 0
      return a || false
    }
  }
}

export function everything(rows: unknown[], limit = 10): number { // cyclomatic 14, cognitive 25, nesting 5, parameters 2
  let found = 0
  for (const row of rows) {
    if (typeof row === 'string' && row.length > limit) {
      found++
    } else if (Array.isArray(row)) {
      while (row.length > limit || row.length === 0) {
        try {
          found += row.pop()?.length ?? 0
        } catch (error) {
          if (error) break
        }
      }
    } else {
      found += row ? (limit > 5 ? 2 : 1) : 0
    }
  }
  return found
}
