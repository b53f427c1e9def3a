// Functions counted by hand.
//
// Cyclomatic complexity by the rules of lizard's reader for Rust: 1 for the function, 1 for each
// `if`, `while` and `for`, each arm of a match after its first, each guard of an arm, each `else`
// of a `let`, each `?`, each `&&` and `||`; `loop` is no way more. Closures count for the function
// they stand in, functions in functions for themselves. Of a macro's arguments the words and
// operators count.
//
// Cognitive complexity by SonarSource's white paper: `if`, `for`, `while`, `loop`, `match` and a
// `let` with `else` cost 1 and the depth they lie at, `else`, `else if`, a jump to a label, a
// sequence of like logical operators and recursion cost 1. A guard belongs to its match. Closures
// only lie deeper. What a macro is given costs nothing.

use std::collections::HashMap;
use std::fmt;

// Straight on: a function is 1.

fn empty() {} // cyclomatic 1, cognitive 0, nesting 0, parameters 0

fn straight(a: i32) -> i32 { // cyclomatic 1, cognitive 0, nesting 0, parameters 1
    let b = a * 2;
    b + 1
}

fn many_parameters(a: i32, b: &str, mut c: Vec<u8>, (d, e): (i8, i8)) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 4

fn takes_function(apply: fn(i32, i32) -> i32, a: i32) -> i32 { apply(a, a) } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

fn takes_closure(apply: impl Fn(i32, i32) -> i32) -> i32 { apply(1, 2) } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

const fn constant(a: usize) -> usize { a } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

unsafe fn raw(at: *const u8) -> u8 { *at } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

async fn awaits(reader: Reader) -> u8 { reader.read().await } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

extern "C" fn called_from_c(_: i32, _: i32) {} // cyclomatic 1, cognitive 0, nesting 0, parameters 2

fn generic<'a, T: Clone, const N: usize>(all: &'a [T; N], at: usize) -> T { all[at].clone() } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

fn with_where<T>(a: T) -> String where T: fmt::Display { a.to_string() } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

// Methods: `self` is a parameter.

struct Square { side: f64 }

struct Stack<T> { items: Vec<T> }

trait Shape {
    fn area(&self) -> f64;

    fn is_small(&self) -> bool { self.area() < 1.0 } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

    fn larger(&self, other: &dyn Shape) -> bool { // cyclomatic 2, cognitive 1, nesting 0, parameters 2
        self.area() > other.area() || !self.is_small()
    }
}

impl Shape for Square {
    fn area(&self) -> f64 { self.side * self.side } // cyclomatic 1, cognitive 0, nesting 0, parameters 1
}

impl Square {
    pub fn new(side: f64) -> Self { Self { side } } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

    pub fn scale(&mut self, by: f64) { // cyclomatic 2, cognitive 1, nesting 1, parameters 2
        if by > 0.0 {
            self.side *= by;
        }
    }

    pub fn into_side(self: Box<Self>) -> f64 { self.side } // cyclomatic 1, cognitive 0, nesting 0, parameters 1
}

impl<T: Clone> Stack<T> {
    fn last(&self) -> Option<&T> { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
        if self.items.is_empty() {
            None
        } else {
            self.items.last()
        }
    }
}

impl<T> Drop for Stack<T> {
    fn drop(&mut self) { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
        while let Some(item) = self.items.pop() {
            std::mem::drop(item);
        }
    }
}

mod inner {
    pub fn in_module(a: bool) -> u8 { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
        if a { 1 } else { 2 }
    }
}

// If: 1 and its depth; else and else if 1.

fn only_if(a: i32) -> i32 { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    if a > 0 {
        return a;
    }
    -a
}

fn if_else_if(a: i32) -> &'static str { // cyclomatic 3, cognitive 3, nesting 1, parameters 1
    if a > 0 {
        "more"
    } else if a < 0 {
        "less"
    } else {
        "none"
    }
}

fn if_as_value(a: bool, b: bool) -> i32 { // cyclomatic 3, cognitive 4, nesting 1, parameters 2
    let one = if a { 1 } else { 2 };
    one + if b { 3 } else { 4 }
}

