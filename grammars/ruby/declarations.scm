(call
  !receiver
  method: (identifier) @_call
  arguments: (argument_list . (string (string_content) @name))
  (#any-of? @_call "require" "require_relative" "load")) @declaration.import

(module name: (_) @name body: (_) @body) @declaration.module
(module name: (_) @name !body) @declaration.module
(class name: (_) @name body: (_) @body) @declaration.class
(class name: (_) @name !body) @declaration.class

(method name: (_) @name body: (_) @body
  (#not-eq? @name "initialize")) @declaration.method
(method name: (_) @name body: (_) @body
  (#eq? @name "initialize")) @declaration.constructor
(method name: (_) @name !body) @declaration.method
(singleton_method name: (_) @name body: (_) @body) @declaration.method
(singleton_method name: (_) @name !body) @declaration.method

(assignment left: (constant) @name) @declaration.constant
(body_statement (assignment left: (class_variable) @name) @declaration.field)

; Tests: the name is the content of the title, or the whole literal where that is not plain text

(call
  !receiver
  method: (identifier) @_call
  arguments: (argument_list
    . [
      (string . (string_content) @name .)
      (string . [(escape_sequence) (interpolation)]) @name
      (string . (string_content) . [(escape_sequence) (interpolation)]) @name
    ])
  block: (_ body: (_) @body)
  (#any-of? @_call "describe" "context" "it" "specify" "test")) @declaration.test
