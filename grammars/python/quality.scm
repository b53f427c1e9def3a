; What is counted in a text; `grammars/README.md` tells what the captures mean.
; Cyclomatic complexity is radon's, cognitive complexity SonarSource's.

((function_definition name: (identifier) @name) @function
  (#set! counts_deeper) (#set! left_out_inside))
((class_definition name: (identifier) @name) @class
  (#set! counts_apart) (#set! left_out_inside))
(function_definition parameters: (parameters [
  (identifier) (default_parameter) (typed_parameter) (typed_default_parameter)
  (list_splat_pattern) (dictionary_splat_pattern)] @parameter))

; A function that only makes another and returns it, such as a decorator, is no level of its own.
(function_definition body: (block
  . (function_definition) @level . (return_statement (identifier)) .))
(function_definition body: (block
  . (decorated_definition definition: (function_definition) @level) . (return_statement (identifier)) .))
(function_definition body: (block
  . (expression_statement . (string) .) . (function_definition) @level . (return_statement (identifier)) .))
(function_definition body: (block
  . (expression_statement . (string) .)
  . (decorated_definition definition: (function_definition) @level) . (return_statement (identifier)) .))

[(decorator) (parameters)] @aside
(function_definition return_type: (_) @aside)
(class_definition superclasses: (_) @aside)

[(if_statement) (elif_clause) (for_statement) (while_statement) (conditional_expression)
 (boolean_operator) (for_in_clause) (case_clause)] @decision
(assert_statement) @single
(except_clause) @decision
; An `except*` is none for radon.
(except_clause "*") @otherwise
[(for_statement (else_clause) @decision)
 (while_statement (else_clause) @decision)
 (try_statement (else_clause) @decision)
 (list_comprehension (if_clause) @decision)
 (set_comprehension (if_clause) @decision)
 (dictionary_comprehension (if_clause) @decision)
 (generator_expression (if_clause) @decision)]
; The last case that takes all is no way more.
(case_clause . "case" . (case_pattern ["_" (dotted_name . (identifier) .)]) . ":") @otherwise

[(if_statement) (for_statement) (while_statement) (except_clause) (conditional_expression)
 (match_statement)] @structure
[(elif_clause) (else_clause)] @flat
[(if_statement consequence: (block) @nests)
 (elif_clause consequence: (block) @nests)
 (else_clause body: (block) @nests)
 (for_statement body: (block) @nests)
 (while_statement body: (block) @nests)
 (except_clause (block) @nests)
 (match_statement body: (block) @nests)
 (conditional_expression (_) @deepens)
 (lambda body: (_) @deepens)]
(boolean_operator operator: _ @flat) @sequence
(call function: (identifier) @callee)
((call function: (attribute object: (identifier) @_self attribute: (identifier) @callee.member))
  (#any-of? @_self "self" "cls"))

(binary_operator left: (_) @operand operator: _ @operator right: (_) @operand)
(unary_operator operator: _ @operator argument: (_) @operand)
(not_operator "not" @operator argument: (_) @operand)
(augmented_assignment left: (_) @operand operator: _ @operator right: (_) @operand)
(comparison_operator operators: _ @operator)
(comparison_operator (_) @operand)
(union_type (type) @operand "|" @operator (type) @operand)
; `self.size` counts as `size`.
[(binary_operator (attribute attribute: (identifier) @operand) @operand.path)
 (boolean_operator (attribute attribute: (identifier) @operand) @operand.path)
 (unary_operator (attribute attribute: (identifier) @operand) @operand.path)
 (not_operator (attribute attribute: (identifier) @operand) @operand.path)
 (comparison_operator (attribute attribute: (identifier) @operand) @operand.path)
 (augmented_assignment (attribute attribute: (identifier) @operand) @operand.path)]
; `a and b and c` is one operator with three operands.
(boolean_operator right: (_) @operand)
(boolean_operator
  left: [(primary_expression) (comparison_operator) (not_operator)] @operand
  operator: _ @operator)
(boolean_operator
  left: (boolean_operator operator: "and") @operand operator: "or" @operator)

[(expression_statement) (return_statement) (import_statement) (import_from_statement)
 (future_import_statement) (pass_statement) (raise_statement) (assert_statement)
 (delete_statement) (break_statement) (continue_statement) (global_statement)
 (nonlocal_statement) (type_alias_statement) (print_statement) (exec_statement) (decorator)
 (if_statement) (elif_clause) (else_clause) (for_statement) (while_statement) (try_statement)
 (except_clause) (finally_clause) (with_statement) (match_statement) (case_clause)
 (function_definition) (class_definition)] @line
[(pair ":" @line.more) (slice ":" @line.more) (lambda ":" @line.more)
 (assignment ":" @line.more) ]
(expression_statement . (string) @remark .)
(expression_statement . (concatenated_string) @remark .)
