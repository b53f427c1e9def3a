; inherits: ecmascript
; `grammars/README.md` tells what the captures mean.

(public_field_definition name: (_) @name value: (_) @initializer)
(public_field_definition
  name: (_) @name
  value: [(arrow_function) (function_expression !name) (generator_function !name)] @function)
(abstract_class_declaration name: (_) @name) @class
(internal_module name: (_) @name) @class

; Not `this`, which only has a type.
(arrow_function parameter: (_) @parameter)
(arrow_function parameters: (formal_parameters [
  (required_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])
  (optional_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])] @parameter))
(function_declaration parameters: (formal_parameters [
  (required_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])
  (optional_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])] @parameter))
(function_expression parameters: (formal_parameters [
  (required_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])
  (optional_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])] @parameter))
(generator_function_declaration parameters: (formal_parameters [
  (required_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])
  (optional_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])] @parameter))
(generator_function parameters: (formal_parameters [
  (required_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])
  (optional_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])] @parameter))
(method_definition parameters: (formal_parameters [
  (required_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])
  (optional_parameter pattern: [(identifier) (rest_pattern) (object_pattern) (array_pattern)])] @parameter))

(required_parameter value: (_)) @decision
"?." @decision
