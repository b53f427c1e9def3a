def load(path):
    text = path.read_text()
    rows = text.splitlines()
    return rows
