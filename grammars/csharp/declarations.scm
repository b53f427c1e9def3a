; Attributes and modifiers are part of a declaration.

(using_directive !name [(identifier) (qualified_name)] @name) @declaration.import
(using_directive name: (_) @name) @declaration.import
(namespace_declaration name: (_) @name body: (_) @body) @declaration.namespace
(file_scoped_namespace_declaration name: (_) @name) @declaration.namespace

(class_declaration name: (_) @name body: (_) @body) @declaration.class
(record_declaration name: (_) @name body: (_) @body) @declaration.class
(record_declaration name: (_) @name !body) @declaration.class
(struct_declaration name: (_) @name body: (_) @body) @declaration.struct
(interface_declaration name: (_) @name body: (_) @body) @declaration.interface
(enum_declaration name: (_) @name body: (_) @body) @declaration.enum
(enum_member_declaration name: (_) @name) @declaration.enum_member
(delegate_declaration name: (_) @name) @declaration.type

(constructor_declaration name: (_) @name body: (_) @body) @declaration.constructor
(destructor_declaration name: (_) @name body: (_) @body) @declaration.method
(method_declaration name: (_) @name body: (_) @body) @declaration.method
(method_declaration name: (_) @name !body) @declaration.method
(local_function_statement name: (_) @name body: (_) @body) @declaration.function

(property_declaration name: (_) @name) @declaration.field
(event_declaration name: (_) @name) @declaration.field
(field_declaration
  (variable_declaration . type: (_) . (variable_declarator name: (_) @name))) @declaration.field
(event_field_declaration
  (variable_declaration . type: (_) . (variable_declarator name: (_) @name))) @declaration.field
