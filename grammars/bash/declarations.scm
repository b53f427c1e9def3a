(function_definition name: (_) @name body: (_) @body) @declaration.function
(program (variable_assignment name: (variable_name) @name) @declaration.variable)
(program
  (declaration_command . (variable_assignment name: (variable_name) @name)) @declaration.variable)
(program
  (declaration_command
    . (word) . (variable_assignment name: (variable_name) @name)) @declaration.variable)
