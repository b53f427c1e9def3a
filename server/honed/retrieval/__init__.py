"""Finding what is like something: embedding, BM25, fusion and corpus queries, through ports."""
