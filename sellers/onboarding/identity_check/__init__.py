"""Electronic verification of sellers (Decree 248/2026/NĐ-CP, Art. 17-18; applies from 01/01/2027, Art. 52.2).

No provider is built in. IDENTITY_CHECK_PROVIDER names a class by its dotted path; it implements `Provider` (base.py).
`fake.FakeProvider` shows how and serves tests and the demo market; production refuses it.
"""
