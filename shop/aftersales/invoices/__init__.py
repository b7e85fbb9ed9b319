"""Data for e-invoices: one record per delivered seller order, and one for each thing that changes it afterwards."""
