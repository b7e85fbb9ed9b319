"""Finding goods. Start at queries.py (what pages call) and protocol.py (what goes in and out).

What is typed: analysis.py makes words, synonyms.py adds other regions' words, tree.py says what must and what
should be found, spelling.py corrects. An engine under engines/ compiles that for its index.
What is indexed: documents.py reads goods, contributors.py lets upper rooms add to them, triggers write outbox rows
for every change and tasks.py drains them. `manage.py search` rebuilds and checks.
"""
