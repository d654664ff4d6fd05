"""Law as data: load, validate, resolve at a date, evaluate, explain. Pure Python; names no award."""
