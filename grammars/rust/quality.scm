; What is counted in a text; `grammars/README.md` tells what the captures mean.
; Ways through the code are those of lizard's reader for Rust (but for the `where` and the `||` of a
; closure, which it takes for ways), cognitive complexity is SonarSource's.

(function_item name: (_) @name) @function
(impl_item) @class
(impl_item type: [
  (type_identifier) @name
  (scoped_type_identifier name: (_) @name)
  (generic_type type: [
    (type_identifier) @name
    (scoped_type_identifier name: (_) @name)])]) @class
(trait_item name: (_) @name) @class
(function_item parameters: (parameters [
  (parameter) (self_parameter) (variadic_parameter)] @parameter))

[(if_expression) (while_expression) (for_expression) (try_expression)] @decision
; The first arm of a match is the way that is there already.
(match_block (match_arm) . [(line_comment) (block_comment)]* . (match_arm) @decision)
(match_pattern condition: (_)) @decision
(let_declaration alternative: (_)) @decision
(binary_expression operator: ["&&" "||"]) @decision
(let_chain "&&" @decision)
; What a macro is given is not parsed. A `||` behind a name, a value or brackets is an operator,
; elsewhere it begins a closure; a `for` without `in` is that of an `impl`.
(token_tree ["if" "while" "?" "&&"] @decision)
((token_tree "for" @decision . (_) . (identifier) @_in) (#eq? @_in "in"))
(token_tree (_) . "||" @decision)

[(if_expression) (while_expression) (for_expression) (loop_expression) (match_expression)
] @structure
(let_declaration "else" @structure)
(else_clause) @flat
(else_clause (if_expression) @free)
(break_expression (label)) @flat
(continue_expression (label)) @flat
(binary_expression operator: ["&&" "||"]) @sequence
(binary_expression operator: ["&&" "||"] @flat)
(let_chain) @flat
(call_expression function: (identifier) @callee)
(call_expression function: (field_expression value: (self) field: (_) @callee.member))
((call_expression function: (scoped_identifier path: (_) @_self name: (_) @callee.member))
  (#eq? @_self "Self"))

(if_expression consequence: (_) @nests)
(else_clause (block) @nests)
(let_declaration alternative: (_) @nests)
(while_expression body: (_) @nests)
(for_expression body: (_) @nests)
(loop_expression body: (_) @nests)
(match_expression body: (_) @nests)
(closure_expression body: (_) @deepens)

(binary_expression left: (_) @operand operator: _ @operator right: (_) @operand)
(unary_expression ["-" "!" "*"] @operator (_) @operand)
(compound_assignment_expr left: (_) @operand operator: _ @operator right: (_) @operand)
