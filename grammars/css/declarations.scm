(import_statement . (_) @name) @declaration.import
(rule_set (selectors) @name (block) @body) @declaration.rule
(keyframes_statement (keyframes_name) @name (keyframe_block_list) @body) @declaration.rule
(at_rule (at_keyword) @name (block) @body) @declaration.rule
(media_statement . (_) @name (block) @body) @declaration.rule
(supports_statement . (_) @name (block) @body) @declaration.rule