fn if_in_if(a: bool, b: bool) -> u8 { // cyclomatic 3, cognitive 3, nesting 2, parameters 2
    if a {
        if b {
            return 1;
        }
    }
    0
}

fn if_in_else(a: bool, b: bool) -> u8 { // cyclomatic 3, cognitive 4, nesting 2, parameters 2
    if a {
        1
    } else {
        if b {
            return 2;
        }
        3
    }
}

fn if_in_else_if(a: i32, b: bool) -> u8 { // cyclomatic 4, cognitive 4, nesting 2, parameters 2
    if a > 0 {
        return 1;
    } else if a < 0 {
        if b {
            return 2;
        }
    }
    3
}

fn if_in_condition(a: bool, b: bool) -> u8 { // cyclomatic 3, cognitive 3, nesting 1, parameters 2
    if { if a { b } else { false } } {
        return 1;
    }
    0
}

fn if_let(a: Option<u8>) -> u8 { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
    if let Some(b) = a {
        b
    } else {
        0
    }
}

fn if_let_chain(a: Option<u8>, b: Option<u8>) -> u8 { // cyclomatic 4, cognitive 2, nesting 1, parameters 2
    if let Some(c) = a && let Some(d) = b && c < d {
        return c;
    }
    0
}

fn let_else(a: Option<u8>) -> u8 { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    let Some(b) = a else {
        return 0;
    };
    b
}

fn let_else_in_loop(all: &[Option<u8>]) -> u8 { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
    let mut sum = 0;
    for each in all {
        let Some(value) = each else { continue };
        sum += value;
    }
    sum
}

// Loops: 1 and their depth; `loop` is no way more.

fn forever(work: fn()) { // cyclomatic 1, cognitive 1, nesting 1, parameters 1
    loop {
        work();
    }
}

fn loop_with_break(mut a: u32) -> u32 { // cyclomatic 2, cognitive 3, nesting 2, parameters 1
    loop {
        a += 1;
        if a > 9 {
            break a;
        }
    }
}

fn while_loop(mut a: u32) -> u32 { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    while a > 1 {
        a /= 2;
    }
    a
}

fn while_let(mut all: Vec<u8>) -> u8 { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    let mut sum = 0;
    while let Some(each) = all.pop() {
        sum += each;
    }
    sum
}

fn for_loop(n: u32) -> u32 { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    let mut sum = 0;
    for i in 0..n {
        sum += i;
    }
    sum
}

fn loop_in_loop(grid: &[Vec<u8>]) -> u8 { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
    let mut sum = 0;
    for row in grid {
        for cell in row {
            sum += cell;
        }
    }
    sum
}

fn plain_jumps(all: &[u8]) { // cyclomatic 4, cognitive 5, nesting 2, parameters 1
    for each in all {
        if *each < 1 {
            continue;
        }
        if *each > 9 {
            break;
        }
    }
}

fn labelled_break(grid: &[Vec<u8>]) -> bool { // cyclomatic 4, cognitive 7, nesting 3, parameters 1
    'rows: for row in grid {
        for cell in row {
            if *cell == 0 {
                break 'rows;
            }
        }
    }
    true
}

fn labelled_continue(grid: &[Vec<u8>]) { // cyclomatic 3, cognitive 4, nesting 2, parameters 1
    'rows: for row in grid {
        for _ in row {
            continue 'rows;
        }
    }
}

fn labelled_block(a: bool) -> u8 { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
    'whole: {
        if a {
            break 'whole 1;
        }
        2
    }
}

// Match: each arm after the first is 1 way more; all of it costs 1 and its depth.

fn plain_match(a: u8) -> &'static str { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
    match a {
        1 => "one",
        2 => "two",
        _ => "many",
    }
}

fn one_arm(a: (u8, u8)) -> u8 { // cyclomatic 1, cognitive 1, nesting 1, parameters 1
    match a {
        (b, c) => b + c,
    }
}

fn no_arm(a: Never) -> u8 { // cyclomatic 1, cognitive 1, nesting 1, parameters 1
    match a {}
}

fn alternatives(a: u8) -> bool { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    match a {
        1 | 3 | 5 | 7 | 9 => true,
        _ => false,
    }
}

