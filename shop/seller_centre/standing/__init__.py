"""How a seller stands, as its owner sees and changes it: account, papers, closing."""
