"""Finding goods. Start at queries.py (what pages call) and protocol.py (what goes in and out).

What is typed: analysis.py makes words, synonyms.py adds other regions' words, tree.py says what must and what
should be found, understanding.py asks what few hits mean, spelling.py corrects. An engine under engines/ compiles
that for its index; facets.py, fields.py and places.py hold what all engines do alike.
What is indexed: documents.py reads goods, contributors.py lets upper rooms add to them, triggers write outbox rows
for every change and tasks.py drains them. `manage.py search` rebuilds and checks.
"""
