"""What a MoMo payment means in the ledger: it stands on `clearing:momo`. MoMo counts whole VND."""
