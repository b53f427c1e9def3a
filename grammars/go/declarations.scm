; Of a group in parentheses each spec is a declaration, otherwise the whole statement. A query
; cannot tell a group of one: it is found twice, as the statement and as its spec.

(package_clause (package_identifier) @name) @declaration.module
(import_declaration
  . (import_spec path: (_ (interpreted_string_literal_content) @name))) @declaration.import
(import_spec_list
  (import_spec path: (_ (interpreted_string_literal_content) @name)) @declaration.import)

(function_declaration name: (_) @name body: (_) @body) @declaration.function
(function_declaration name: (_) @name !body) @declaration.function
(method_declaration name: (_) @name body: (_) @body) @declaration.method

(type_declaration . (type_spec
  name: (_) @name
  type: (struct_type (field_declaration_list) @body)) .) @declaration.struct
(type_declaration . (type_spec
  name: (_) @name
  type: (interface_type) @body) .) @declaration.interface
(type_declaration . (type_spec
  name: (_) @name
  type: [
    (array_type) (channel_type) (function_type) (generic_type) (map_type) (pointer_type)
    (qualified_type) (slice_type) (type_identifier) (parenthesized_type)
  ]) .) @declaration.type
(type_declaration . (type_alias name: (_) @name) .) @declaration.type

(type_declaration "(" (type_spec
  name: (_) @name
  type: (struct_type (field_declaration_list) @body)) @declaration.struct)
(type_declaration "(" (type_spec
  name: (_) @name
  type: (interface_type) @body) @declaration.interface)
(type_declaration "(" (type_spec
  name: (_) @name
  type: [
    (array_type) (channel_type) (function_type) (generic_type) (map_type) (pointer_type)
    (qualified_type) (slice_type) (type_identifier) (parenthesized_type)
  ]) @declaration.type)
(type_declaration "(" (type_alias name: (_) @name) @declaration.type)

(field_declaration . name: (_) @name) @declaration.field
(method_elem name: (_) @name) @declaration.method

(source_file (const_declaration . (const_spec . name: (_) @name) .) @declaration.constant)
(source_file
  (const_declaration "(" (const_spec . name: (_) @name) @declaration.constant))
(source_file (var_declaration . (var_spec . name: (_) @name)) @declaration.variable)
(source_file
  (var_declaration (var_spec_list (var_spec . name: (_) @name) @declaration.variable)))