fn with_comments(a: Option<u8>) -> u8 { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
    match a {
        // The usual one.
        Some(0) => 0,
        // One more,
        /* and more on it, */
        Some(b) => b,
        None => 1, // and the last.
    }
}

fn with_attributes(a: u8) -> u8 { // cyclomatic 3, cognitive 1, nesting 1, parameters 1
    match a {
        #[cfg(unix)]
        0 => 1,
        #[cfg(windows)]
        0 => 2,
        _ => 3,
    }
}

fn guards(a: i32) -> &'static str { // cyclomatic 5, cognitive 1, nesting 1, parameters 1
    match a {
        b if b > 9 => "many",
        b if b > 0 => "some",
        _ => "none",
    }
}

fn guard_with_and(a: i32, b: bool) -> u8 { // cyclomatic 4, cognitive 2, nesting 1, parameters 2
    match a {
        c if c > 0 && b => 1,
        _ => 0,
    }
}

fn match_in_loop(all: &[u8]) -> u8 { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
    let mut sum = 0;
    for each in all {
        match each {
            0 => sum += 1,
            _ => sum += each,
        }
    }
    sum
}

fn if_in_arm(a: u8, b: bool) -> u8 { // cyclomatic 3, cognitive 4, nesting 2, parameters 2
    match a {
        0 => {
            if b {
                1
            } else {
                2
            }
        }
        _ => a,
    }
}

fn match_in_match(a: Option<Option<u8>>) -> u8 { // cyclomatic 3, cognitive 3, nesting 2, parameters 1
    match a {
        Some(b) => match b {
            Some(c) => c,
            None => 1,
        },
        None => 2,
    }
}

fn let_match(a: Result<u8, u8>) -> u8 { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    let b = match a {
        Ok(c) => c,
        Err(_) => return 0,
    };
    b + 1
}

// The question mark: each is 1 way more, and costs nothing.

fn question(text: &str) -> Result<u8, Wrong> { // cyclomatic 2, cognitive 0, nesting 0, parameters 1
    let a: u8 = text.parse()?;
    Ok(a)
}

fn questions(text: &str) -> Option<char> { text.lines().next()?.chars().next()?.to_lowercase().next() } // cyclomatic 3, cognitive 0, nesting 0, parameters 1

async fn question_after_await(reader: Reader) -> Result<u8, Wrong> { // cyclomatic 2, cognitive 0, nesting 0, parameters 1
    Ok(reader.read().await?)
}

fn unsized_is_none<T: ?Sized>(a: &T) -> usize { std::mem::size_of_val(a) } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

// Logical operators: each 1 way more, each sequence of like ones costs 1.

fn and(a: bool, b: bool) -> bool { a && b } // cyclomatic 2, cognitive 1, nesting 0, parameters 2

fn three_like(a: bool, b: bool, c: bool) -> bool { a || b || c } // cyclomatic 3, cognitive 1, nesting 0, parameters 3

fn and_then_or(a: bool, b: bool, c: bool) -> bool { a && b || c } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

fn or_and_or(a: bool, b: bool, c: bool, d: bool) -> bool { a || b && c || d } // cyclomatic 4, cognitive 3, nesting 0, parameters 4

fn parentheses_go_on(a: bool, b: bool, c: bool) -> bool { a && (b && c) } // cyclomatic 3, cognitive 1, nesting 0, parameters 3

fn negation_breaks(a: bool, b: bool, c: bool) -> bool { a && !(b && c) } // cyclomatic 3, cognitive 2, nesting 0, parameters 3

fn bits_and_references(a: u8, b: &&u8) -> u8 { a & **b | a } // cyclomatic 1, cognitive 0, nesting 0, parameters 2

fn in_condition(a: bool, b: bool, c: bool) -> u8 { // cyclomatic 4, cognitive 3, nesting 1, parameters 3
    if a || b && c {
        return 1;
    }
    0
}

// Closures: what is in them counts for the function around, one deeper.

fn closure(all: &[u8]) -> usize { all.iter().filter(|each| **each > 1).count() } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

fn closure_without_parameters() -> impl Fn() -> u8 { || 1 } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

fn closure_with_if(all: &mut [i32]) { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
    all.iter_mut().for_each(|each| {
        if *each < 0 {
            *each = 0;
        }
    });
}

