"""Card payments that a bank took back: who bears it, decided once by finance."""
