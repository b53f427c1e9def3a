; The name of `function M.draw()` is `M.draw`. The list of values leaves out functions.

(function_declaration
  name: [(identifier) (dot_index_expression)] @name
  body: (_) @body) @declaration.function
(function_declaration name: (method_index_expression) @name body: (_) @body) @declaration.method

(variable_declaration
  (assignment_statement
    (variable_list . name: (identifier) @name)
    (expression_list . value: (function_definition body: (_) @body)))) @declaration.function
(chunk (assignment_statement
  (variable_list . name: (_) @name)
  (expression_list . value: (function_definition body: (_) @body))) @declaration.function)
(block (assignment_statement
  (variable_list . name: (_) @name)
  (expression_list . value: (function_definition body: (_) @body))) @declaration.function)
(field
  name: (identifier) @name
  value: (function_definition body: (_) @body)) @declaration.method

(chunk (variable_declaration
  (assignment_statement
    (variable_list . name: (identifier) @name)
    (expression_list . value: [
      (binary_expression) (bracket_index_expression) (dot_index_expression) (false)
      (function_call) (identifier) (nil) (number) (parenthesized_expression) (string)
      (table_constructor) (true) (unary_expression) (vararg_expression)
    ]))) @declaration.variable)
(chunk (assignment_statement
  (variable_list . name: (identifier) @name)
  (expression_list . value: [
    (binary_expression) (bracket_index_expression) (dot_index_expression) (false)
    (function_call) (identifier) (nil) (number) (parenthesized_expression) (string)
    (table_constructor) (true) (unary_expression) (vararg_expression)
  ])) @declaration.variable)
