; The declaration of a decorated definition is the node with its decorators.

(import_statement . name: (_) @name) @declaration.import
(import_from_statement module_name: (_) @name) @declaration.import
(future_import_statement . name: (_) @name) @declaration.import

(module (class_definition name: (_) @name body: (_) @body) @declaration.class)
(block (class_definition name: (_) @name body: (_) @body) @declaration.class)
(decorated_definition
  definition: (class_definition name: (_) @name body: (_) @body)) @declaration.class

(module (function_definition name: (_) @name body: (_) @body) @declaration.function)
(module (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function)

(function_definition (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(function_definition (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))
(if_statement (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(if_statement (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))
(elif_clause (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(elif_clause (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))
(else_clause (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(else_clause (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))
(for_statement (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(for_statement (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))
(while_statement (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(while_statement (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))
(with_statement (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(with_statement (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))
(try_statement (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(try_statement (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))
(except_clause (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(except_clause (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))
(finally_clause (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(finally_clause (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))
(case_clause (block
  (function_definition name: (_) @name body: (_) @body) @declaration.function))
(case_clause (block (decorated_definition
  definition: (function_definition name: (_) @name body: (_) @body)) @declaration.function))

(class_definition
  body: (block (function_definition name: (_) @name body: (_) @body) @declaration.method)
  (#not-eq? @name "__init__"))
(class_definition
  body: (block (function_definition name: (_) @name body: (_) @body) @declaration.constructor)
  (#eq? @name "__init__"))
(class_definition
  body: (block
    (decorated_definition
      definition: (function_definition name: (_) @name body: (_) @body)) @declaration.method))

(class_definition
  body: (block
    (expression_statement . (assignment left: (identifier) @name)) @declaration.field))

(module
  (expression_statement . (assignment left: (identifier) @name)) @declaration.constant
  (#match? @name "^_*[A-Z][A-Z0-9_]*$"))
(module
  (expression_statement . (assignment left: (identifier) @name)) @declaration.variable
  (#not-match? @name "^_*[A-Z][A-Z0-9_]*$"))
(module
  (expression_statement
    . (assignment left: (pattern_list . (identifier) @name))) @declaration.variable)

(type_alias_statement left: (type (_) @name)) @declaration.type
