"""The protocol: the only package that knows pygls and lsprotocol; it translates and delegates."""
