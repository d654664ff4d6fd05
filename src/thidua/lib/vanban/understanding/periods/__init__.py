"""Times as Vietnamese plans write them, computed to days: a small grammar in two steps, tokens then readings."""

from thidua.lib.vanban.understanding.periods.grammar import PlanYears, parse_period
from thidua.lib.vanban.understanding.periods.tokens import Token, tokenize

__all__ = ["PlanYears", "Token", "parse_period", "tokenize"]