fn closure_in_loop(all: &[Vec<u8>]) -> bool { // cyclomatic 4, cognitive 4, nesting 2, parameters 1
    for each in all {
        if each.iter().any(|one| *one > 0 && *one < 9) {
            return true;
        }
    }
    false
}

fn closure_in_closure(a: bool) -> impl Fn(u8) -> u8 { // cyclomatic 2, cognitive 4, nesting 1, parameters 1
    move |b| {
        let inner = move |c: u8| if a { c } else { b };
        inner(b)
    }
}

fn async_block(a: bool) -> impl Future { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    async move {
        if a {
            work().await;
        }
    }
}

// A function in a function counts for itself.

fn outer(a: bool) -> u8 { // cyclomatic 2, cognitive 1, nesting 1, parameters 1
    fn nested(b: bool, c: bool) -> u8 { // cyclomatic 3, cognitive 2, nesting 1, parameters 2
        if b && c {
            return 1;
        }
        0
    }
    if a {
        return nested(a, a);
    }
    0
}

// Macros: of their arguments the words and operators count, and cost nothing.

fn asserts(a: bool, b: bool) { // cyclomatic 2, cognitive 0, nesting 0, parameters 2
    assert!(a && b, "both");
}

fn question_in_macro(text: &str) -> Result<Vec<u8>, Wrong> { // cyclomatic 2, cognitive 0, nesting 0, parameters 1
    Ok(vec![text.parse()?])
}

fn guard_in_macro(a: Option<u8>) -> bool { matches!(a, Some(b) if b > 1) } // cyclomatic 2, cognitive 0, nesting 0, parameters 1

fn loop_in_macro(all: &[u8]) { // cyclomatic 3, cognitive 0, nesting 0, parameters 1
    run! { for each in all { if each > 1 { stop() } } }
}

fn impl_in_macro() -> TokenStream { quote! { impl Shape for Square {} } } // cyclomatic 1, cognitive 0, nesting 0, parameters 0

fn or_in_macro(a: bool, b: &[bool]) { assert!(a || b[0] || is(a) || 1 > 0) } // cyclomatic 4, cognitive 0, nesting 0, parameters 2

fn closure_in_macro(all: &[u8]) -> String { format!("{}", run(|| all.len())) } // cyclomatic 1, cognitive 0, nesting 0, parameters 1

// Recursion: 1 for a function that calls itself, however often.

fn factorial(n: u64) -> u64 { // cyclomatic 2, cognitive 2, nesting 1, parameters 1
    if n < 2 {
        return 1;
    }
    n * factorial(n - 1)
}

fn fibonacci(n: u64) -> u64 { // cyclomatic 3, cognitive 2, nesting 1, parameters 1
    match n {
        0 => 0,
        1 => 1,
        _ => fibonacci(n - 1) + fibonacci(n - 2),
    }
}

// All together.

fn parse(text: &str, strict: bool) -> Result<Vec<String>, Wrong> { // cyclomatic 11, cognitive 14, nesting 4, parameters 2
    let mut out = Vec::new();
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            ' ' | '\t' => continue,
            '"' if strict => {
                for each in letters.by_ref() {
                    if each == '"' {
                        break;
                    }
                }
            }
            '#' => return Ok(out),
            _ => {
                let next = letters.peek().ok_or(Wrong)?;
                if next.is_alphabetic() || *next == '_' {
                    out.push(letter.to_string());
                }
            }
        }
    }
    Ok(out)
}

fn visit(all: &HashMap<String, Vec<i32>>, keep: impl Fn(&str) -> bool) -> Result<i32, Wrong> { // cyclomatic 8, cognitive 15, nesting 3, parameters 2
    let mut count = 0;
    'names: for (name, values) in all {
        if !keep(name) || name.is_empty() {
            continue;
        }
        loop {
            let Some(value) = values.get(count as usize) else {
                break 'names;
            };
            if *value < 0 {
                continue 'names;
            } else if *value == 0 {
                return Err(Wrong);
            }
            count += value.checked_mul(2).ok_or(Wrong)?;
        }
    }
    Ok(count)
}
