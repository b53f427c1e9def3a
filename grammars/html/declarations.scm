(element (start_tag (tag_name) @name)) @declaration.element
(element (self_closing_tag (tag_name) @name)) @declaration.element
(script_element (start_tag (tag_name) @name) (raw_text) @body) @declaration.element
(script_element (start_tag (tag_name) @name) . (end_tag)) @declaration.element
(style_element (start_tag (tag_name) @name) (raw_text) @body) @declaration.element
