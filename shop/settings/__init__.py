"""Settings: `env.py` reads the environment, `base.py` and `oscar.py` say what is the same everywhere,
`dev.py`, `test.py` and `production.py` say what differs."""
