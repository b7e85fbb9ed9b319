"""Data of e-invoices, and the rates of VAT they carry, by finance."""
