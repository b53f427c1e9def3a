; The name is the content of the key, or the whole string where that is not plain text.

(pair key: (string . (string_content) @name .) value: (_) @body) @declaration.pair
(pair key: (string . (escape_sequence)) @name value: (_) @body) @declaration.pair
(pair
  key: (string . (string_content) . (escape_sequence)) @name
  value: (_) @body) @declaration.pair
