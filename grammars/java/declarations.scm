; Annotations and modifiers are part of a declaration.

(package_declaration [(identifier) (scoped_identifier)] @name) @declaration.namespace
(import_declaration . (_) @name) @declaration.import
(module_declaration name: (_) @name body: (_) @body) @declaration.module

(class_declaration name: (_) @name body: (_) @body) @declaration.class
(record_declaration name: (_) @name body: (_) @body) @declaration.class
(interface_declaration name: (_) @name body: (_) @body) @declaration.interface
(annotation_type_declaration name: (_) @name body: (_) @body) @declaration.interface
(enum_declaration name: (_) @name body: (_) @body) @declaration.enum
(enum_constant name: (_) @name body: (_) @body) @declaration.enum_member
(enum_constant name: (_) @name !body) @declaration.enum_member

(constructor_declaration name: (_) @name body: (_) @body) @declaration.constructor
(compact_constructor_declaration name: (_) @name body: (_) @body) @declaration.constructor
(method_declaration name: (_) @name body: (_) @body) @declaration.method
(method_declaration name: (_) @name !body) @declaration.method
(annotation_type_element_declaration name: (_) @name) @declaration.method

(field_declaration type: (_) . declarator: (_ name: (_) @name)) @declaration.field
(constant_declaration type: (_) . declarator: (_ name: (_) @name)) @declaration.constant
