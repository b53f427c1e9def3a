; What is counted in a text; `grammars/README.md` tells what the captures mean.

((function_definition name: (identifier) @name) @function (#set! counts_inside))
(class_definition name: (identifier) @name) @class
(function_definition parameters: (parameters [
  (identifier) (default_parameter) (typed_parameter) (typed_default_parameter)
  (list_splat_pattern) (dictionary_splat_pattern)] @parameter))

[(if_statement) (elif_clause) (for_statement) (while_statement) (except_clause)
 (conditional_expression) (boolean_operator) (assert_statement) (for_in_clause) (if_clause)
 (lambda)] @decision

[(if_statement) (for_statement) (while_statement) (except_clause) (conditional_expression)
] @structure
[(elif_clause) (else_clause)] @flat
(if_statement consequence: (block) @nests)
(elif_clause consequence: (block) @nests)
(else_clause body: (block) @nests)
(for_statement body: (block) @nests)
(while_statement body: (block) @nests)
(except_clause (block) @nests)

(binary_operator left: (_) @operand operator: _ @operator right: (_) @operand)
(boolean_operator left: (_) @operand operator: _ @operator right: (_) @operand)
(unary_operator operator: _ @operator argument: (_) @operand)
(not_operator "not" @operator argument: (_) @operand)
(augmented_assignment left: (_) @operand operator: _ @operator right: (_) @operand)
(comparison_operator operators: _ @operator)
