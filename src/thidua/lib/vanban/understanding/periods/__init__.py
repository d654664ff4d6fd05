"""Times as Vietnamese plans write them, computed to days: a small grammar in two steps, tokens then readings."""

from thidua.lib.vanban.understanding.periods.grammar import PlanYears, parse_period
from thidua.lib.vanban.understanding.periods.tokens import Token, tokenize
from thidua.lib.vanban.understanding.periods.within import parse_within

__all__ = ["PlanYears", "Token", "parse_period", "parse_within", "tokenize"]
