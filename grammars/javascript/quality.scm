; inherits: ecmascript
; `grammars/README.md` tells what the captures mean.

(field_definition property: (_) @name value: (_) @initializer)
(field_definition
  property: (_) @name
  value: [(arrow_function) (function_expression !name) (generator_function !name)] @function)

(arrow_function parameter: (_) @parameter)
(arrow_function parameters: (formal_parameters [
  (identifier) (assignment_pattern) (rest_pattern) (object_pattern) (array_pattern)] @parameter))
(function_declaration parameters: (formal_parameters [
  (identifier) (assignment_pattern) (rest_pattern) (object_pattern) (array_pattern)] @parameter))
(function_expression parameters: (formal_parameters [
  (identifier) (assignment_pattern) (rest_pattern) (object_pattern) (array_pattern)] @parameter))
(generator_function_declaration parameters: (formal_parameters [
  (identifier) (assignment_pattern) (rest_pattern) (object_pattern) (array_pattern)] @parameter))
(generator_function parameters: (formal_parameters [
  (identifier) (assignment_pattern) (rest_pattern) (object_pattern) (array_pattern)] @parameter))
(method_definition parameters: (formal_parameters [
  (identifier) (assignment_pattern) (rest_pattern) (object_pattern) (array_pattern)] @parameter))

(optional_chain) @decision

; What is drawn on a condition costs nothing.
(jsx_expression [(binary_expression) @free (parenthesized_expression (binary_expression) @free)])
