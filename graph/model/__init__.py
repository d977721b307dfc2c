"""The vocabulary that every layer speaks: facts, nouns and answers."""
