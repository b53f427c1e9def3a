; What JavaScript, TypeScript and TSX have in common. Ways through the code are ESLint's
; (`complexity`), cognitive complexity is that of SonarJS, which lets `||` and `??` be free.

[(function_declaration name: (_) @name) (generator_function_declaration name: (_) @name)
 (function_expression name: (_) @name) (generator_function name: (_) @name)
 (method_definition name: (_) @name)] @function
[(arrow_function) (function_expression) (generator_function)] @function
(class_static_block "static" @name) @function

; A function without a name of its own has that of what it is bound to.
(variable_declarator
  name: (identifier) @name
  value: [(arrow_function) (function_expression !name) (generator_function !name)] @function)
(assignment_expression
  left: [(identifier) (member_expression)] @name
  right: [(arrow_function) (function_expression !name) (generator_function !name)] @function)
(pair
  key: (_) @name
  value: [(arrow_function) (function_expression !name) (generator_function !name)] @function)
(export_statement
  "default" @name
  value: [(arrow_function) (function_expression !name) (generator_function !name)] @function)

(class_declaration name: (_) @name) @class
(class name: (_) @name) @class
(variable_declarator name: (identifier) @name value: (class !name) @class)

[(if_statement) (for_statement) (for_in_statement) (while_statement) (do_statement)
 (switch_case) (catch_clause) (ternary_expression) (assignment_pattern)
 (object_assignment_pattern)] @decision
(binary_expression operator: ["&&" "||" "??"]) @decision
(augmented_assignment_expression operator: ["&&=" "||=" "??="]) @decision

[(if_statement) (for_statement) (for_in_statement) (while_statement) (do_statement)
 (switch_statement) (catch_clause) (ternary_expression)] @structure
(else_clause) @flat
(else_clause (if_statement) @free)
(break_statement label: (_)) @flat
(continue_statement label: (_)) @flat
(binary_expression operator: ["&&" "||" "??"]) @sequence
(binary_expression operator: "&&" @flat)

(if_statement consequence: (_) @nests)
(else_clause [
  (break_statement) (continue_statement) (do_statement) (expression_statement) (for_in_statement)
  (for_statement) (labeled_statement) (return_statement) (statement_block) (switch_statement)
  (throw_statement) (try_statement) (while_statement)] @nests)
(for_statement body: (_) @nests)
(for_in_statement body: (_) @nests)
(while_statement body: (_) @nests)
(do_statement body: (_) @nests)
[(switch_case) (switch_default)] @nests
(catch_clause body: (_) @nests)
(ternary_expression consequence: (_) @deepens alternative: (_) @deepens)

(binary_expression left: (_) @operand operator: _ @operator right: (_) @operand)
(unary_expression operator: _ @operator argument: (_) @operand)
(update_expression operator: _ @operator)
(update_expression argument: (_) @operand)
(augmented_assignment_expression left: (_) @operand operator: _ @operator right: (_) @operand)
